//! The text of a document, ahead of the parser: one pass over its bytes, without recursion.
//!
//! It knows no grammar, only where strings and comments end. A text in which it finds nothing wrong
//! may still be anything; it is merely too short and too flat to hurt the parser.

use super::{Limits, count, within};
use crate::platform::error::{BadInput, Code};

/// Refuses a text that is too long, has too many tokens or directives, or is nested too deep.
pub fn check(limits: &Limits, text: &str) -> Result<(), BadInput> {
    let message = "The document is too long, in bytes";
    let length = count(text.len());
    within(Code::DocumentTooLarge, message, length, limits.document_bytes)?;
    let scan = Scan::of(text.as_bytes())?;
    let message = "Brackets of the document stand too deep inside of each other";
    within(Code::DepthLimit, message, scan.deepest, limits.nesting)
        .map_err(|fault| fault.with("measure", "nesting"))?;
    // An `@` outside of strings and comments always begins a directive.
    let message = "The document has too many directives";
    within(Code::DirectiveLimit, message, scan.directives, limits.directives)?;
    within(Code::TokenLimit, "The document has too many tokens", scan.tokens, limits.tokens)
}

/// What a text was measured at.
#[derive(Debug, Default)]
struct Scan {
    tokens: u32,
    directives: u32,
    open: u32,
    deepest: u32,
}

impl Scan {
    /// Measures all of a text. A string without an end is refused: to the parser it is no string,
    /// so that it would read on where brackets were not counted.
    fn of(text: &[u8]) -> Result<Self, BadInput> {
        let mut scan = Self::default();
        let mut rest = text;
        while let [byte, ..] = rest {
            let length = match byte {
                b'#' => leading(rest, |byte| !matches!(byte, b'\n' | b'\r')),
                b'"' => string(rest).ok_or_else(unended)?,
                b'.' => leading(rest, |byte| byte == b'.'),
                byte if is_word(*byte) => leading(rest, is_word),
                _ => 1,
            };
            scan.count(*byte);
            rest = rest.get(length..).unwrap_or_default();
        }
        Ok(scan)
    }

    /// Counts the token that begins with this byte, if it does begin one.
    fn count(&mut self, byte: u8) {
        match byte {
            // What is not ASCII is a byte order mark, or no GraphQL.
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b'#' | 0x80.. => return,
            b'{' | b'[' | b'(' => self.open += 1,
            b'}' | b']' | b')' => self.open = self.open.saturating_sub(1),
            b'@' => self.directives += 1,
            _ => {}
        }
        self.tokens += 1;
        self.deepest = self.deepest.max(self.open);
    }
}

/// Names and, but for signs and points, numbers.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn leading(text: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| !belongs(*byte)).unwrap_or(text.len())
}

/// The length of the string at the beginning of a text, quotes included; None if it has no end.
fn string(text: &[u8]) -> Option<usize> {
    let (quote, escaped): (&[u8], &[u8]) = match text.starts_with(b"\"\"\"") {
        true => (b"\"\"\"", b"\\\"\"\""),
        false => (b"\"", b"\\"),
    };
    let block = quote.len() > 1;
    let mut place = quote.len();
    loop {
        let rest = text.get(place..)?;
        place += match rest.first()? {
            b'\n' | b'\r' if !block => return None,
            _ if rest.starts_with(escaped) && block => escaped.len(),
            // The byte behind a backslash does not end the string, whatever it is.
            _ if rest.starts_with(escaped) => 2,
            _ if rest.starts_with(quote) => return Some(place + quote.len()),
            _ => 1,
        };
    }
}

fn unended() -> BadInput {
    BadInput::new(Code::GraphqlParseFailed, "A string of the document has no end")
}
