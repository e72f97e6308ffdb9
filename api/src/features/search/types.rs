//! What clients see of a search.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, Result, SimpleObject, connection::PageInfo};

use super::{
    highlight::{Field, Fragment, Highlight},
    service::{self, Search},
    tier,
};
use crate::{
    features::articles::types::Article,
    platform::{
        connection::{self, DEFAULT_COUNT},
        cursor::Cursors,
        graphql::ContextExt as _,
        paging::{Position, Row},
    },
};

/// What was found, best first.
#[derive(Debug)]
pub struct SearchConnection {
    pub(super) edges: Vec<SearchEdge>,
    pub(super) has_previous: bool,
    pub(super) has_next: bool,
    pub(super) relaxed: bool,
    pub(super) search: Arc<Search>,
}

/// An article that was found.
#[derive(Debug)]
pub struct SearchEdge {
    pub(super) position: Position,
    pub(super) cursors: Cursors,
    pub(super) tier: u8,
    pub(super) article: Option<Article>,
    /// One text that cannot be read leaves the rest of the page.
    pub(super) highlights: Row<Vec<Highlight>>,
}

/// One page of what was found: best first, among equals the newest first.
#[Object]
impl SearchConnection {
    /// Where the page stands in all that was found.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.edges.first().map(SearchEdge::to_cursor),
            end_cursor: self.edges.last().map(SearchEdge::to_cursor),
        }
    }

    /// The articles of the page, each with its cursor and with what was found in it.
    async fn edges(&self) -> &[SearchEdge] {
        &self.edges
    }

    /// The articles of the page alone.
    async fn nodes(&self) -> Vec<Option<&Article>> {
        self.edges.iter().map(|edge| edge.article.as_ref()).collect()
    }

    /// Whether the query was typed with marks, nothing has them all, and this was found without
    /// asking for them.
    async fn relaxed(&self) -> bool {
        self.relaxed
    }

    /// How many articles were found. Counting stops at `upTo`: that number means "so many or more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let up_to = connection::count_cap(up_to)?;
        let total = service::count(ctx.scope(), &self.search, self.relaxed, up_to).await?;
        Ok(connection::count(total))
    }
}

/// An article that was found, with its place among all that was.
#[Object]
impl SearchEdge {
    /// Names the place of the article, for `after` and `before`.
    async fn cursor(&self) -> String {
        self.to_cursor()
    }

    /// The article.
    async fn node(&self) -> Option<&Article> {
        self.article.as_ref()
    }

    /// How well it meets the query, from 0 to 1. It has a few values only: what was typed stands
    /// together in the title; all of it stands in the title; in summary, byline, captions, unit and
    /// authors; together anywhere; anywhere.
    async fn score(&self) -> f64 {
        tier::score(self.tier)
    }

    /// Where it was found: each text with something in it, in pieces of the text itself.
    async fn highlights(&self) -> Option<Result<Vec<SearchHighlight>>> {
        let shown = |found: Vec<Highlight>| found.into_iter().map(SearchHighlight::from).collect();
        Some(self.highlights.clone().map(shown).map_err(Into::into))
    }
}

impl SearchEdge {
    fn to_cursor(&self) -> String {
        self.cursors.write(&self.position)
    }
}

/// A text in which something was found.
#[derive(Debug, SimpleObject)]
pub struct SearchHighlight {
    /// What text it is.
    field: SearchField,
    /// The text in its pieces, one after the other; of a long one about 160 characters around what
    /// was found.
    fragments: Vec<SearchFragment>,
}

/// A piece of a text, plain: whoever shows it as HTML escapes it.
#[derive(Debug, SimpleObject)]
pub struct SearchFragment {
    /// The piece, as it stands in the article.
    text: String,
    /// Whether it is what was looked for.
    matched: bool,
}

impl From<Highlight> for SearchHighlight {
    fn from(highlight: Highlight) -> Self {
        let fragment = |Fragment { text, matched }| SearchFragment { text, matched };
        let fragments = highlight.fragments.into_iter().map(fragment).collect();
        Self { field: highlight.field.into(), fragments }
    }
}

/// A text of an article that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Field")]
pub enum SearchField {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// The author line.
    Byline,
    /// A name of the unit on the day of publication.
    Unit,
    /// The pen name of an author.
    Author,
    /// The caption of a figure.
    Caption,
    /// The text.
    Body,
}
