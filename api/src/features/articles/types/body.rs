//! The body of an article in its forms.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};

use super::{
    super::service::ArticleRow,
    blocks::{self, Block},
};
use crate::platform::error::Error;

/// The look-ahead and the resolvers disagree on what a field needs.
pub const NOT_READ: Error = Error::Broken("a part of an article was selected but not read");

/// The body of an article.
#[derive(Clone, Debug)]
pub struct Body(Arc<ArticleRow>);

impl Body {
    /// The body of this article.
    pub fn of(article: Arc<ArticleRow>) -> Self {
        Self(article)
    }

    fn part<'a>(&self, part: &'a Option<String>) -> Result<&'a str, Error> {
        part.as_deref().ok_or(NOT_READ)
    }
}

/// The body of an article, in three forms that say the same. All are made once, when the article
/// is saved.
#[Object(name = "ArticleBody")]
impl Body {
    /// Safe HTML: paragraphs, headings, lists, quotes, tables, links, emphasis, figures; no
    /// scripts, styles or classes.
    async fn html(&self) -> Result<&str> {
        Ok(self.part(&self.0.parts.html)?)
    }

    /// Plain text, paragraphs separated by an empty line, without captions.
    async fn text(&self) -> Result<&str> {
        Ok(self.part(&self.0.parts.text)?)
    }

    /// Blocks to be drawn one below the other, for clients without an HTML engine.
    async fn blocks(&self, ctx: &Context<'_>) -> Option<Result<Vec<Block>>> {
        let stored = match self.part(&self.0.parts.blocks) {
            Ok(stored) => stored,
            Err(error) => return Some(Err(error.into())),
        };
        Some(blocks::read(ctx, self.0.id, stored).await)
    }
}
