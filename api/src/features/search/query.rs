//! The root field of the search.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Object, Result};
use sea_orm::prelude::Uuid;

use super::{
    highlight::{self, Highlight},
    service::{self, BEST, Found, Hit, Search},
    types::{SearchConnection, SearchEdge},
};
use crate::{
    features::{
        articles::{
            self, Selected,
            service::ArticleList,
            types::{Article, ArticleFilter},
        },
        index, loaders, wanted,
    },
    platform::{
        connection, error,
        graphql::ContextExt as _,
        paging::{PageArguments, Range},
    },
};

/// The root field of the search.
#[derive(Debug, Default)]
pub struct SearchQueries;

#[Object]
impl SearchQueries {
    /// Articles in which all syllables of the query occur, best first: in title, summary, byline,
    /// captions, text, names of the unit and of authors.
    ///
    /// A syllable with any mark must occur with just these marks, one without them in any way; if
    /// nothing has all marks, they are left out and `relaxed` says so. `"…"` asks for neighbours, a
    /// `*` behind two letters or more for words that begin like this, `-` ahead of a word or phrase
    /// for articles without it. Everything else is plain text.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for: 1 to 256 characters with a letter or a digit.")]
        query: String,
        #[graphql(desc = "Only articles that meet all conditions.")] filter: Option<ArticleFilter>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<SearchConnection>> {
        let page = PageArguments { first, after, last, before };
        Some(search(ctx, &query, filter, page).await)
    }
}

async fn search(
    ctx: &Context<'_>,
    query: &str,
    filter: Option<ArticleFilter>,
    page: PageArguments,
) -> Result<SearchConnection> {
    let scope = ctx.scope();
    wanted::check_length(query, "query")?;
    let synonyms = loaders::of(ctx).synonyms.load_one(()).await?.unwrap_or_default();
    let wanted = wanted::read(query, "query", &synonyms)?;
    let cursors = scope.cursors(BEST);
    let range = page.range(&cursors)?;
    let list = filter.unwrap_or_default().narrow(ctx, ArticleList::default()).await?;
    let search = Arc::new(Search { wanted, list });
    // Whether marks were left out is known of the best hit alone.
    let range = if connection::reads_rows(ctx) { range } else { Range::first(1) };
    let Found { page, relaxed } = service::page(scope, &search, &range).await?;
    let hits: Vec<_> =
        page.rows.into_iter().filter_map(|(position, hit)| Some((position, hit.ok()?))).collect();
    let ids: Vec<Uuid> = hits.iter().map(|(_, hit)| hit.article).collect();
    let mut articles = articles_of(ctx, &ids).await?;
    let mut highlights = highlights_of(ctx, &ids, &search, relaxed).await.map_err(Arc::new);
    let edge = |(position, Hit { article, tier })| SearchEdge {
        position,
        cursors: cursors.clone(),
        tier,
        article: articles.remove(&article),
        highlights: match &mut highlights {
            Ok(found) => Ok(found.remove(&article).unwrap_or_default()),
            Err(error) => Err(error.clone()),
        },
    };
    let edges = hits.into_iter().map(edge).collect();
    let (has_previous, has_next) = (page.has_previous, page.has_next);
    Ok(SearchConnection { edges, has_previous, has_next, relaxed, search })
}

async fn articles_of(ctx: &Context<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Article>> {
    let ahead = ctx.look_ahead();
    let reads = ahead.field("nodes").exists() || ahead.field("edges").field("node").exists();
    if ids.is_empty() || !reads {
        return Ok(HashMap::new());
    }
    let selected = Selected::of_connection(&ahead);
    let found = articles::service::find_many(ctx.scope(), ids, selected).await?;
    Ok(found.into_iter().map(|article| (article.id, Article::from(article))).collect())
}

async fn highlights_of(
    ctx: &Context<'_>,
    ids: &[Uuid],
    search: &Search,
    relaxed: bool,
) -> error::Result<HashMap<Uuid, Vec<Highlight>>> {
    if !ctx.look_ahead().field("edges").field("highlights").exists() {
        return Ok(HashMap::new());
    }
    let texts = index::texts(ctx.scope().reader(), ids).await?;
    let found = |(id, texts): (Uuid, index::Texts)| {
        (id, highlight::highlights(&texts, &search.wanted, relaxed))
    };
    Ok(texts.into_iter().map(found).collect())
}
