//! Root fields about articles.

use async_graphql::{Context, Object, Result};

use super::{
    columns::Selected,
    service::{self, ArticleList, ArticleSelector},
    types::{
        ArchiveMonth, Article, ArticleArguments, ArticleBy, ArticleConnection, ArticleFilter,
        ArticleOrder,
    },
};
use crate::platform::{
    graphql::{ContextExt as _, read_id, read_text},
    id::Kind,
    paging::PageArguments,
};

/// Root fields about articles.
#[derive(Debug, Default)]
pub struct ArticleQueries;

#[Object]
impl ArticleQueries {
    /// One article; null if there is none that the viewer may see.
    async fn article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: ArticleBy,
    ) -> Option<Result<Article>> {
        find(ctx, by).await.transpose()
    }

    /// Articles, newest first unless `order` says otherwise.
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
        Some(ArticleArguments { filter, order, page }.list(ctx, ArticleList::default()).await)
    }

    /// The months in which articles were published, latest first, with their numbers.
    async fn archive(&self, ctx: &Context<'_>) -> Option<Result<Vec<ArchiveMonth>>> {
        let months = service::archive(ctx.scope()).await;
        let shown = |months: Vec<_>| months.into_iter().map(ArchiveMonth).collect();
        Some(months.map(shown).map_err(Into::into))
    }
}

async fn find(ctx: &Context<'_>, by: ArticleBy) -> Result<Option<Article>> {
    let selector = match by {
        ArticleBy::Id(id) => ArticleSelector::Id(read_id(Kind::Article, &id, "by.id")?),
        ArticleBy::Slug(slug) => ArticleSelector::Slug(read_text(&slug, "by.slug")?),
    };
    let selected = Selected::of(&ctx.look_ahead());
    Ok(service::find(ctx.scope(), &selector, selected).await?.map(Article::from))
}
