//! What clients see of authors.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use entity::author;

use super::service::{AuthorCountKey, AuthorList, AuthorPageKey, BY_NAME};
use crate::{
    features::{
        articles::{
            service::{ArticleList, ListOwner},
            types::{ArticleArguments, ArticleConnection, ArticleFilter, ArticleOrder},
        },
        loaders,
        media::types::Image,
        names::Named,
        units::types::{self as units, Unit},
    },
    platform::{
        connection::{self, DEFAULT_COUNT, Listing, listing},
        error::BadInput,
        graphql::{ContextExt as _, DateTime, public_id, read_id},
        id::Kind,
        paging::PageArguments,
    },
};

/// A pen name.
#[derive(Clone, Debug)]
pub struct Author(pub author::Model);

/// A pen name. It may belong to a unit; nothing private is known of the person behind it.
#[Object]
impl Author {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Author, self.0.id)
    }

    /// Last part of the author's address: `thuy-lan`.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name as printed.
    async fn pen_name(&self) -> &str {
        &self.0.pen_name
    }

    /// The name as lists sort it, given name first: `Lan Thúy`.
    async fn sort_name(&self) -> &str {
        &self.0.sort_name
    }

    /// A few words about the author.
    async fn bio(&self) -> Option<&str> {
        self.0.bio.as_deref()
    }

    /// A picture of the author.
    async fn avatar(&self, ctx: &Context<'_>) -> Option<Result<Image>> {
        let avatar = loaders::of(ctx).image_by_id.load_one(self.0.avatar_id?).await;
        avatar.map_err(Into::into).transpose()
    }

    /// The unit that the author writes for.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit>> {
        units::load(ctx, self.0.unit_id?).await.transpose()
    }

    /// The author's articles, newest first unless `order` says otherwise.
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
        let list = ArticleList::of(ListOwner::Author(self.0.id));
        Some(ArticleArguments { filter, order, page }.list(ctx, list).await)
    }

    /// Grows with each change; whoever changes the author names the version that they have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When anything said here of the author was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// How one author is named: give exactly one.
#[derive(Debug, OneofObject)]
pub enum AuthorBy {
    /// By id.
    Id(ID),
    /// By slug.
    Slug(String),
}

/// Conditions on authors; all that are given must hold.
#[derive(Debug, Default, InputObject)]
pub struct AuthorFilter {
    /// Only authors of the unit with this id.
    pub unit_id: Option<ID>,
    /// Only authors in whose pen name all of these words occur: 1 to 100 characters. A word with marks
    /// must have just these, one without them any; the last may be only the beginning of a word, unless
    /// a space is behind it.
    pub text: Option<String>,
}

impl AuthorFilter {
    /// The list of those that meet all conditions.
    pub fn list(self) -> Result<AuthorList, BadInput> {
        let unit = self.unit_id.map(|id| read_id(Kind::Unit, &id, "filter.unitId"));
        let named = self.text.map(|text| Named::read(&text, "filter.text"));
        Ok(AuthorList { unit_id: unit.transpose()?, named: named.transpose()? })
    }
}

/// Authors with the size of the list they come from.
pub type AuthorConnection = Listing<Author, AuthorTotals>;

/// The size of a list of authors.
#[derive(Debug)]
pub struct AuthorTotals(AuthorList);

/// The size of a list of authors.
#[Object]
impl AuthorTotals {
    /// How many authors the whole list has. Counting stops at `upTo`: that number means "so many or
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
        let key = AuthorCountKey { list: self.0.clone(), up_to: connection::count_cap(up_to)? };
        let total = loaders::of(ctx).author_counts.load_one(key).await?;
        Ok(connection::count(total.unwrap_or_default()))
    }
}

/// One page of a list of authors.
pub async fn author_listing(
    ctx: &Context<'_>,
    list: AuthorList,
    page: PageArguments,
) -> Result<AuthorConnection> {
    let cursors = ctx.scope().cursors(BY_NAME);
    let key = AuthorPageKey { range: page.range(&cursors)?, list: list.clone() };
    let page = match connection::reads_rows(ctx) {
        true => loaders::of(ctx).author_pages.load_one(key).await?,
        false => None,
    };
    Ok(listing(page.unwrap_or_default(), cursors, AuthorTotals(list), Author))
}
