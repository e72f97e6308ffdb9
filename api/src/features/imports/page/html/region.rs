//! The article's own part of the source.

use std::{borrow::Cow, ops::Range};

use super::{
    super::{Warning, WarningCode, line::Line},
    reference::decode,
    scan::{Kind, Piece, Pieces, Tag},
};

/// How the address of an image goes that the browser saved beside the page. Where the image came
/// from is no longer known.
const SAVED_FOLDER: &str = "_files/";

/// The places in the source of the body's lines and of what stands between them and the lines
/// around, such as images. What is opened outside and closed inside, or the other way round, does
/// not matter: the body closes what it opens.
pub(super) fn of(lines: &[Line], body: &Range<usize>, source: &str) -> Range<usize> {
    let before = body.start.checked_sub(1).and_then(|index| lines.get(index));
    let start = before.map_or(0, |line| line.place.end);
    let end = lines.get(body.end).map_or(source.len(), |line| line.place.start);
    start..end.max(start)
}

/// The region without the addresses of saved images, which lead nowhere. The image keeps its place
/// and its description.
pub(super) fn without_saved_images<'h>(
    region: &'h str,
    warnings: &mut Vec<Warning>,
) -> Cow<'h, str> {
    let mut html = String::new();
    let mut copied = 0;
    for Piece { kind, place } in Pieces::new(region) {
        if let Kind::Open(tag) = kind
            && let Some(address) = saved_address(&tag)
        {
            let message = format!("the image was saved beside the page: {address}");
            warnings.push(Warning::new(WarningCode::ImageLost, None, message));
            let description = tag.attribute("alt").unwrap_or_default().replace('"', "&quot;");
            html.push_str(&region[copied..place.start]);
            html.push_str(&format!("<img alt=\"{description}\">"));
            copied = place.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(region);
    }
    html.push_str(&region[copied..]);
    Cow::Owned(html)
}

/// The address of an image on the disk of the person who saved the page.
fn saved_address<'h>(tag: &Tag<'h>) -> Option<Cow<'h, str>> {
    let address = decode(tag.attribute("src").filter(|_| tag.name == "img")?.trim());
    let absolute = ["http:", "https:", "//", "data:"];
    let saved = address.starts_with("file:")
        || (address.contains(SAVED_FOLDER)
            && !absolute.iter().any(|head| address.starts_with(head)));
    saved.then_some(address)
}
