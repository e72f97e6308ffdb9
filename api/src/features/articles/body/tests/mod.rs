//! What a body promises, and the checks that every test shares.

mod attacks;
mod blocks;
mod captions;
mod laws;
mod links;
mod reading;
mod vectors;

use super::{Body, gate};
use scraper::{Html, Node};
use unicode_normalization::is_nfc;
use url::Url;

/// Everything that may stand in stored HTML: elements with their attributes.
const STORED: [(&str, &[&str]); 25] = [
    ("a", &["href", "target", "rel"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("img", &["alt", "src"]),
    ("li", &[]),
    ("ol", &[]),
    ("p", &[]),
    ("s", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan"]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &[]),
];

fn body(html: &str) -> Body {
    Body::from_html(html, None)
}

fn base() -> Url {
    Url::parse("https://cu.example.vn/tin/chi-tiet.aspx?id=7").expect("a valid address")
}

/// Fails unless stored HTML holds only what `STORED` lists, with harmless addresses.
fn assert_strict(html: &str) {
    for node in Html::parse_fragment(html).tree.root().descendants().skip(1) {
        let element = match node.value() {
            Node::Text(_) => continue,
            Node::Element(element) if element.name() == "html" => continue,
            Node::Element(element) => element,
            other => panic!("{other:?} in {html}"),
        };
        let known = STORED.iter().find(|(tag, _)| *tag == element.name());
        let (_, attributes) = known.unwrap_or_else(|| panic!("<{}> in {html}", element.name()));
        for (name, value) in element.attrs() {
            assert!(attributes.contains(&name), "{name} on <{}> in {html}", element.name());
            let schemes: &[&str] = match name {
                "href" => &["http:", "https:", "mailto:", "tel:", "/media/med_"],
                "src" => &["http:", "https:", "/media/med_"],
                "colspan" | "rowspan" => {
                    assert!(value.parse().is_ok_and(|span| (2_u16..=1000).contains(&span)));
                    continue;
                }
                "rel" | "target" => {
                    assert!(matches!(value, "noopener" | "_blank"), "{name} {value} in {html}");
                    continue;
                }
                _ => continue,
            };
            assert!(schemes.iter().any(|scheme| value.starts_with(scheme)), "{value} in {html}");
        }
    }
}

/// Fails unless the forms of the body agree and are what reading them again gives.
fn assert_lawful(body: &Body) {
    assert_eq!(gate::clean(&body.html, None), body.html, "the gate changes nothing");
    assert_same_again(body, &Body::from_html(&body.html, None));
}

/// The same for what an editor wrote, in which addresses of this server may stand.
fn assert_lawful_for_editors(html: &str, base: Option<&Url>) {
    let body = Body::from_editor(html, base);
    assert_same_again(&body, &Body::from_editor(&body.html, base));
}

fn assert_same_again(body: &Body, again: &Body) {
    assert_strict(&body.html);
    assert_eq!(again.html, body.html, "the same HTML");
    assert_eq!(again.text, body.text, "the same text of {}", body.html);
    assert_eq!(again.blocks, body.blocks, "the same blocks of {}", body.html);
    assert_eq!(again.figures, body.figures, "the same figures of {}", body.html);
    assert!(is_nfc(&body.html) && is_nfc(&body.text), "{:?} is in NFC", body.html);
    let stored = serde_json::to_string(&body.blocks).expect("blocks are plain data");
    let blocks: Vec<super::Block> = serde_json::from_str(&stored).expect("what was just written");
    assert_eq!(blocks, body.blocks, "the same after storing");
    let rebuilt = Body::from_blocks(blocks, body.figures.clone());
    assert_eq!(rebuilt.as_ref(), Ok(body), "the same from its blocks");
}
