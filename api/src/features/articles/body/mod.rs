//! An article's body: sanitised once at write time, in three forms.
//!
//! HTML of unknown origin goes one way only:
//!
//! ```text
//! tokens → tame → gate → read → captions → blocks → html, text
//! ```
//!
//! The block list is the canonical form. HTML and text are rendered from it, so the three cannot
//! disagree, and nothing of the input's own markup is ever stored: an attribute that no block has
//! a place for is gone. Reading the rendered HTML again gives the same blocks.
//!
//! Deliberately absent: colours, sizes, alignment, classes and scripts. A front end decides how an
//! article looks.

mod block;
mod captions;
mod check;
mod gate;
mod inline;
mod limits;
mod links;
mod portal;
mod read;
mod render;
mod tags;
mod tame;
#[cfg(test)]
mod tests;
mod tokens;

pub use self::{
    block::{Block, Cell, Mark, Row, Span},
    limits::{FigureFault, MAX_ALT},
    links::{files_of, open_in_place, own_files_of},
};
use self::{
    captions::Draft,
    inline::{Inline, Style},
};
use crate::platform::text::is_alphanumeric;
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};
use url::Url;

/// One article body in the three forms that are stored beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Safe HTML, rendered from `blocks`: the same blocks always give the same bytes.
    pub html: String,
    /// What a reader reads, in NFC: blocks and paragraphs are separated by an empty line, list
    /// items and table rows by a line break, cells by ` | `. Captions are not part of it: they
    /// are searched and counted on their own.
    pub text: String,
    /// What an app without an HTML engine draws.
    pub blocks: Vec<Block>,
    /// What the figure blocks point at, in reading order.
    pub figures: Vec<BodyFigure>,
}

/// A use of an image in the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyFigure {
    /// The line under the image, verbatim.
    pub caption: Option<String>,
    /// Who took the picture, where the caption says so after "Ảnh:"; the caption keeps it too.
    pub credit: Option<String>,
    /// What the image shows, for those who cannot see it.
    pub alt: Option<String>,
    /// Whether the image says nothing that the text does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decorative: bool,
    /// The stored picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_id: Option<Uuid>,
    /// Absolute http(s) address the image had; `None` when it was lost. Such a figure exists for
    /// the sake of its caption.
    pub source_url: Option<String>,
}

impl BodyFigure {
    /// Whether there is a picture, stored or elsewhere.
    pub fn has_picture(&self) -> bool {
        self.media_id.is_some() || self.source_url.is_some()
    }
}

/// A part of a page that was saved as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph; a line break inside it is kept.
    Paragraph(String),
    /// The place of an image that was lost. Without a caption nothing is left to show.
    Figure {
        /// The line that stood under the image.
        caption: Option<String>,
    },
}

impl Body {
    /// Reads HTML of unknown origin; `base` resolves relative links and image addresses.
    ///
    /// Without a base, relative links lose their address and keep their text. The time taken
    /// grows with the length of `html` alone, whatever its nesting.
    pub fn from_html(html: &str, base: Option<&Url>) -> Self {
        Self::of_html(html, base, None)
    }

    fn of_html(html: &str, base: Option<&Url>, portal: Option<&Url>) -> Self {
        let clean = gate::clean(&tame::tame(html), base);
        Self::assemble(read::read(&clean, portal))
    }

    /// Joins the already separated parts of a plain-text page; nothing in them is markup.
    pub fn from_parts(parts: &[Part]) -> Self {
        let mut drafts = Vec::new();
        for part in parts {
            match part {
                Part::Paragraph(text) => drafts.extend(plain_paragraphs(text)),
                Part::Figure { caption } => {
                    let caption = caption.as_deref().and_then(inline::one_line);
                    drafts.push(Draft::Figure(BodyFigure { caption, ..BodyFigure::default() }));
                }
            }
        }
        Self::assemble(drafts)
    }

    /// Counts runs of letters and digits, which in Vietnamese are syllables: `62-KL/TW` is three.
    pub fn syllables(&self) -> usize {
        let mut inside = false;
        let starts = self.text.chars().filter(|c| {
            let was_inside = std::mem::replace(&mut inside, is_alphanumeric(*c));
            inside && !was_inside
        });
        starts.count()
    }

    fn assemble(drafts: Vec<Draft>) -> Self {
        let (blocks, figures) = captions::settle(drafts);
        let html = render::html(&blocks, &figures);
        let text = render::text(&blocks);
        Self { html, text, blocks, figures }
    }
}

fn plain_paragraphs(text: &str) -> impl Iterator<Item = Draft> {
    let mut inline = Inline::default();
    for line in text.lines() {
        inline.push(line, &Style::default());
        inline.line_break(true);
    }
    inline.take().into_iter().map(|spans| Draft::Paragraph { spans, aside: false })
}
