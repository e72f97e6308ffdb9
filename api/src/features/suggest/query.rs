//! The root field of a search box.

use async_graphql::{Context, Object, Result};
use sea_orm::prelude::Uuid;

use super::{
    service::{self, MOST},
    types::Suggestion,
};
use crate::{
    features::{names, nodes},
    platform::{graphql::ContextExt as _, id::Kind, paging},
};

/// How many are offered if nothing is said.
const USUAL: i64 = 10;

/// The root field of a search box.
#[derive(Debug, Default)]
pub struct SuggestQueries;

#[Object]
impl SuggestQueries {
    /// What a search box offers while somebody types: units, congress terms, authors and titles that
    /// have the letters at the beginning of a word, with marks or without. With the marks that were
    /// typed first; names ahead of titles, the newest titles first. Empty where no letter was typed.
    async fn suggest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far, 1 to 100 characters.")] prefix: String,
        #[graphql(desc = "How many, 1 to 20; 10 if nothing is said.")] first: Option<i64>,
    ) -> Option<Result<Vec<Suggestion>>> {
        Some(suggest(ctx, &prefix, first).await)
    }
}

async fn suggest(ctx: &Context<'_>, prefix: &str, first: Option<i64>) -> Result<Vec<Suggestion>> {
    let first = paging::size_up_to(MOST as u64, first.unwrap_or(USUAL), "first")?;
    let prefix = names::read_typed(prefix, "prefix")?;
    let found = service::suggest(ctx.scope(), &prefix, first as usize).await?;
    let node = ctx.look_ahead().field("node");
    let mut nodes = Vec::new();
    if node.exists() {
        let ids: Vec<(Kind, Uuid)> = found.iter().map(|found| (found.kind, found.id)).collect();
        nodes = nodes::find_each(ctx.scope(), &ids, &node).await?;
    }
    let mut nodes = nodes.into_iter();
    let suggestion = |found: service::Suggestion| Suggestion {
        kind: found.kind.into(),
        text: found.text,
        node: nodes.next().flatten(),
    };
    Ok(found.into_iter().map(suggestion).collect())
}
