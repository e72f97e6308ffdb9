//! One line of a page as its reader sees it, whatever it was saved as.

use std::ops::Range;

/// One line of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its number in the file, counted from 1; `None` in HTML.
    pub number: Option<usize>,
    /// Its words, NFC, without white space around them; empty for a blank line.
    pub text: String,
    /// Whether it holds a no-break space and nothing else: the trace of a lost image.
    pub spacer: bool,
    /// Whether it is a heading by its markup.
    pub heading: bool,
    /// Whether it stands beside a radio button or a check box.
    pub choice: bool,
    /// The links in it.
    pub anchors: Vec<Anchor>,
    /// The part of the source that it was made from; only for HTML.
    pub place: Range<usize>,
}

/// One link of a page, not yet checked.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    /// The words of the link.
    pub title: String,
    /// Its address as written.
    pub address: String,
    /// Whether it is an entry of a select box.
    pub option: bool,
}

impl Line {
    /// Whether the line has no words.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// The text without white space, no-break or zero-width, around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}'))
}
