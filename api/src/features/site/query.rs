//! Root fields about the portal itself.

use async_graphql::{Context, Object, Result};

use super::{service, types::Site};
use crate::platform::graphql::ContextExt as _;

/// Root fields about the portal itself.
#[derive(Debug, Default)]
pub struct SiteQueries;

#[Object]
impl SiteQueries {
    /// The portal itself: its name, its greeting, its addresses.
    async fn site(&self, ctx: &Context<'_>) -> Option<Result<Site>> {
        Some(service::find(ctx.scope()).await.map(Site).map_err(Into::into))
    }
}
