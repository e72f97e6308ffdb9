//! Gathers runs of text into spans and settles their white space.

use super::block::{Mark, Span};
use crate::platform::text::nfc;
use std::{borrow::Cow, mem::take};
use unicode_normalization::char::is_combining_mark;

/// How a run of text looks and where it leads.
#[derive(Clone, Default)]
pub(super) struct Style {
    marks: Vec<Mark>,
    href: Option<String>,
}

impl Style {
    pub fn marked(&self, mark: Mark) -> Self {
        let mut style = self.clone();
        if let Err(index) = style.marks.binary_search(&mark) {
            style.marks.insert(index, mark);
        }
        style
    }

    pub fn linked(&self, href: Option<String>) -> Self {
        Self { href, ..self.clone() }
    }
}

/// What separates the text so far from the text to come.
#[derive(Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Line,
    Paragraph,
}

/// Text in the making.
///
/// White space is one space, whatever its kind and length, in the style of the first of it; but a
/// single space of another kind between two words, such as a no-break one, is the author's and
/// stays. (Two of them, or one beside an ordinary space, only widen a gap.) None is left around line
/// breaks, nor at either end.
#[derive(Default)]
pub(super) struct Inline {
    paragraphs: Vec<Vec<Span>>,
    spans: Vec<Span>,
    gap: Gap,
}

impl Inline {
    pub fn push(&mut self, text: &str, style: &Style) {
        let mut rest = text;
        while !rest.is_empty() {
            // Nearly all text is words with one space between them, and is taken at once.
            let (words, after) = rest.split_at(settled(rest));
            if !words.is_empty() {
                self.settle_gap();
                self.append(words, style);
            }
            let mut letters = after.chars();
            if let Some(c) = letters.next() {
                self.push_special(c, style);
            }
            rest = letters.as_str();
        }
    }

    /// Ends the line. Where the text `splits`, two line breaks in a row end the paragraph;
    /// elsewhere they are one.
    pub fn line_break(&mut self, splits: bool) {
        if self.spans.is_empty() {
            return;
        }
        self.trim_end();
        self.gap = if splits && self.gap != Gap::None { Gap::Paragraph } else { Gap::Line };
    }

    /// Takes the paragraphs out, none of them empty.
    pub fn take(&mut self) -> Vec<Vec<Span>> {
        self.trim_end();
        self.gap = Gap::None;
        let last = take(&mut self.spans);
        let mut paragraphs = take(&mut self.paragraphs);
        paragraphs.push(last);
        paragraphs.retain(|spans| !spans.is_empty());
        for span in paragraphs.iter_mut().flatten() {
            if let Cow::Owned(text) = nfc(&span.text) {
                span.text = text;
            }
        }
        paragraphs
    }

    /// Takes the text out of a place that does not split, where it is one paragraph or none.
    pub fn take_joined(&mut self) -> Vec<Span> {
        self.take().into_iter().flatten().collect()
    }

    fn push_special(&mut self, c: char, style: &Style) {
        if c.is_whitespace() {
            self.push_space(c, style);
        } else if is_combining_mark(c) {
            // It belongs to the letter before it, whatever the style, or to nothing at all.
            if self.gap == Gap::None
                && let Some(last) = self.spans.last_mut()
            {
                last.text.push(c);
            }
        } else if !is_clutter(c) {
            self.settle_gap();
            self.append(c.encode_utf8(&mut [0; 4]), style);
        }
    }

    fn push_space(&mut self, space: char, style: &Style) {
        if self.gap != Gap::None {
            return;
        }
        match self.spans.last_mut() {
            None => {}
            Some(last) if last.text.ends_with(char::is_whitespace) => {
                last.text.pop();
                last.text.push(' ');
            }
            Some(_) => {
                let space = if is_words_own(space) { space } else { ' ' };
                self.append(space.encode_utf8(&mut [0; 4]), style);
            }
        }
    }

    fn append(&mut self, text: &str, style: &Style) {
        match self.spans.last_mut() {
            Some(last) if last.marks == style.marks && last.href == style.href => {
                last.text.push_str(text);
            }
            _ => {
                let Style { marks, href } = style.clone();
                self.spans.push(Span { text: text.to_owned(), marks, href });
            }
        }
    }

    fn settle_gap(&mut self) {
        match take(&mut self.gap) {
            Gap::None => {}
            Gap::Line => {
                if let Some(last) = self.spans.last_mut() {
                    last.text.push('\n');
                }
            }
            Gap::Paragraph => self.paragraphs.push(take(&mut self.spans)),
        }
    }

    fn trim_end(&mut self) {
        if let Some(last) = self.spans.last_mut()
            && last.text.ends_with(char::is_whitespace)
        {
            last.text.pop();
            self.spans.pop_if(|span| span.text.is_empty());
        }
    }
}

/// Settles text that has neither marks nor lines. `None` if nothing is left of it.
pub(super) fn one_line(text: &str) -> Option<String> {
    let mut inline = Inline::default();
    inline.push(text, &Style::default());
    flat(&inline.take_joined())
}

/// The text of spans on one line. `None` if there is none.
pub(super) fn flat(spans: &[Span]) -> Option<String> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    (!text.is_empty()).then(|| text.replace('\n', " "))
}

/// Whether the space means more than a gap: HTML collapses those of ASCII, and controls and the
/// separators of lines and paragraphs are no spaces.
fn is_words_own(space: char) -> bool {
    !space.is_ascii() && !space.is_control() && !matches!(space, '\u{2028}' | '\u{2029}')
}

/// How many bytes at the beginning are words with one ordinary space between them.
fn settled(text: &str) -> usize {
    let mut end = 0;
    for (start, c) in text.char_indices() {
        if is_plain(c) {
            end = start + c.len_utf8();
        } else if c != ' ' || end != start || start == 0 {
            break;
        }
    }
    end
}

/// Letters, digits and signs that are neither space nor mark nor clutter: all of ASCII that is
/// printed, and the letters that Vietnamese has.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Characters that nobody sees, that hide words from a search, or that XML feeds may not hold.
fn is_clutter(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::{is_clutter, is_combining_mark, is_plain, settled};

    #[test]
    fn words_with_one_space_between_them_are_settled() {
        for (text, taken) in [
            ("Đảng bộ tỉnh", "Đảng bộ tỉnh"),
            ("Đảng  bộ", "Đảng"),
            ("Đảng ", "Đảng"),
            ("Đảng \u{a0}bộ", "Đảng"),
            ("a\u{301} b", "a"),
            (" Đảng", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..settled(text)], taken, "{text:?}");
        }
    }

    #[test]
    fn what_is_taken_whole_needs_no_look_at_it() {
        for c in ('\0'..='\u{3000}').filter(|c| is_plain(*c)) {
            assert!(!c.is_whitespace() && !is_combining_mark(c) && !is_clutter(c), "{c:?}");
        }
    }
}
