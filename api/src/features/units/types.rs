//! What clients see of units.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use entity::{unit, unit_name, unit_succession};
use sea_orm::prelude::Uuid;

use super::service::{self, BY_NAME, UnitCountKey, UnitList, UnitPageKey, UnitPlace};
use crate::{
    features::{
        articles::service::{ArticleList, ListOwner},
        articles::types::{ArticleArguments, ArticleConnection, ArticleFilter, ArticleOrder},
        authors::service::AuthorList,
        authors::types::{AuthorConnection, author_listing},
        loaders::{self, listed},
    },
    platform::{
        connection::{self, DEFAULT_COUNT, Listing, listing},
        graphql::{ContextExt as _, Date, DateTime, Given, public_id},
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
        let list = UnitList { place, kind: kind.map(Into::into) };
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
        let list = AuthorList { unit_id: Some(self.row.id) };
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

/// A name that a unit bore for a time.
#[derive(Debug)]
pub struct UnitName(unit_name::Model);

/// A name that a unit bore for a time.
#[Object]
impl UnitName {
    /// The full name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The short form used in bylines.
    async fn abbreviation(&self) -> Option<&str> {
        self.0.abbreviation.as_deref()
    }

    /// The first day of the name; null: since the unit exists, or the day is not known.
    async fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Date)
    }

    /// The first day on which it no longer held; null: it is the present name.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }
}

/// One step in the history of a unit.
#[derive(Debug)]
pub struct UnitSuccession {
    unit_id: Option<Uuid>,
    step: unit_succession::Model,
}

/// One step in the history of a unit.
#[Object]
impl UnitSuccession {
    /// The unit at the other end of the step; null when a unit ended without a successor.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit>> {
        load(ctx, self.unit_id?).await.transpose()
    }

    /// What happened.
    async fn kind(&self) -> UnitSuccessionKind {
        self.step.kind.into()
    }

    /// The day it took effect.
    async fn effective_on(&self) -> Date {
        Date(self.step.effective_on)
    }

    /// The decision behind it: `Nghị quyết 1241/NQ-UBTVQH15`.
    async fn basis(&self) -> Option<&str> {
        self.step.basis.as_deref()
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

/// What happened to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "unit_succession::Kind")]
pub enum UnitSuccessionKind {
    /// It went on under another name as another unit.
    Renamed,
    /// It was merged into another unit.
    MergedInto,
    /// It was split; each part is a step of its own.
    SplitInto,
    /// It ended without a successor.
    Dissolved,
}

/// How one unit is named: give exactly one.
#[derive(Debug, async_graphql::OneofObject)]
pub enum UnitBy {
    /// By id.
    Id(ID),
    /// By slug.
    Slug(String),
}

/// Conditions on units; all that are given must hold.
#[derive(Debug, Default, InputObject)]
pub struct UnitFilter {
    /// Only units of this kind.
    pub kind: Option<UnitKind>,
    /// True: only units without a parent, where the tree begins.
    #[graphql(default_with = "Some(false)")]
    pub top_level: Option<bool>,
}

/// Units with the size of the list they come from.
pub type UnitConnection = Listing<Unit, UnitTotals>;

/// The size of a list of units.
#[derive(Debug)]
pub struct UnitTotals(UnitList);

/// The size of a list of units.
#[Object]
impl UnitTotals {
    /// How many units the whole list has. Counting stops at `upTo`: that number means "so many or
    /// more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let key = UnitCountKey { list: self.0.clone(), up_to: connection::count_cap(up_to)? };
        let total = loaders::of(ctx).unit_counts.load_one(key).await?;
        Ok(connection::count(total.unwrap_or_default()))
    }
}

/// One page of a list of units.
pub async fn unit_listing(
    ctx: &Context<'_>,
    list: UnitList,
    page: PageArguments,
) -> Result<UnitConnection> {
    let cursors = ctx.scope().cursors(BY_NAME);
    let key = UnitPageKey { range: page.range(&cursors)?, list: list.clone() };
    let page = match connection::reads_rows(ctx) {
        true => loaders::of(ctx).unit_pages.load_one(key).await?,
        false => None,
    };
    Ok(listing(page.unwrap_or_default(), cursors, UnitTotals(list), Unit::new))
}

/// The unit with this id, if the viewer may see it.
pub async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Unit>> {
    Ok(loaders::of(ctx).unit_by_id.load_one(id).await?.map(Unit::new))
}
