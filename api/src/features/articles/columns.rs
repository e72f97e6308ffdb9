//! What of an article is read: decided by what the query selects.

use async_graphql::Lookahead;

/// The parts of an article that cost something beyond its narrow columns: wide columns, and
/// many-to-one relations, which are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Selected {
    /// The summary.
    pub summary: bool,
    /// The body as HTML.
    pub html: bool,
    /// The body as plain text.
    pub text: bool,
    /// The body as blocks.
    pub blocks: bool,
    /// The unit, under the name of the day of publication.
    pub unit: bool,
    /// How often it was read.
    pub views: bool,
    /// The picture that stands for it.
    pub cover: bool,
}

impl Selected {
    /// What is selected below a field that returns an article, or several.
    pub fn of(article: &Lookahead<'_>) -> Self {
        let selects = |field: &str| article.field(field).exists();
        let body = article.field("body");
        Self {
            summary: selects("summary"),
            html: body.field("html").exists(),
            text: body.field("text").exists(),
            blocks: body.field("blocks").exists(),
            unit: selects("unit"),
            views: selects("viewCount"),
            cover: selects("cover"),
        }
    }

    /// What is selected below a field that returns a connection.
    pub fn of_connection(connection: &Lookahead<'_>) -> Self {
        let nodes = Self::of(&connection.field("nodes"));
        nodes.union(Self::of(&connection.field("edges").field("node")))
    }

    /// Everything that one of the two selects.
    pub fn union(self, other: Self) -> Self {
        Self {
            summary: self.summary || other.summary,
            html: self.html || other.html,
            text: self.text || other.text,
            blocks: self.blocks || other.blocks,
            unit: self.unit || other.unit,
            views: self.views || other.views,
            cover: self.cover || other.cover,
        }
    }
}
