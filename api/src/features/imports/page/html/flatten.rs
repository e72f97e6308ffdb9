//! The lines of an HTML page, as its reader sees them.

use super::{
    super::line::{Anchor, Line, trim},
    reference::decode,
    scan::{Kind, Piece, Pieces, Tag},
};
use crate::platform::text::nfc;

/// Elements that begin and end a line. Cells, options and labels are among them: what they hold is
/// one value each, although it may stand beside others.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "label",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// The lines of a page; lines without words are left out, unless they have a link.
pub(super) fn lines(source: &str) -> Vec<Line> {
    let mut flattener = Flattener::default();
    for Piece { kind, place } in Pieces::new(source) {
        match kind {
            Kind::Text(text) => flattener.text(text, place.start),
            Kind::Open(tag) => flattener.open(&tag, place.start),
            Kind::Close(tag) => flattener.close(&tag, place.start),
            Kind::Comment(_) => {}
        }
    }
    flattener.flush(source.len());
    flattener.lines
}

#[derive(Default)]
struct Flattener {
    lines: Vec<Line>,
    /// The line that grows.
    line: Line,
    /// Whether a heading is open. They do not nest.
    heading: bool,
    link: Option<Link>,
}

/// A link that is open.
struct Link {
    anchor: Anchor,
    /// Where its words begin in the growing line.
    start: usize,
}

impl Flattener {
    fn text(&mut self, source: &str, place: usize) {
        let decoded = decode(source);
        let text = &mut self.line.text;
        for letter in decoded.chars() {
            if letter.is_ascii_whitespace() {
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
            } else if !letter.is_control() {
                if text.is_empty() && self.line.anchors.is_empty() {
                    self.line.place.start = place;
                }
                text.push(letter);
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, place: usize) {
        match tag.name.as_str() {
            // A title may be broken by hand and is one title all the same.
            "br" if self.heading => self.text(" ", place),
            "br" => self.flush(place),
            "input" => self.control(tag, place),
            "img" => self.image(tag),
            "a" => {
                self.end_link();
                self.begin_link(tag.attribute("href"), tag.attribute("title"), place);
            }
            "option" => {
                self.flush(place);
                self.end_link();
                self.begin_link(tag.attribute("value"), None, place);
                if let Some(link) = &mut self.link {
                    link.anchor.option = true;
                }
            }
            name if HEADINGS.contains(&name) => {
                self.flush(place);
                self.heading = true;
            }
            name if BLOCKS.contains(&name) => self.flush(place),
            _ => {}
        }
    }

    fn close(&mut self, tag: &Tag<'_>, place: usize) {
        match tag.name.as_str() {
            "a" => self.end_link(),
            "option" | "select" => {
                self.end_link();
                self.flush(place);
            }
            name if HEADINGS.contains(&name) => {
                self.flush(place);
                self.heading = false;
            }
            name if BLOCKS.contains(&name) => self.flush(place),
            _ => {}
        }
    }

    /// An answer of a poll begins at its radio button.
    fn control(&mut self, tag: &Tag<'_>, place: usize) {
        let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        if matches!(kind.as_str(), "radio" | "checkbox") {
            self.flush(place);
            self.line.choice = true;
        }
    }

    /// A link may be a banner, whose words are those that describe the image.
    fn image(&mut self, tag: &Tag<'_>) {
        if let Some(link) = &mut self.link
            && link.anchor.title.is_empty()
        {
            link.anchor.title = words(tag.attribute("alt"));
        }
    }

    fn begin_link(&mut self, address: Option<&str>, title: Option<&str>, place: usize) {
        if let Some(address) = address {
            if self.line.text.is_empty() && self.line.anchors.is_empty() {
                self.line.place.start = place;
            }
            let address = decode(address).into_owned();
            let anchor = Anchor { title: words(title), address, option: false };
            self.link = Some(Link { anchor, start: self.line.text.len() });
        }
    }

    fn end_link(&mut self) {
        if let Some(Link { mut anchor, start }) = self.link.take() {
            let printed = trim(&self.line.text[start..]);
            if !printed.is_empty() {
                anchor.title = nfc(printed).into_owned();
            }
            self.line.anchors.push(anchor);
        }
    }

    /// Ends the line at a place. A link that goes on belongs to the line with its first words.
    fn flush(&mut self, place: usize) {
        if let Some(link) = &mut self.link {
            if trim(&self.line.text[link.start..]).is_empty() {
                link.start = 0;
            } else {
                self.end_link();
            }
        }
        let text = nfc(trim(&self.line.text)).into_owned();
        if text.is_empty() && self.line.anchors.is_empty() {
            // A radio button and its words may stand in two cells.
            self.line.text.clear();
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.place.end = place;
        self.lines.push(Line { text, heading: self.heading, ..line });
    }
}

/// The words of an attribute.
fn words(value: Option<&str>) -> String {
    let value = decode(value.unwrap_or_default());
    nfc(&value.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
