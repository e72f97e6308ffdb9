//! Root fields about polls.

use async_graphql::{Context, ID, Object, Result};

use super::{
    audit,
    service::{self, LATEST},
    types::{Poll, PollAudit, PollBy, PollConnection, PollTotals},
};
use crate::platform::{
    connection::{self, listing},
    graphql::{ContextExt as _, read_id},
    id::Kind,
    paging::{Page, PageArguments},
};

/// Root fields about polls.
#[derive(Debug, Default)]
pub struct PollQueries;

#[Object]
impl PollQueries {
    /// One poll; null if there is none that the viewer may see.
    async fn poll(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: PollBy,
    ) -> Option<Result<Poll>> {
        find(ctx, by).await.transpose()
    }

    /// The poll that is shown on every page; null if there is none.
    async fn featured_poll(&self, ctx: &Context<'_>) -> Option<Result<Poll>> {
        let featured = service::featured(ctx.scope()).await;
        featured.map(|poll| poll.map(Poll::new)).map_err(Into::into).transpose()
    }

    /// The ballots of a poll, from which everybody can recompute its tally; null until it is closed
    /// and what ties ballots to voters is erased, which is a matter of seconds.
    async fn poll_audit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which poll.")] poll_id: ID,
    ) -> Option<Result<PollAudit>> {
        audit_of(ctx, &poll_id).await.transpose()
    }

    /// All polls, the latest first.
    async fn polls(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<PollConnection>> {
        Some(list(ctx, PageArguments { first, after, last, before }).await)
    }
}

async fn audit_of(ctx: &Context<'_>, id: &ID) -> Result<Option<PollAudit>> {
    let id = read_id(Kind::Poll, id, "pollId")?;
    Ok(audit::find(ctx.scope(), id).await?.map(PollAudit))
}

async fn list(ctx: &Context<'_>, page: PageArguments) -> Result<PollConnection> {
    let cursors = ctx.scope().cursors(LATEST);
    let range = page.range(&cursors)?;
    let page = match connection::reads_rows(ctx) {
        true => service::page(ctx.scope(), &range).await?,
        false => Page::default(),
    };
    Ok(listing(page, cursors, PollTotals, Poll::new))
}

async fn find(ctx: &Context<'_>, PollBy::Id(id): PollBy) -> Result<Option<Poll>> {
    let id = read_id(Kind::Poll, &id, "by.id")?;
    Ok(service::find_many(ctx.scope(), &[id]).await?.pop().map(Poll::new))
}
