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

const ATTRIBUTES: [(&str, &[&str]); 4] = [
    ("a", &["href", "target", "rel"]),
    ("img", &["src", "alt"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan"]),
];

const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Removes whatever could act, and makes every address absolute or removes it too.
///
/// `align`, `div` and `span` pass because the reader can use them; nothing that is stored has them.
pub(super) fn clean(html: &str, base: Option<&Url>) -> String {
    let relative =
        base.map_or(UrlRelative::Deny, |base| UrlRelative::RewriteWithBase(base.clone()));
    let attributes = ATTRIBUTES.map(|(tag, names)| (tag, names.iter().copied().collect()));
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from(attributes))
        .generic_attributes(HashSet::from(["align"]))
        .url_schemes(HashSet::from(LINK_SCHEMES))
        .url_relative(relative)
        // `target` and `rel` are written by the renderer.
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// What stands in backticks.
    fn names(cell: &str) -> BTreeSet<&str> {
        cell.split('`').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_document_names_whatever_passes_and_nothing_else() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rich-text.md");
        let document = std::fs::read_to_string(path).unwrap();
        let (_, passes) = document.split_once("| element | attributes |").unwrap();
        let (rows, below) = passes.split_once("\n\n").unwrap();
        let documented: BTreeMap<_, _> = rows
            .lines()
            .skip(2)
            .flat_map(|row| {
                let mut cells = row.split('|').skip(1).map(names);
                let (elements, attributes) = (cells.next().unwrap(), cells.next().unwrap());
                elements.into_iter().map(move |element| (element, attributes.clone()))
            })
            .collect();
        let attributes = BTreeMap::from(ATTRIBUTES);
        let passing = TAGS.map(|tag| {
            let names = attributes.get(tag).into_iter().copied().flatten();
            // The renderer's own: what somebody wrote is left out.
            (tag, names.copied().filter(|name| !matches!(*name, "target" | "rel")).collect())
        });
        assert_eq!(documented, BTreeMap::from(passing));
        let schemes = below.lines().find(|line| line.starts_with("Addresses of links")).unwrap();
        assert!(names(schemes).is_superset(&BTreeSet::from(LINK_SCHEMES)), "{schemes}");
    }
}
