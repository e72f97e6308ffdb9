//! Root fields about synonyms.

use async_graphql::{Context, Object, Result};

use super::{
    service::{self, BY_SHORT},
    types::{SearchSynonym, SearchSynonymConnection, SearchSynonymTotals},
};
use crate::platform::{
    access::{AccountRole, access},
    connection::{self, listing},
    graphql::ContextExt as _,
    paging::{Page, PageArguments},
};

/// Root fields about synonyms.
#[derive(Debug, Default)]
pub struct SynonymQueries;

#[Object]
impl SynonymQueries {
    /// Short forms and what they stand for, by the short form in the order of the alphabet.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn search_synonyms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<SearchSynonymConnection>> {
        Some(list(ctx, PageArguments { first, after, last, before }).await)
    }
}

async fn list(ctx: &Context<'_>, page: PageArguments) -> Result<SearchSynonymConnection> {
    let cursors = ctx.scope().cursors(BY_SHORT);
    let range = page.range(&cursors)?;
    let page = match connection::reads_rows(ctx) {
        true => service::page(ctx.scope(), &range).await?,
        false => Page::default(),
    };
    Ok(listing(page, cursors, SearchSynonymTotals, SearchSynonym))
}
