//! Who a page is, whatever its file is called.
//!
//! A page that remembers its address is known by it. Any other is known by the portal that it is
//! said to come from, its minute of publication and its title: all of the title, since two that
//! differ in one mark or in their last words are two articles.

use sha2::{Digest as _, Sha256};
use url::Url;

use super::page::Page;
use crate::platform::{address::Address, time};

/// Longest address that is written out, in bytes; a longer one is told by its digest.
const MAX_WRITTEN: usize = 190;

/// The identity of a page, as `external_id` keeps it.
pub fn of(page: &Page, origin: Option<&Url>) -> String {
    let address = page.address.as_ref().and_then(Address::of);
    match address.map(|address| (address.key(), address.host)) {
        Some((key, host)) if host.len() + key.len() < MAX_WRITTEN => format!("page:{host}{key}"),
        Some((key, host)) => format!("page:{}", digest(&[&host, &key])),
        None => by_title(page, host(origin).as_deref()),
    }
}

/// The identities that a page with an address has where the same article was saved without one: from
/// a named portal, or from nobody knows where.
pub fn without_address(page: &Page) -> [String; 2] {
    let host = host(page.address.as_ref());
    [by_title(page, host.as_deref()), by_title(page, None)]
}

/// The host of an address, as identities know it.
pub fn host(address: Option<&Url>) -> Option<String> {
    address.and_then(Address::of).map(|address| address.host)
}

fn by_title(page: &Page, host: Option<&str>) -> String {
    let minute = time::rfc3339(page.published_at);
    format!("page:{minute}/{}", digest(&[host.unwrap_or_default(), &page.title]))
}

/// Neither a host nor a title has a line break, so that the parts cannot run into each other.
fn digest(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::page, *};

    fn page(title: &str, head: &str) -> Page {
        let html = format!(
            "<html><head>{head}</head><h1>{title}</h1><p>Ngày đăng: 1/2/2019</p><p>Đoạn.</p>"
        );
        page::parse(html.as_bytes(), None).unwrap()
    }

    fn identity(title: &str, origin: Option<&str>) -> String {
        let origin = origin.map(|origin| Url::parse(origin).unwrap());
        of(&page(title, ""), origin.as_ref())
    }

    #[test]
    fn titles_are_told_apart_by_every_mark_and_to_their_end() {
        let long = "Hội nghị ".repeat(30);
        let titles = [
            "Bàn về công tác dân vận",
            "Bản về công tác dân vận",
            "!!!",
            "中文",
            &format!("{long}một"),
            &format!("{long}hai"),
        ];
        let mut identities: Vec<_> = titles.iter().map(|title| identity(title, None)).collect();
        identities.sort();
        identities.dedup();
        assert_eq!(identities.len(), titles.len());
    }

    #[test]
    fn the_portal_is_a_part_of_it_and_its_spelling_is_not() {
        let one = identity("Tin", Some("https://mot.example.vn/tin"));
        assert_eq!(identity("Tin", Some("http://WWW.mot.example.vn")), one);
        assert_ne!(identity("Tin", Some("https://hai.example.vn/tin")), one);
        assert_ne!(identity("Tin", None), one);
    }

    #[test]
    fn a_page_with_an_address_is_known_by_it_alone() {
        let head = "<link rel=canonical href='https://www.mot.example.vn/tin?id=7&utm_source=x'>";
        assert_eq!(of(&page("Tin", head), None), "page:mot.example.vn/tin?id=7");
        let pages = ["1", "2"].map(|end| {
            let address = format!("https://mot.example.vn/{}{end}", "x".repeat(300));
            page("Tin", &format!("<link rel=canonical href='{address}'>"))
        });
        let [one, other] = pages.map(|page| of(&page, None));
        assert!(one != other && one.len() < 200, "{one} {other}");
    }
}
