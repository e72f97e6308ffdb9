//! Root fields about stored files.

use async_graphql::{Context, Object, Result};

use super::{
    service::list::{self, NEWEST},
    types::{
        Image,
        list::{ImageConnection, ImageTotals, MediaFilter},
    },
};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    connection::{self, listing},
    graphql::ContextExt as _,
    paging::{Page, PageArguments},
};

/// Root fields about stored files.
#[derive(Debug, Default)]
pub struct MediaQueries;

#[Object]
impl MediaQueries {
    /// Stored files, those brought last first, whether readers see them or not: what an editor chooses
    /// pictures from.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn media(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only files that meet all conditions.")] filter: Option<MediaFilter>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<ImageConnection>> {
        let page = PageArguments { first, after, last, before };
        Some(files(ctx, filter.unwrap_or_default(), page).await)
    }
}

async fn files(
    ctx: &Context<'_>,
    filter: MediaFilter,
    page: PageArguments,
) -> Result<ImageConnection> {
    let list = filter.read()?;
    let cursors = ctx.scope().cursors(NEWEST);
    let range = page.range(&cursors)?;
    let page = match connection::reads_rows(ctx) {
        true => list::page(ctx.scope(), list, &range).await?,
        false => Page::default(),
    };
    Ok(listing(page, cursors, ImageTotals(list), Image))
}
