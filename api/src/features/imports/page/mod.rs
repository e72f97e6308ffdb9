//! One saved page of the old portal: from its bytes to what it says.
//!
//! Everything here is pure: no database, no file system, no clock. A page is read by its labels and
//! never by positions, because a saved page loses its layout and keeps its words. Plain text and
//! HTML are both flattened to lines first; from there one reader serves both, and only the body is
//! made differently. Nothing is written, matched with stored units or guessed here.

mod article;
mod byline;
mod decode;
mod fault;
mod html;
mod label;
mod line;
mod number;
mod sidebar;
#[cfg(test)]
mod tests;
mod text;
mod warning;

use url::Url;

use self::{article::Article, byline::Names, line::Line};
pub use self::{
    fault::PageFault,
    sidebar::{LinkDirectory, Poll, Term, TermSeries},
    warning::{Warning, WarningCode},
};
use crate::{
    features::{articles::body::Body, authors::service::MAX_PEN_NAME, units::service::MAX_NAME},
    platform::{text::check_plain, time::Instant},
};

/// What one saved page says.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The line that welcomes the reader, word for word.
    pub greeting: Option<String>,
    /// The page's own address, if the file remembers it.
    pub address: Option<Url>,
    /// The title of the article, on one line.
    pub title: String,
    /// When the portal published the article.
    pub published_at: Instant,
    /// How often the portal had shown the article when the page was saved.
    pub views: Option<u32>,
    /// The article itself.
    pub body: Body,
    /// The author line as printed, without its label.
    pub byline: Option<String>,
    /// The person named by the byline.
    pub pen_name: Option<String>,
    /// The organisation named by the byline.
    pub unit_name: Option<String>,
    /// The congress terms of the side menu, in reading order.
    pub terms: Vec<Term>,
    /// The groups of outside links, in reading order.
    pub link_directories: Vec<LinkDirectory>,
    /// The poll of the side menu.
    pub poll: Option<Poll>,
    /// What an editor should look at after the import.
    pub warnings: Vec<Warning>,
}

/// Reads one saved page; `origin` is where relative addresses start when the file does not tell.
///
/// # Errors
/// A [`PageFault`] that says what to mend when the bytes are no text, or when title, date or body
/// cannot be found.
pub fn parse(bytes: &[u8], origin: Option<&Url>) -> Result<Page, PageFault> {
    let content = decode::decode(bytes)?;
    if html::is_html(&content) { html::parse(&content, origin) } else { text::parse(&content) }
}

/// What one of the two readers, text or HTML, has made of a file.
struct Draft {
    lines: Vec<Line>,
    article: Article,
    body: Body,
    address: Option<Url>,
    /// Where relative addresses of links start.
    base: Option<Url>,
    warnings: Vec<Warning>,
}

impl Draft {
    /// Adds what both kinds of page say in the same way.
    fn finish(self) -> Result<Page, PageFault> {
        let Self { lines, article, body, address, base, mut warnings } = self;
        if body.blocks.is_empty() {
            return Err(PageFault::BodyMissing { line: article.date_line });
        }
        body.check_figures()?;
        let names = names(&article, &mut warnings)?;
        let (before, after) = lines.split_at(article.sidebar);
        let sidebar = sidebar::read(before, after, base.as_ref(), &mut warnings);
        Ok(Page {
            greeting: article.greeting,
            address,
            title: article.title,
            published_at: article.published_at,
            views: article.views,
            body,
            byline: article.byline,
            pen_name: names.pen_name,
            unit_name: names.unit_name,
            terms: sidebar.terms,
            link_directories: sidebar.link_directories,
            poll: sidebar.poll,
            warnings,
        })
    }
}

/// The names in the author line, as far as they can be kept.
fn names(article: &Article, warnings: &mut Vec<Warning>) -> Result<Names, PageFault> {
    let names = article.byline.as_deref().map(byline::split).unwrap_or_default();
    let too_long = |reason| PageFault::BylineInvalid { line: article.byline_line, reason };
    for (name, length) in [(&names.pen_name, MAX_PEN_NAME), (&names.unit_name, MAX_NAME)] {
        let checked = name.as_deref().map(|name| check_plain(name, length)).transpose();
        checked.map_err(too_long)?;
    }
    if names.unsplit {
        let message = "the author line was taken for the name of one organisation";
        warnings.push(Warning::new(WarningCode::BylineUnsplit, article.byline_line, message));
    }
    Ok(names)
}
