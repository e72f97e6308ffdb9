//! Root fields about authors.

use async_graphql::{Context, Object, Result};

use super::{
    service,
    types::{Author, AuthorBy, AuthorConnection, AuthorFilter, author_listing},
};
use crate::platform::{
    graphql::{ContextExt as _, read_id, read_text},
    id::Kind,
    paging::PageArguments,
};

/// Root fields about authors.
#[derive(Debug, Default)]
pub struct AuthorQueries;

#[Object]
impl AuthorQueries {
    /// One author; null if there is none.
    async fn author(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: AuthorBy,
    ) -> Option<Result<Author>> {
        find(ctx, by).await.transpose()
    }

    /// Authors by given name, which stands last in a Vietnamese name.
    async fn authors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only authors that meet all conditions.")] filter: Option<AuthorFilter>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<AuthorConnection>> {
        let page = PageArguments { first, after, last, before };
        let list = match filter.unwrap_or_default().list() {
            Ok(list) => list,
            Err(fault) => return Some(Err(fault.into())),
        };
        Some(author_listing(ctx, list, page).await)
    }
}

async fn find(ctx: &Context<'_>, by: AuthorBy) -> Result<Option<Author>> {
    let author = match by {
        AuthorBy::Id(id) => {
            let id = read_id(Kind::Author, &id, "by.id")?;
            service::find_many(ctx.scope(), &[id]).await?.pop()
        }
        AuthorBy::Slug(slug) => {
            service::find_by_slug(ctx.scope(), &read_text(&slug, "by.slug")?).await?
        }
    };
    Ok(author.map(Author))
}
