//! Root fields about articles.

use async_graphql::{Context, ID, Object, Result};

use super::{
    columns::Selected,
    service::{self, ArticleList, ArticleSelector},
    types::{
        ArchiveMonth, Article, ArticleArguments, ArticleBy, ArticleConnection, ArticleFilter,
        ArticleOrder, ArticleRevision, ArticleStatus,
    },
};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    graphql::{ContextExt as _, read_id, read_text},
    id::Kind,
    paging::{self, PageArguments},
};

/// Revisions where nobody says how many.
const REVISIONS: i64 = 20;

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

    /// Articles in one state of the workflow, newest first: drafts and whatever else readers do not
    /// see. A contributor gets those that they began, an editor those of the own unit and of those
    /// below it, chiefs and API keys all.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn desk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The state.")] status: ArticleStatus,
        #[graphql(desc = "Only articles that meet all conditions.")] filter: Option<ArticleFilter>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<ArticleConnection>> {
        let list = ArticleList::of_desk(ctx.scope().viewer, status.into())?;
        let page = PageArguments { first, after, last, before };
        Some(ArticleArguments { filter, order: None, page }.list(ctx, list).await)
    }

    /// What an article was after each save, latest first.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn article_revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article.")] article_id: ID,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(REVISIONS)")] first: Option<
            i64,
        >,
        #[graphql(desc = "Only those before the revision of this number.")] older_than: Option<i32>,
    ) -> Option<Result<Vec<ArticleRevision>>> {
        Some(revisions(ctx, article_id, first, older_than).await)
    }

    /// The months in which articles were published, latest first, with their numbers.
    async fn archive(&self, ctx: &Context<'_>) -> Option<Result<Vec<ArchiveMonth>>> {
        let months = service::archive(ctx.scope()).await;
        let shown = |months: Vec<_>| months.into_iter().map(ArchiveMonth).collect();
        Some(months.map(shown).map_err(Into::into))
    }
}

async fn revisions(
    ctx: &Context<'_>,
    article_id: ID,
    first: Option<i64>,
    older_than: Option<i32>,
) -> Result<Vec<ArticleRevision>> {
    let article = read_id(Kind::Article, &article_id, "articleId")?;
    let first = paging::size(first.unwrap_or(REVISIONS), "first")?;
    let revisions = service::revisions(ctx.scope(), article, first, older_than).await?;
    Ok(revisions.into_iter().map(ArticleRevision).collect())
}

async fn find(ctx: &Context<'_>, by: ArticleBy) -> Result<Option<Article>> {
    let selector = match by {
        ArticleBy::Id(id) => ArticleSelector::Id(read_id(Kind::Article, &id, "by.id")?),
        ArticleBy::Slug(slug) => ArticleSelector::Slug(read_text(&slug, "by.slug")?),
    };
    let selected = Selected::of(&ctx.look_ahead());
    Ok(service::find(ctx.scope(), &selector, selected).await?.map(Article::from))
}
