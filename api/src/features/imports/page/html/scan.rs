//! Cuts HTML into tags, text and comments, in one pass and with their places.
//!
//! The article is a slice of the source between two lines, so that places are needed, which a tree
//! does not keep; and a page that nests a million elements costs no more here than a flat one.

use std::ops::Range;

/// A piece of an HTML source.
pub(super) struct Piece<'h> {
    pub kind: Kind<'h>,
    /// Its bytes in the source.
    pub place: Range<usize>,
}

/// What a piece is. Declarations and processing instructions are no pieces.
pub(super) enum Kind<'h> {
    /// Text with its character references as written.
    Text(&'h str),
    /// A start tag.
    Open(Tag<'h>),
    /// An end tag.
    Close(Tag<'h>),
    /// What stands inside a comment.
    Comment(&'h str),
}

/// A tag, by its lower-case name.
pub(super) struct Tag<'h> {
    pub name: String,
    attributes: &'h str,
}

impl<'h> Tag<'h> {
    /// The value of an attribute as written, character references and all.
    pub fn attribute(&self, name: &str) -> Option<&'h str> {
        let mut attributes = Attributes { rest: self.attributes };
        attributes.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Elements whose content is not markup, and not for readers either.
const RAW: [&str; 8] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// The pieces of a source, in order; the content of raw elements is left out.
pub(super) struct Pieces<'h> {
    source: &'h str,
    at: usize,
}

impl<'h> Pieces<'h> {
    /// Starts at the beginning of the source.
    pub fn new(source: &'h str) -> Self {
        Self { source, at: 0 }
    }

    /// Moves on, to a distance from here.
    fn take(&mut self, length: usize, kind: Kind<'h>) -> Piece<'h> {
        let start = self.at;
        self.at += length;
        Piece { kind, place: start..self.at }
    }

    /// The tag whose name begins at a distance from here; `None` if the source ends inside it.
    fn tag(&mut self, name_at: usize) -> Option<(Tag<'h>, usize)> {
        let rest = &self.source[self.at..];
        let length = rest[name_at..].find(|c: char| c.is_ascii_whitespace() || "/>".contains(c))?;
        let (name, after) = rest[name_at..].split_at(length);
        let mut attributes = Attributes { rest: after };
        while attributes.next().is_some() {}
        let end = rest.len() - attributes.rest.strip_prefix('>')?.len();
        Some((Tag { name: name.to_ascii_lowercase(), attributes: after }, end))
    }

    fn open(&mut self) -> Option<Piece<'h>> {
        let (tag, length) = self.tag(1)?;
        let raw = RAW.iter().find(|raw| **raw == tag.name);
        let piece = self.take(length, Kind::Open(tag));
        if let Some(name) = raw {
            self.at += raw_length(&self.source[self.at..], name);
        }
        Some(piece)
    }

    fn close(&mut self) -> Option<Piece<'h>> {
        let (tag, length) = self.tag(2)?;
        Some(self.take(length, Kind::Close(tag)))
    }

    fn comment(&mut self) -> Piece<'h> {
        // From the opening dashes on, since they may also close: `<!-->` is a whole comment.
        let body = &self.source[self.at + 2..];
        let end = body.match_indices("--").find_map(|(at, _)| {
            let closing = ["-->", "--!>"].into_iter().find(|mark| body[at..].starts_with(mark))?;
            Some((at, at + closing.len()))
        });
        let (text_end, length) = end.unwrap_or((body.len(), body.len()));
        self.take(2 + length, Kind::Comment(body.get(2..text_end).unwrap_or_default()))
    }

    /// Passes a declaration.
    fn skip(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
    }
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            let rest = &self.source[self.at..];
            let second = rest.as_bytes().get(1).copied().unwrap_or_default();
            let third = rest.as_bytes().get(2).copied().unwrap_or_default();
            match (rest.as_bytes().first()?, second) {
                (b'<', first) if first.is_ascii_alphabetic() => return self.open(),
                (b'<', b'/') if third.is_ascii_alphabetic() => return self.close(),
                (b'<', b'!') if rest.starts_with("<!--") => return Some(self.comment()),
                (b'<', b'!' | b'?' | b'/') => self.skip(),
                _ => {
                    let next = rest.match_indices('<').map(|(at, _)| at).find(|at| *at > 0);
                    let text = &rest[..next.unwrap_or(rest.len())];
                    return Some(self.take(text.len(), Kind::Text(text)));
                }
            }
        }
    }
}

/// How far the end tag of a raw element is away.
fn raw_length(source: &str, name: &str) -> usize {
    let closes = |at: usize| {
        let found = source.as_bytes().get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut ends = source.match_indices("</").map(|(at, _)| at);
    ends.find(|at| closes(*at)).unwrap_or(source.len())
}

/// The attributes of a tag, up to its `>`.
struct Attributes<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<(&'h str, &'h str)> {
        let space = |c: char| c.is_ascii_whitespace();
        self.rest = self.rest.trim_start_matches(|c| space(c) || c == '/');
        if self.rest.is_empty() || self.rest.starts_with('>') {
            return None;
        }
        // A name may begin with `=`, and then has it in it.
        let is_end =
            |(at, c): &(usize, char)| space(*c) || "/>".contains(*c) || (*at > 0 && *c == '=');
        let end = self.rest.char_indices().find(is_end).map_or(self.rest.len(), |(at, _)| at);
        let (name, after) = self.rest.split_at(end);
        self.rest = after;
        let Some(value) = after.trim_start_matches(space).strip_prefix('=') else {
            return Some((name, ""));
        };
        let value = value.trim_start_matches(space);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(|c| space(c) || c == '>').unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}
