//! The unit itself, and everything that is to be had from it.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::NaiveDate;
use entity::unit;
use sea_orm::prelude::Uuid;

use super::{
    super::service::{self, UnitList, UnitPlace},
    connection::{UnitConnection, unit_listing},
    history::{UnitName, UnitSuccession},
};
use crate::{
    features::{
        articles::service::{ArticleList, ListOwner},
        articles::types::{ArticleArguments, ArticleConnection, ArticleFilter, ArticleOrder},
        authors::service::AuthorList,
        authors::types::{AuthorConnection, author_listing},
        loaders::{self, listed},
    },
    platform::{
        graphql::{Date, DateTime, Given, public_id},
        id::Kind,
        paging::PageArguments,
    },
};

/// A Party organisation: a committee, a department, a cell.
#[derive(Clone, Debug)]
pub struct Unit {
    row: Arc<unit::Model>,
    /// The name of the day that the unit is shown on, where that is known already.
    named: Option<NameOfDay>,
}

/// The name that an article's unit bore when the article was published.
#[derive(Clone, Debug)]
pub struct NameOfDay {
    /// The full name.
    pub name: String,
    /// The short form.
    pub abbreviation: Option<String>,
}

impl Unit {
    /// A unit under its latest name.
    pub fn new(row: unit::Model) -> Self {
        Self { row: Arc::new(row), named: None }
    }

    /// A unit under the name of a day.
    pub fn named(row: unit::Model, named: Option<NameOfDay>) -> Self {
        Self { row: Arc::new(row), named }
    }

    async fn name_on(&self, ctx: &Context<'_>, day: NaiveDate) -> Result<Option<NameOfDay>> {
        let names = loaders::of(ctx).unit_names.load_one(self.row.id).await?.unwrap_or_default();
        let name = service::name_on(&names, day).cloned();
        Ok(name.map(|name| NameOfDay { name: name.name, abbreviation: name.abbreviation }))
    }
}

/// A Party organisation: a committee, a department, a cell. Units form a tree, change their names
/// and merge; a unit that ended stays, so that old articles keep theirs.
#[Object]
impl Unit {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Unit, self.row.id)
    }

    /// Last part of the unit's address: `huyen-uy-que-son`.
    async fn slug(&self) -> &str {
        &self.row.slug
    }

    /// What kind of organisation it is.
    async fn kind(&self) -> UnitKind {
        self.row.kind.into()
    }

    /// The name. Under an article it is the one borne on the day of publication, elsewhere the
    /// latest; with `on` it is the one of that day.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A day, to get the name borne then.")] on: Option<Given<Date>>,
    ) -> Result<String> {
        let named = match on {
            Some(day) => self.name_on(ctx, day.read("on")?.0).await?,
            None => self.named.clone(),
        };
        Ok(named.map_or_else(|| self.row.name.clone(), |named| named.name))
    }

    /// The short form used in bylines: `Ban DVHU Quế Sơn`. Null if there is none; otherwise as for
    /// `name`.
    async fn abbreviation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A day, to get the short form used then.")] on: Option<Given<Date>>,
    ) -> Result<Option<String>> {
        let named = match on {
            Some(day) => self.name_on(ctx, day.read("on")?.0).await?,
            None => self.named.clone(),
        };
        Ok(named.map_or_else(|| self.row.abbreviation.clone(), |named| named.abbreviation))
    }

    /// Every name it bore, oldest first.
    async fn names(&self, ctx: &Context<'_>) -> Option<Result<Vec<UnitName>>> {
        listed(loaders::of(ctx).unit_names.load_one(self.row.id).await, UnitName)
    }

    /// The unit directly above it; null at the top.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Self>> {
        load(ctx, self.row.parent_id?).await.transpose()
    }

    /// Units directly below it, in the order of `units`.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only units of this kind.")] kind: Option<UnitKind>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<UnitConnection>> {
        let place = UnitPlace::Below(self.row.id);
        let list = UnitList { place, kind: kind.map(Into::into), named: None };
        Some(unit_listing(ctx, list, PageArguments { first, after, last, before }).await)
    }

    /// The day it was established, if known.
    async fn established_on(&self) -> Option<Date> {
        self.row.established_on.map(Date)
    }

    /// The first day on which it no longer existed; null while it does.
    async fn dissolved_on(&self) -> Option<Date> {
        self.row.dissolved_on.map(Date)
    }

    /// What became of it, earliest first.
    async fn successors(&self, ctx: &Context<'_>) -> Option<Result<Vec<UnitSuccession>>> {
        let steps = loaders::of(ctx).unit_successors.load_one(self.row.id).await;
        listed(steps, |step| UnitSuccession { unit_id: step.successor_id, step })
    }

    /// What it came from, earliest first.
    async fn predecessors(&self, ctx: &Context<'_>) -> Option<Result<Vec<UnitSuccession>>> {
        let steps = loaders::of(ctx).unit_predecessors.load_one(self.row.id).await;
        listed(steps, |step| UnitSuccession { unit_id: Some(step.predecessor_id), step })
    }

    /// Authors who write for it, by given name.
    async fn authors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<AuthorConnection>> {
        let list = AuthorList { unit_id: Some(self.row.id), named: None };
        Some(author_listing(ctx, list, PageArguments { first, after, last, before }).await)
    }

    /// Its articles, newest first unless `order` says otherwise.
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also articles of all units below it.", default_with = "Some(false)")]
        include_descendants: Option<bool>,
        #[graphql(desc = "Only articles that meet all conditions.")] filter: Option<ArticleFilter>,
        #[graphql(desc = "Newest first if nothing is said.")] order: Option<ArticleOrder>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<ArticleConnection>> {
        let owner = match include_descendants.unwrap_or_default() {
            true => ListOwner::UnitTree(self.row.id),
            false => ListOwner::Unit(self.row.id),
        };
        let page = PageArguments { first, after, last, before };
        Some(ArticleArguments { filter, order, page }.list(ctx, ArticleList::of(owner)).await)
    }

    /// Grows with each change; whoever changes the unit names the version that they have seen.
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When the unit's own data was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// What kind of organisation a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "unit::Kind")]
pub enum UnitKind {
    /// A Party committee: tỉnh ủy, thành ủy, thị ủy, huyện ủy, đảng ủy.
    Committee,
    /// A department that advises a committee: ban, văn phòng.
    AdvisoryBody,
    /// A grassroots organisation: đảng bộ cơ sở, chi bộ.
    Grassroots,
    /// An organisation beside the Party: Mặt trận, đoàn thể, a newspaper, a school.
    Affiliated,
}

/// How one unit is named: give exactly one.
#[derive(Debug, async_graphql::OneofObject)]
pub enum UnitBy {
    /// By id.
    Id(ID),
    /// By slug.
    Slug(String),
}

/// The unit with this id, if the viewer may see it.
pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Unit>> {
    Ok(loaders::of(ctx).unit_by_id.load_one(id).await?.map(Unit::new))
}
