//! Cuts HTML into tags and text, as the HTML standard does, in one pass.
//!
//! A full HTML parser walks up its stack of open elements for every tag and compares each attribute
//! of a tag with all others, so hostile input costs it the square of its length. These tokens are
//! what `tame` bounds before a parser sees them. Nothing here is trusted to be safe.

/// A piece of an HTML source. Comments, declarations and processing instructions are no pieces.
pub(super) enum Token<'a> {
    /// Text with its character references as they were written.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, by its lower-case name.
    Close(String),
}

/// A start tag.
pub(super) struct Tag<'a> {
    /// In lower case.
    pub name: String,
    /// Ends in `/>`.
    pub self_closing: bool,
    attributes: Vec<(&'static str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// The value as it was written, if the attribute is one that is read at all.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// Every other attribute is skipped, which also keeps the list of them short.
const ATTRIBUTES: [&str; 10] =
    ["href", "src", "alt", "width", "height", "colspan", "rowspan", "align", "class", "style"];

/// The tokens of an HTML source.
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub fn new(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// Skips the content and the end tag of an element whose content is not markup.
    pub fn skip_raw(&mut self, name: &str) {
        let end = self.rest.match_indices("</").find(|(at, _)| {
            let after = &self.rest.as_bytes()[at + 2..];
            after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && after.get(name.len()).is_none_or(|&byte| ends_name(char::from(byte)))
        });
        self.rest = end.map_or("", |(at, _)| &self.rest[at..]);
        self.next();
    }

    /// Skips the content and the end tag of an element whose content is markup.
    pub fn skip_element(&mut self, name: &str) {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next() {
                Some(Token::Open(tag)) if tag.name == name && !tag.self_closing => depth += 1,
                Some(Token::Close(closed)) if closed == name => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    fn text(&mut self, length: usize) -> Token<'a> {
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        Token::Text(text)
    }

    fn skip_comment(&mut self) {
        // From the opening dashes on, since they may also close: `<!-->` is a whole comment.
        let body = &self.rest["<!".len()..];
        let end = body.match_indices("--").find_map(|(at, _)| {
            let after = &body[at + 2..];
            after.strip_prefix('>').or_else(|| after.strip_prefix("!>"))
        });
        self.rest = end.unwrap_or("");
    }

    /// `None` when the source ends inside the tag, which then is nothing.
    fn tag(&mut self, start: usize) -> Option<Tag<'a>> {
        let source = &self.rest[start..];
        let (name, mut rest) = source.split_at(source.find(ends_name)?);
        let mut tag =
            Tag { name: name.to_ascii_lowercase(), self_closing: false, attributes: Vec::new() };
        loop {
            rest = rest.trim_start_matches(is_space);
            if let Some(rest) = rest.strip_prefix('>') {
                self.rest = rest;
                return Some(tag);
            }
            if let Some(after) = rest.strip_prefix('/') {
                tag.self_closing = after.starts_with('>');
                rest = after;
                continue;
            }
            let (name, value, after) = attribute(rest)?;
            rest = after;
            let known = ATTRIBUTES.into_iter().find(|known| known.eq_ignore_ascii_case(name));
            // The first one wins, as in every browser.
            if let Some(known) = known
                && tag.attribute(known).is_none()
            {
                tag.attributes.push((known, value));
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let mut after = self.rest.strip_prefix('<').unwrap_or_default().chars();
            match (after.next(), after.next()) {
                _ if self.rest.is_empty() => return None,
                (Some(first), _) if first.is_ascii_alphabetic() => match self.tag(1) {
                    Some(tag) => return Some(Token::Open(tag)),
                    None => self.rest = "",
                },
                (Some('/'), Some(first)) if first.is_ascii_alphabetic() => match self.tag(2) {
                    Some(tag) => return Some(Token::Close(tag.name)),
                    None => self.rest = "",
                },
                (Some('!'), _) if self.rest.starts_with("<!--") => self.skip_comment(),
                (Some('!' | '?'), _) | (Some('/'), Some(_)) => {
                    self.rest = self.rest.split_once('>').map_or("", |(_, rest)| rest);
                }
                _ => {
                    let mut brackets = self.rest.match_indices('<').map(|(at, _)| at);
                    let next = brackets.find(|&at| at > 0).unwrap_or(self.rest.len());
                    return Some(self.text(next));
                }
            }
        }
    }
}

/// Splits an attribute off: name, value, rest.
fn attribute(source: &str) -> Option<(&str, &str, &str)> {
    // A name may begin with `=`, however odd; without this the tag would never end.
    let first = source.chars().next()?.len_utf8();
    let end = source[first..].find(|c| c == '=' || ends_name(c))? + first;
    let (name, rest) = source.split_at(end);
    let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_start_matches(is_space);
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).map(|(value, rest)| (name, value, rest));
        }
    }
    let (value, rest) = value.split_at(value.find(|c| c == '>' || is_space(c))?);
    Some((name, value, rest))
}

fn ends_name(c: char) -> bool {
    c == '/' || c == '>' || is_space(c)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}
