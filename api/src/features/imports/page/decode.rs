//! Bytes to text: one encoding, one line ending, one Unicode form.

use super::PageFault;
use crate::platform::text::nfc;

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_LITTLE_MARK: &[u8] = &[0xFF, 0xFE];
const UTF16_BIG_MARK: &[u8] = &[0xFE, 0xFF];

/// How files begin that people take for a saved page by mistake.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or a Word document"),
    (b"\xD0\xCF\x11\xE0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1F\x8B", "a gzip archive"),
];

/// How far into a file a declared encoding is looked for.
const DECLARATION_RANGE: usize = 2048;

/// The text of a file: NFC, lines ended by `\n`, no byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<String, PageFault> {
    let text = if let Some(units) = bytes.strip_prefix(UTF16_LITTLE_MARK) {
        utf16(units, u16::from_le_bytes)?
    } else if let Some(units) = bytes.strip_prefix(UTF16_BIG_MARK) {
        utf16(units, u16::from_be_bytes)?
    } else {
        utf8(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes))?
    };
    if text.contains('\0') {
        return Err(PageFault::Binary { format: "it has NUL characters" });
    }
    if text.trim().is_empty() {
        return Err(PageFault::Empty);
    }
    Ok(nfc(&plain(&text)).into_owned())
}

/// The text with one kind of line end and without control characters, which no field can hold.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut previous = '\0';
    for letter in text.chars() {
        match letter {
            '\n' if previous == '\r' => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\t' | '\u{B}' | '\u{C}' => plain.push(' '),
            '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ if letter.is_control() => {}
            _ => plain.push(letter),
        }
        previous = letter;
    }
    plain
}

fn utf8(bytes: &[u8]) -> Result<String, PageFault> {
    if let Some((_, format)) = SIGNATURES.iter().find(|(head, _)| bytes.starts_with(head)) {
        return Err(PageFault::Binary { format });
    }
    if bytes.contains(&0) {
        return Err(PageFault::Binary { format: "it has NUL bytes" });
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(fault) => {
            let declared = match declared_charset(bytes) {
                Some(charset) => format!("it declares {charset}"),
                None => "it declares no encoding".to_owned(),
            };
            Err(PageFault::Encoding { declared, line: line_at(bytes, fault.valid_up_to()) })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, PageFault> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err(PageFault::Encoding {
            declared: "its mark says UTF-16, but it is damaged".to_owned(),
            line: 1,
        }),
    }
}

/// The encoding that an HTML file declares in its head.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_RANGE)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, value) = head.split_once("charset=")?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

/// The line of a byte, counted from 1.
fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes[..offset].iter().filter(|byte| **byte == b'\n').count()
}
