//! Images whose address is not where a reader of HTML looks for it, and what is no image at all.

use std::borrow::Cow;

use url::Url;

use super::{
    super::{Warning, WarningCode},
    reference::decode,
    scan::{Kind, Piece, Pieces, Tag},
};
use crate::platform::address;

/// How the address of an image goes that the browser saved beside the page. Where the image came
/// from is no longer known.
const SAVED_FOLDER: &str = "_files/";

/// Where pages keep the address of an image that a script shows once the reader comes near.
const LAZY: [&str; 3] = ["data-src", "data-original", "data-lazy-src"];

/// What shows something of its own that no body holds.
const EMBEDS: [&str; 5] = ["video", "audio", "iframe", "object", "embed"];

/// The region with each image under the address that it is shown from. One whose address is lost
/// keeps its place and its description.
pub(super) fn settle<'h>(
    region: &'h str,
    base: Option<&Url>,
    warnings: &mut Vec<Warning>,
) -> Cow<'h, str> {
    let mut html = String::new();
    let mut copied = 0;
    // Beside an image for scripts, pages have the same one for readers without them.
    let mut shown = None;
    for Piece { kind, place } in Pieces::new(region) {
        let Kind::Open(tag) = kind else { continue };
        if EMBEDS.contains(&tag.name.as_str()) {
            let what = tag.attribute("src").map(|address| format!(": {address}"));
            let message = format!("<{}> was left out{}", tag.name, what.unwrap_or_default());
            warnings.push(Warning::new(WarningCode::MediaLeftOut, None, message));
        }
        if tag.name != "img" {
            continue;
        }
        let image = Image::of(&tag);
        let fault = image.fault(base);
        let again = !image.lazy && shown.as_ref().is_some_and(|shown| *shown == image.address);
        if fault.is_none() && !image.lazy && !again {
            continue;
        }
        html.push_str(&region[copied..place.start]);
        copied = place.end;
        if again {
            continue;
        }
        html.push_str(&image.tag(fault.is_none()));
        match fault {
            Some(message) => warnings.push(Warning::new(WarningCode::ImageLost, None, message)),
            None => shown = Some(image.address),
        }
    }
    if copied == 0 {
        return Cow::Borrowed(region);
    }
    html.push_str(&region[copied..]);
    Cow::Owned(html)
}

/// An image as its tag tells of it.
struct Image<'h> {
    address: Cow<'h, str>,
    description: &'h str,
    /// Whether a script puts the address in its place.
    lazy: bool,
    /// Whether it is a picture of a pixel or two, which only keeps things apart.
    spacer: bool,
}

impl<'h> Image<'h> {
    fn of(tag: &Tag<'h>) -> Self {
        let value = |name| tag.attribute(name).unwrap_or_default().trim();
        let source = value("src");
        let stands_in = source.is_empty() || source.starts_with("data:");
        let late = LAZY.map(value).into_iter().find(|address| !address.is_empty());
        let late = late.filter(|_| stands_in);
        Self {
            address: decode(late.unwrap_or(source)),
            description: tag.attribute("alt").unwrap_or_default(),
            lazy: late.is_some(),
            spacer: ["width", "height"].map(value).iter().any(|size| matches!(*size, "1" | "2")),
        }
    }

    /// Why the address leads nowhere.
    fn fault(&self, base: Option<&Url>) -> Option<String> {
        let address = &*self.address;
        if address.is_empty() || self.spacer {
            return None;
        }
        let absolute = ["http:", "https:", "//", "data:"];
        let is_absolute = absolute.iter().any(|head| address.starts_with(head));
        if address.starts_with("file:") || (address.contains(SAVED_FOLDER) && !is_absolute) {
            return Some(format!("the image was saved beside the page: {address}"));
        }
        if address.starts_with("data:") {
            return Some("the image stands in the page itself, not at an address".to_owned());
        }
        match base.map_or_else(|| Url::parse(address), |base| base.join(address)) {
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                Some(format!("nobody knows which portal the image is from (--origin): {address}"))
            }
            Ok(url) if url.as_str().len() > address::MAX_LENGTH => Some(format!(
                "the address of the image is longer than {} bytes",
                address::MAX_LENGTH
            )),
            Ok(_) | Err(_) => None,
        }
    }

    fn tag(&self, with_address: bool) -> String {
        let quoted = |text: &str| text.replace('"', "&quot;");
        let address = quoted(&self.address.replace('&', "&amp;"));
        let source = if with_address { format!(" src=\"{address}\"") } else { String::new() };
        format!("<img{source} alt=\"{}\">", quoted(self.description))
    }
}
