//! Pages that were damaged on the way, or made to do harm.

use std::time::{Duration, Instant};

use proptest::{
    collection::vec,
    prelude::{ProptestConfig, any, proptest},
    sample::{Index, select},
};

use super::fixture;
use crate::features::imports::page::parse;

const PAGES: [&str; 6] = [
    "person-and-unit.txt",
    "no-byline.txt",
    "word-clutter.html",
    "images-and-table.html",
    "select-and-poll.html",
    "labels-in-cells.html",
];

/// Large enough to show work that grows with the square of the length.
const LARGE: usize = 500_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..2000)) {
        let _ = parse(&bytes, None);
    }

    #[test]
    fn no_characters_make_the_reader_panic(text in "\\PC{0,400}", html in "[<>/!a-c=\"'& -]{0,400}") {
        for content in [&text, &html] {
            let page = format!("Tin\nNgày đăng: 1/2/2019 {content}\n{content}\nTác giả: {content}");
            let _ = parse(page.as_bytes(), None);
            let _ = parse(format!("<p>{page}<br>{content}</p>").as_bytes(), None);
        }
    }

    #[test]
    fn no_cut_and_no_damage_make_the_reader_panic(
        name in select(PAGES.as_slice()),
        range in any::<[Index; 2]>(),
        damage in vec((any::<Index>(), any::<u8>()), 0..20),
    ) {
        let mut bytes = fixture(name);
        for (place, byte) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut cut = range.map(|place| text.floor_char_boundary(place.index(text.len())));
        cut.sort_unstable();
        let _ = parse(&bytes, None);
        let _ = parse(&text.as_bytes()[cut[0]..cut[1]], None);
    }
}

/// Repeats a piece of markup inside an article until the page is large.
fn large_page(piece: &str) -> String {
    let pieces = piece.repeat(LARGE / piece.len());
    format!("<h1>Tin</h1><p>Ngày đăng: 1/2/2019</p><p>Một đoạn.</p>{pieces}<p>[Trở về]</p>")
}

/// The bound is wide because tests run unoptimised and beside others.
#[test]
fn large_and_deep_pages_take_time_by_their_length_only() {
    let pieces =
        ["<div>", "<b><p>x", "<!--", "<a href='x", "&lt;<td>", "<script>", "<p a=1 b='2'>chữ</p>"];
    for piece in pieces {
        let page = large_page(piece);
        let start = Instant::now();
        let _ = parse(page.as_bytes(), None);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(30), "{piece}: {taken:?}");
    }
}

#[test]
fn an_article_inside_ten_thousand_containers_is_read() {
    let (open, close) = ("<div>".repeat(10_000), "</div>".repeat(10_000));
    let page = format!(
        "<html>{open}<b>Tin</b><div>Ngày đăng: 1/2/2019</div>{open}Một đoạn.{close}[Trở về]{close}"
    );
    let page = parse(page.as_bytes(), None).unwrap();
    assert_eq!((page.title.as_str(), page.body.text.as_str()), ("Tin", "Một đoạn."));
}

#[test]
fn a_text_of_many_short_lines_is_read() {
    let text = |lines: &str| format!("Tin\nNgày đăng: 1/2/2019\n{lines}Tác giả: Lan Chi\n");
    let page = parse(text(&"Ngày đi.\n\nTác\n".repeat(10_000)).as_bytes(), None).unwrap();
    assert_eq!(page.body.blocks.len(), 20_000);
    let captions = text(&"Ngày đi.\n\u{a0}\nTác\n".repeat(10_000));
    let fault = parse(captions.as_bytes(), None).unwrap_err();
    assert_eq!(fault.to_string(), "10000 figures are too many: at most 1000 are allowed");
}
