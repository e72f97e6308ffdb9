//! The one place that decides which elements, attributes and addresses are safe.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use url::Url;

const TAGS: [&str; 27] = [
    "p",
    "div",
    "br",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "strong",
    "em",
    "u",
    "s",
    "sub",
    "sup",
    "a",
    "figure",
    "img",
    "figcaption",
    "table",
    "caption",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
];

const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Removes whatever could act, and makes every address absolute or removes it too.
///
/// `align`, `div` and `span` pass because the reader can use them; nothing that is stored has them.
pub(super) fn clean(html: &str, base: Option<&Url>) -> String {
    let relative =
        base.map_or(UrlRelative::Deny, |base| UrlRelative::RewriteWithBase(base.clone()));
    let attributes = HashMap::from([
        ("a", HashSet::from(["href", "rel"])),
        ("img", HashSet::from(["src", "alt"])),
        ("td", HashSet::from(["colspan", "rowspan"])),
        ("th", HashSet::from(["colspan", "rowspan"])),
    ]);
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["align"]))
        .url_schemes(HashSet::from(LINK_SCHEMES))
        .url_relative(relative)
        // `rel` is written by the renderer, and only for links that leave the site.
        .link_rel(None);
    builder.clean(html).to_string()
}

/// The address of a link in its normal form.
pub(super) fn link_address(href: &str) -> Option<String> {
    address(href, &LINK_SCHEMES)
}

/// The address of an image in its normal form.
pub(super) fn image_address(src: &str) -> Option<String> {
    address(src, &["http", "https"])
}

fn address(address: &str, schemes: &[&str]) -> Option<String> {
    let url = Url::parse(address).ok()?;
    schemes.contains(&url.scheme()).then(|| url.into())
}
