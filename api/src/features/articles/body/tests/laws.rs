//! What holds for every body, tried on generated soup.

use super::{assert_lawful, assert_lawful_for_editors, base, body};
use crate::features::articles::body::{Body, Part};
use proptest::{
    collection::vec, option, prelude::Strategy, prop_oneof, proptest, sample::select,
    test_runner::Config,
};

const NAMES: &[&str] = &[
    "p",
    "div",
    "center",
    "span",
    "font",
    "o:p",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "del",
    "sub",
    "sup",
    "a",
    "h1",
    "h2",
    "h4",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dd",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "svg",
    "noscript",
    "pre",
];

const ATTRIBUTES: &[&str] = &[
    "",
    " align=center",
    " class='MsoCaption'",
    " style='text-align: center'",
    " href=https://b.example.vn/?a=1&b='2'",
    " href='mailto: a \"b\" <c>@d.vn '",
    " href=../khac",
    " href='#muc'",
    " href=/media/med_0190a1b2c3d47e5f8a9b0c1d2e3f4051/v%C4%83n-ban.pdf#page=2",
    " href='https://cu.example.vn/media/med_0190a1b2c3d47e5f8a9b0c1d2e3f4051/a b.pdf'",
    " href=/media/med_1/khong.pdf target=_top rel=opener",
    " colspan=3 rowspan=0",
    " colspan=70000",
];

const VOIDS: &[&str] = &[
    "<br>",
    "<br/><br>",
    "<hr>",
    "<img src=https://c.example.vn/1.jpg alt=' Ảnh \"một\" '>",
    "<img src=anh/2.png>",
    "<img src=/media/med_0190a1b2c3d47e5f8a9b0c1d2e3f4051/3.jpg alt=Ba>",
    "<img src=data:image/png;base64,AAAA alt=x>",
    "<img src=https://c.example.vn/3.gif width=1>",
    "<!-- x -->",
    "&nbsp;",
    "&lt;b&gt;",
    "\u{301}",
    "\u{338}",
    " ",
    "\u{a0}\u{3000}\n",
];

/// Tags, text and clutter in any order, balanced or not.
fn soup() -> impl Strategy<Value = String> {
    let open =
        (select(NAMES), select(ATTRIBUTES)).prop_map(|(name, rest)| format!("<{name}{rest}>"));
    let close = select(NAMES).prop_map(|name| format!("</{name}>"));
    let void = select(VOIDS).prop_map(str::to_owned);
    let word =
        select(&["Đảng bộ", "Ảnh: Lan", "a", "b ", " c", "Qu\u{ea}\u{301} ", "2<3", "&", "\""][..]);
    let word = word.prop_map(str::to_owned);
    vec(prop_oneof![3 => open, 3 => close, 1 => void, 3 => word], 0..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 256, ..Config::default() })]

    #[test]
    fn soup_gives_a_lawful_body(html in soup()) {
        assert_lawful(&body(&html));
        assert_lawful(&Body::from_html(&html, Some(&base())));
        assert_lawful_for_editors(&html, None);
        assert_lawful_for_editors(&html, Some(&base()));
    }

    #[test]
    fn any_string_gives_a_lawful_body(html in "\\PC{0,60}") {
        assert_lawful(&body(&html));
    }

    #[test]
    fn markup_like_strings_give_a_lawful_body(html in "[<>/!a-c=\"' &;#x?\\-\\]\\[]{0,60}") {
        assert_lawful(&body(&html));
    }

    #[test]
    fn plain_parts_give_a_lawful_body(
        parts in vec(("\\PC{0,20}\n?\\PC{0,20}", option::of("\\PC{0,20}")), 0..6),
    ) {
        let parts: Vec<Part> = parts
            .into_iter()
            .flat_map(|(text, caption)| [Part::Paragraph(text), Part::Figure { caption }])
            .collect();
        assert_lawful(&Body::from_parts(&parts));
    }
}
