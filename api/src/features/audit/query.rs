//! Root fields about the audit log.

use async_graphql::{Context, Object, Result};

use super::{
    service::{self, LATEST},
    types::{AuditEvent, AuditEventConnection, AuditEventFilter, EventTotals},
};
use crate::platform::{
    access::{AccountRole, access},
    connection::{self, listing},
    graphql::ContextExt as _,
    paging::{Page, PageArguments},
};

/// Root fields about the audit log.
#[derive(Debug, Default)]
pub struct AuditQueries;

#[Object]
impl AuditQueries {
    /// What everybody did, the latest first.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only events that meet all conditions.")] filter: Option<AuditEventFilter>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<AuditEventConnection>> {
        let page = PageArguments { first, after, last, before };
        Some(list(ctx, filter.unwrap_or_default(), page).await)
    }
}

async fn list(
    ctx: &Context<'_>,
    filter: AuditEventFilter,
    page: PageArguments,
) -> Result<AuditEventConnection> {
    let list = filter.list()?;
    let cursors = ctx.scope().cursors(LATEST);
    let range = page.range(&cursors)?;
    let page = match connection::reads_rows(ctx) {
        true => service::page(ctx.scope(), &list, &range).await?,
        false => Page::default(),
    };
    Ok(listing(page, cursors, EventTotals(list), AuditEvent))
}
