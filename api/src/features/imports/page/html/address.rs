//! Where a saved page came from.

use url::Url;

use super::{
    reference::decode,
    scan::{Kind, Pieces, Tag},
};

/// What browsers write into the files that they save.
const SAVED_FROM: &str = "saved from url=";

/// What a page says about addresses.
#[derive(Default)]
pub(super) struct Addresses {
    /// The page's own.
    pub page: Option<Url>,
    /// The one where relative addresses start.
    pub base: Option<Url>,
}

/// What the head of the page says, the most reliable first: the canonical link, the one for social
/// networks, the note of the browser.
#[derive(Default)]
struct Hints {
    canonical: Option<String>,
    social: Option<String>,
    saved_from: Option<String>,
    base: Option<String>,
}

/// Finds the page's addresses. `origin` is where the page is said to come from if it is silent.
pub(super) fn find(source: &str, origin: Option<&Url>) -> Addresses {
    let mut hints = Hints::default();
    for piece in Pieces::new(source) {
        match piece.kind {
            Kind::Open(tag) => hints.read_tag(&tag),
            Kind::Comment(text) if hints.saved_from.is_none() => {
                hints.saved_from = saved_from(text);
            }
            Kind::Comment(_) | Kind::Close(_) | Kind::Text(_) => {}
        }
    }
    let saved_from = hints.saved_from.and_then(|text| web_address(&text, None));
    let near = saved_from.as_ref().or(origin);
    let canonical = hints.canonical.and_then(|text| web_address(&text, near));
    let social = || hints.social.and_then(|text| web_address(&text, near));
    let page = canonical.or_else(social).or_else(|| saved_from.clone());
    let near = page.as_ref().or(origin);
    let base = hints.base.and_then(|text| web_address(&text, near)).or_else(|| near.cloned());
    Addresses { page, base }
}

impl Hints {
    fn read_tag(&mut self, tag: &Tag<'_>) {
        let is = |name, value| {
            tag.attribute(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
        };
        let (hint, attribute) = match tag.name.as_str() {
            "link" if is("rel", "canonical") => (&mut self.canonical, "href"),
            "meta" if is("property", "og:url") => (&mut self.social, "content"),
            "base" => (&mut self.base, "href"),
            _ => return,
        };
        if hint.is_none() {
            *hint = tag.attribute(attribute).map(|value| decode(value).into_owned());
        }
    }
}

/// The address in a comment like `saved from url=(0023)https://example.org/`.
fn saved_from(comment: &str) -> Option<String> {
    let (_, rest) = comment.split_once(SAVED_FROM)?;
    let address = rest.split_once(')').map_or(rest, |(_, address)| address);
    Some(address.trim().to_owned())
}

fn web_address(text: &str, near: Option<&Url>) -> Option<Url> {
    let parsed = match near {
        Some(near) => near.join(text.trim()),
        None => Url::parse(text.trim()),
    };
    parsed.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}
