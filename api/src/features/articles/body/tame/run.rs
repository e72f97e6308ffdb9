//! Marks and links, which are written around runs of text.

use super::{Mark, Writer, markup};

/// Text of this many bytes is broken by an empty element, which the reader skips.
const MAX_TEXT: usize = 16 * 1024;

/// No character reference is longer.
const MAX_REFERENCE: usize = 40;

impl<'a> Writer<'a> {
    /// Writes text with the character references that it came with.
    pub(super) fn text(&mut self, mut text: &str) {
        if self.in_bare_table() && text.trim().is_empty() {
            return;
        }
        self.enter_cell();
        while !text.is_empty() {
            let (piece, rest) = text.split_at(piece_length(text));
            if self.run.is_none() {
                self.begin_run();
            }
            // A `<` that the tokens hold for text must stay text.
            self.html.push_str(&piece.replace('<', "&lt;"));
            self.unbroken += piece.len();
            if self.unbroken >= MAX_TEXT {
                self.end_run();
                self.html.push_str("<span></span>");
                self.unbroken = 0;
            }
            text = rest;
        }
    }

    /// Counts a mark up or down: authors nest them in themselves.
    pub(super) fn set_mark(&mut self, mark: Mark, change: fn(usize, usize) -> usize) {
        self.end_run();
        let count = &mut self.marks[mark as usize];
        *count = change(*count, 1);
    }

    pub(super) fn set_link(&mut self, href: Option<&'a str>) {
        self.end_run();
        self.link = href;
    }

    /// Marks and links end with the cell that they began in.
    pub(super) fn forget_inline(&mut self) {
        self.marks = Default::default();
        self.link = None;
    }

    fn begin_run(&mut self) {
        let mut end = String::new();
        if let Some(href) = self.link {
            self.html.push_str("<a");
            markup::write_address(&mut self.html, "href", href);
            self.html.push('>');
            end.push_str("</a>");
        }
        let marks = Mark::ALL.into_iter().filter(|&mark| self.marks[mark as usize] > 0);
        for tag in marks.map(Mark::tag) {
            markup::write(&mut self.html, format_args!("<{tag}>"));
            end.insert_str(0, &format!("</{tag}>"));
        }
        self.run = Some(end);
    }

    pub(super) fn end_run(&mut self) {
        if let Some(end) = self.run.take() {
            self.html.push_str(&end);
        }
    }
}

/// How much of the text may be written at once, without cutting a character reference in two.
fn piece_length(text: &str) -> usize {
    let end = text.floor_char_boundary(MAX_TEXT);
    if end == text.len() {
        return end;
    }
    let tail = text.floor_char_boundary(end - MAX_REFERENCE);
    text[tail..end].find('&').map_or(end, |at| tail + at)
}
