//! What clients see of congress categories.

use async_graphql::{Context, Enum, ID, Object, OneofObject, Result};
use entity::congress_category::{self, Series};

use super::service;
use crate::{
    features::{
        articles::{
            service::{ArticleList, ListOwner},
            types::{ArticleArguments, ArticleConnection, ArticleFilter, ArticleOrder},
        },
        units::types::{self as units, Unit},
    },
    platform::{
        graphql::{Date, DateTime, public_id},
        id::Kind,
        paging::PageArguments,
    },
};

/// One congress term.
#[derive(Clone, Debug)]
pub struct CongressCategory(pub congress_category::Model);

/// One congress term, on which articles hang: `Khóa XXII`.
#[Object]
impl CongressCategory {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::CongressCategory, self.0.id)
    }

    /// Last part of the term's address: `khoa-xxii`.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Whose congresses are counted.
    async fn series(&self) -> CongressSeries {
        self.0.series.into()
    }

    /// Who held the congress. Null for the national Party, and as long as nobody has said whose
    /// congress it was: an import does not know.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit>> {
        units::load(ctx, self.0.unit_id?).await.transpose()
    }

    /// Which congress, 1 to 99. Numbers restart when units merge.
    async fn number(&self) -> i32 {
        self.0.number.into()
    }

    /// The number in Roman numerals: `XXII`.
    async fn numeral(&self) -> String {
        service::numeral(self.0.number)
    }

    /// As portals print it: `Khóa XXII`.
    async fn label(&self) -> String {
        format!("Khóa {}", service::numeral(self.0.number))
    }

    /// First year of the term, if known.
    async fn start_year(&self) -> Option<i32> {
        self.0.start_year.map(Into::into)
    }

    /// Last year of the term, which is the first of the next.
    async fn end_year(&self) -> Option<i32> {
        self.0.end_year.map(Into::into)
    }

    /// First day of the congress, if known.
    async fn opened_on(&self) -> Option<Date> {
        self.0.opened_on.map(Date)
    }

    /// Last day of the congress, if known.
    async fn closed_on(&self) -> Option<Date> {
        self.0.closed_on.map(Date)
    }

    /// A few words about the term.
    async fn introduction(&self) -> Option<&str> {
        self.0.introduction.as_deref()
    }

    /// The articles on it, newest first unless `order` says otherwise.
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only articles that meet all conditions.")] filter: Option<ArticleFilter>,
        #[graphql(desc = "Newest first if nothing is said.")] order: Option<ArticleOrder>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<ArticleConnection>> {
        let page = PageArguments { first, after, last, before };
        let list = ArticleList::of(ListOwner::CongressCategory(self.0.id));
        Some(ArticleArguments { filter, order, page }.list(ctx, list).await)
    }

    /// Grows with each change; whoever changes the term names the version that they have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When anything said here of the term was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// Whose congresses are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Series")]
pub enum CongressSeries {
    /// The national congresses.
    National,
    /// The congresses of a province, or of a city with its rank.
    Provincial,
}

/// How one congress term is named: give exactly one.
#[derive(Debug, OneofObject)]
pub enum CongressCategoryBy {
    /// By id.
    Id(ID),
    /// By slug.
    Slug(String),
}
