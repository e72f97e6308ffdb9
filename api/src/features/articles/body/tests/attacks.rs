//! Hostile input: nothing in it acts, and none of it takes long.

use super::{assert_lawful, assert_strict, base, body, vectors::VECTORS};
use crate::features::articles::body::{Block, Body};
use std::time::{Duration, Instant};

#[test]
fn every_attack_is_dead_after_one_pass_and_after_two() {
    assert!(VECTORS.len() >= 100, "only {} vectors", VECTORS.len());
    for vector in VECTORS {
        for base in [None, Some(base())] {
            let once = Body::from_html(vector, base.as_ref());
            assert_strict(&once.html);
            assert_lawful(&once);
            assert_lawful(&Body::from_html(&once.html, base.as_ref()));
        }
    }
}

#[test]
fn an_attack_inside_any_container_is_dead() {
    for vector in VECTORS {
        for (open, close) in [
            ("<table><tr><td>", "</td></tr></table>"),
            ("<table>", "</table>"),
            ("<ul><li>", "</li></ul>"),
            ("<figure><figcaption>", "</figcaption></figure>"),
            ("<a href='https://a.example.vn'><b>", "</b></a>"),
            ("<svg><p>", "</p></svg>"),
            ("<!--", "-->"),
            ("<p title='", "'>"),
        ] {
            assert_lawful(&body(&format!("{open}{vector}{close}<p>sau</p>")));
        }
    }
}

#[test]
fn an_attack_that_was_escaped_stays_text() {
    for vector in VECTORS {
        let escaped = vector.replace('&', "&amp;").replace('<', "&lt;");
        let body = body(&format!("<p>{escaped}</p>"));
        assert_lawful(&body);
        let [Block::Paragraph { .. }, ..] = body.blocks.as_slice() else {
            panic!("{vector:?} became {:?}", body.blocks);
        };
    }
}

#[test]
fn the_text_around_an_attack_survives() {
    let html = "<p>Trước <script>alert(1)</script>giữa <b onclick=alert(1)>đậm</b> sau</p>";
    assert_eq!(body(html).html, "<p>Trước giữa <strong>đậm</strong> sau</p>");
}

#[test]
fn deep_nesting_keeps_the_text_and_ends_soon() {
    let nested = |tag: &str, depth: usize| {
        format!("{}lõi{}", format!("<{tag}>").repeat(depth), format!("</{tag}>").repeat(depth))
    };
    let list = format!("{}lõi", "<ul><li>x".repeat(5_000));
    let tables = format!("{}lõi", "<table><tr><td>".repeat(5_000));
    for html in [
        nested("div", 20_000),
        nested("blockquote", 5_000),
        nested("b", 20_000),
        nested("figure", 5_000),
        nested("svg", 20_000).replace("lõi", "") + "lõi",
        list,
        tables,
    ] {
        let body = in_time(&html);
        assert!(body.text.ends_with("lõi"), "{:.60}", html);
    }
}

#[test]
fn length_costs_no_more_than_its_measure() {
    for (piece, times) in [
        ("<p>đoạn</p>", 5_000),
        ("<b><p><i></b>", 5_000),
        ("<font size=1></p><u>x<p>", 3_000),
        ("<a href=https://a.vn><div>", 3_000),
        ("<div></p></ul></table>", 3_000),
        ("<table>x<b>", 3_000),
        ("<table><td><div></td>", 3_000),
        ("<img src=https://a.vn/b.jpg>", 3_000),
        ("<!--", 20_000),
        ("<!-- -- -->", 20_000),
        ("<script></", 20_000),
        ("<textarea>", 20_000),
        ("</b", 20_000),
        ("<a b='", 20_000),
        ("&amp", 20_000),
        ("&nbsp;", 20_000),
        ("&amp;<b></b>", 20_000),
        ("»", 20_000),
        ("<br>", 20_000),
        ("a\u{301}", 20_000),
    ] {
        in_time(&piece.repeat(times));
    }
    let attributes: String = (0..20_000).map(|number| format!(" x{number}=1")).collect();
    in_time(&format!("<p{attributes}>đoạn</p>"));
}

#[test]
fn long_text_stays_in_one_piece() {
    for piece in ["&nbsp;&nbsp;Quế", "Sơn&amp;", "dài&lt", "»«", "x"] {
        let times = 40_000 / piece.len();
        let body = body(&format!("<p><b>{}</b></p>", piece.repeat(times)));
        assert_lawful(&body);
        let [Block::Paragraph { spans }] = body.blocks.as_slice() else { panic!("{piece}") };
        let expected = piece.replace("&nbsp;&nbsp;", " ").replace("&amp;", "&").replace("&lt", "<");
        assert_eq!(spans[0].text, expected.repeat(times).trim(), "{piece}");
    }
    let address = format!("https://a.vn/{}", "&amp;".repeat(5_000));
    assert_eq!(body(&format!("<a href='{address}'>x</a><img src='{address}'>")).html, "<p>x</p>");
}

/// Generous, since tests run unoptimised and beside others; the square of these lengths would
/// take minutes.
fn in_time(html: &str) -> Body {
    let start = Instant::now();
    let body = body(html);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}: {html:.60}", start.elapsed());
    body
}
