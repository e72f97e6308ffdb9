//! Root fields about accounts.

use async_graphql::{Context, Object, Result};

use super::{
    keys,
    service::{self, LATEST},
    types::{Account, AccountConnection, AccountTotals, ApiKey, Viewer},
};
use crate::platform::{
    access::{AccountRole, access},
    connection::{self, listing},
    graphql::ContextExt as _,
    paging::{Page, PageArguments},
    scope,
};

/// Root fields about accounts.
#[derive(Debug, Default)]
pub struct AccountQueries;

#[Object]
impl AccountQueries {
    /// The account or API key that asks; null for readers.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<Viewer>> {
        let scope = ctx.scope();
        let viewer = match scope.viewer {
            scope::Viewer::Account(member) => {
                service::find(scope, member.id).await.map(|row| Viewer::Account(Account(row)))
            }
            scope::Viewer::Key(key) => {
                keys::find(scope, key.id).await.map(|row| Viewer::ApiKey(ApiKey(row)))
            }
            scope::Viewer::Anonymous | scope::Viewer::System => return None,
        };
        Some(viewer.map_err(Into::into))
    }

    /// All accounts, the latest first, disabled ones included.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<AccountConnection>> {
        Some(list(ctx, PageArguments { first, after, last, before }).await)
    }

    /// All API keys, the latest first, those that have ended included; at most a thousand.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn api_keys(&self, ctx: &Context<'_>) -> Option<Result<Vec<ApiKey>>> {
        let keys = keys::all(ctx.scope()).await;
        Some(keys.map(|keys| keys.into_iter().map(ApiKey).collect()).map_err(Into::into))
    }
}

async fn list(ctx: &Context<'_>, page: PageArguments) -> Result<AccountConnection> {
    let cursors = ctx.scope().cursors(LATEST);
    let range = page.range(&cursors)?;
    let page = match connection::reads_rows(ctx) {
        true => service::page(ctx.scope(), &range).await?,
        false => Page::default(),
    };
    Ok(listing(page, cursors, AccountTotals, Account))
}
