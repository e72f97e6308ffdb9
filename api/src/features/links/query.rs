//! Root fields about link directories.

use async_graphql::{Context, Object, Result};

use super::{
    service,
    types::{LinkDirectory, LinkDirectoryBy},
};
use crate::platform::{
    graphql::{ContextExt as _, read_id, read_text},
    id::Kind,
};

/// Root fields about link directories.
#[derive(Debug, Default)]
pub struct LinkQueries;

#[Object]
impl LinkQueries {
    /// One link directory; null if there is none.
    async fn link_directory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: LinkDirectoryBy,
    ) -> Option<Result<LinkDirectory>> {
        find(ctx, by).await.transpose()
    }

    /// All link directories, in their order.
    async fn link_directories(&self, ctx: &Context<'_>) -> Option<Result<Vec<LinkDirectory>>> {
        let directories = service::directories(ctx.scope()).await;
        let shown = |rows: Vec<_>| rows.into_iter().map(LinkDirectory).collect();
        Some(directories.map(shown).map_err(Into::into))
    }
}

async fn find(ctx: &Context<'_>, by: LinkDirectoryBy) -> Result<Option<LinkDirectory>> {
    let directory = match by {
        LinkDirectoryBy::Id(id) => {
            let id = read_id(Kind::LinkDirectory, &id, "by.id")?;
            service::directories_with(ctx.scope(), &[id]).await?.pop()
        }
        LinkDirectoryBy::Slug(slug) => {
            service::directory_by_slug(ctx.scope(), &read_text(&slug, "by.slug")?).await?
        }
    };
    Ok(directory.map(LinkDirectory))
}
