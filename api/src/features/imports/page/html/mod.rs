//! HTML, as browsers save it.
//!
//! Labels may be wrapped in any element and the article in any container, so that the tree of the
//! page says little. The page is flattened to lines that know their places in the source, and the
//! body is the source between two lines. Nothing here recurses or looks back, so that the time
//! taken grows with the length of the page alone, whatever its nesting.

mod address;
mod flatten;
mod media;
mod reference;
mod region;
mod scan;

use url::Url;

use self::{
    reference::decode,
    scan::{Kind, Pieces},
};
use super::{Draft, Page, PageFault, Warning, WarningCode, article, label::POSTED_ON, text};
use crate::{
    features::articles::body::Body,
    platform::address::{MAX_HOST, MAX_LENGTH},
};

/// Whether the text is markup: it opens a document, breaks a line, or closes an element.
pub(super) fn is_html(content: &str) -> bool {
    Pieces::new(content).any(|piece| match piece.kind {
        Kind::Open(tag) => matches!(tag.name.as_str(), "html" | "head" | "body" | "br" | "p"),
        Kind::Close(_) => true,
        Kind::Text(_) | Kind::Comment(_) => false,
    })
}

/// Reads a page that was saved as HTML.
pub(super) fn parse(source: &str, origin: Option<&Url>) -> Result<Page, PageFault> {
    if let Some(content) = preformatted(source) {
        return text::parse(&content);
    }
    let mut warnings = Vec::new();
    let lines = flatten::lines(source);
    let article = article::read(&lines, &mut warnings)?;
    let addresses = address::find(source, origin);
    let region = &source[region::of(&lines, &article.body, source)];
    let region = media::settle(region, addresses.base.as_ref(), &mut warnings);
    let body = Body::from_html(&region, addresses.base.as_ref());
    let address::Addresses { page, base } = addresses;
    let address = page.filter(|page| can_be_kept(page, &mut warnings));
    Draft { lines, article, body, address, base, warnings }.finish()
}

/// Whether the address of a page is short enough to lead to its article later.
fn can_be_kept(address: &Url, warnings: &mut Vec<Warning>) -> bool {
    let host = address.host_str().unwrap_or_default();
    let fits = address.as_str().len() <= MAX_LENGTH && host.len() <= MAX_HOST;
    if !fits {
        let message = format!("the page's own address is longer than {MAX_LENGTH} bytes");
        warnings.push(Warning::new(WarningCode::AddressUnusable, None, message));
    }
    fits
}

/// The article, if the page is a text file that a browser has wrapped into markup.
fn preformatted(source: &str) -> Option<String> {
    let is_pre = |kind: &Kind<'_>| matches!(kind, Kind::Open(tag) if tag.name == "pre");
    let mut inside = Pieces::new(source).map(|piece| piece.kind);
    inside.find(is_pre)?;
    let texts = inside
        .take_while(|kind| !matches!(kind, Kind::Close(tag) if tag.name == "pre"))
        .filter_map(|kind| if let Kind::Text(text) = kind { Some(decode(text)) } else { None });
    let content: String = texts.collect();
    content.lines().any(|line| POSTED_ON.value(line).is_some()).then_some(content)
}
