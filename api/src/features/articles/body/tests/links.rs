//! Where links lead, and how they open.

use url::Url;

use crate::features::articles::{
    Body,
    body::{files_of, open_in_place, own_files_of},
};

const FILE: &str = "med_0190a1b2c3d47e5f8a9b0c1d2e3f4051";

fn portal() -> Url {
    Url::parse("https://www.tinh.example.vn/").expect("a valid address")
}

/// The addresses in a body of one link.
fn href(address: &str, base: Option<&Url>) -> Option<String> {
    let body = Body::from_editor(&format!("<p><a href='{address}'>văn bản</a></p>"), base);
    body.blocks[0].spans()[0].href.clone()
}

#[test]
fn a_file_of_the_portal_is_linked_to_without_a_host() {
    let own = format!("/media/{FILE}/van-ban.pdf");
    for base in [None, Some(&portal())] {
        assert_eq!(href(&own, base), Some(own.clone()));
        assert_eq!(href(&format!("{own}#page=2"), base), Some(format!("{own}#page=2")));
        let spaced = format!("/media/{FILE}/a%20b.pdf");
        assert_eq!(href(&format!("/x/../media/{FILE}/a b.pdf"), base), Some(spaced));
    }
    for host in ["https://www.tinh.example.vn", "http://tinh.example.vn:8080"] {
        assert_eq!(href(&format!("{host}{own}"), Some(&portal())), Some(own.clone()));
    }
    let elsewhere = format!("https://khac.example.vn{own}");
    assert_eq!(href(&elsewhere, Some(&portal())), Some(elsewhere.clone()));
    for none in ["/media/", "/media/med_1/a.pdf", &format!("/media/{FILE}/"), &format!("{own}/b")] {
        assert_eq!(href(none, None), None, "{none}");
        assert!(href(none, Some(&portal())).unwrap().starts_with("https://"), "{none}");
    }
}

#[test]
fn whatever_names_a_file_counts_as_a_use_of_it() {
    let html = format!(
        "<ul><li><a href='/media/{FILE}/a.pdf'>một</a></ul>
         <table><tr><th>Cột<tr><td><a href='https://khac.example.vn/media/{}/a.pdf'>hai</a></table>
         <img src='/media/{}/anh.jpg'><p><a href='https://khac.example.vn/tin/{FILE}'>ba</a></p>",
        FILE.replace("4051", "4052"),
        FILE.replace("4051", "4053"),
    );
    let body = Body::from_editor(&html, Some(&portal()));
    let ends = |files: std::collections::BTreeSet<sea_orm::prelude::Uuid>| -> Vec<String> {
        files.iter().map(|id| id.simple().to_string()[28..].to_owned()).collect()
    };
    assert_eq!(ends(files_of(&body.blocks, &body.figures)), ["4051", "4052", "4053"]);
    assert_eq!(ends(own_files_of(&body.blocks)), ["4051"]);
}

#[test]
fn blocks_name_files_in_that_one_form() {
    let body = |href: &str| {
        let blocks = serde_json::json!([
            { "type": "paragraph", "spans": [{ "text": "văn bản", "href": href }] }
        ]);
        Body::from_blocks(serde_json::from_value(blocks).unwrap(), Vec::new()).is_ok()
    };
    let own = format!("/media/{FILE}/a.pdf");
    assert!(body(&own) && body("https://tinh.example.vn/tin"));
    for href in [
        format!("/{own}"),
        format!("\\{own}"),
        format!("/media/{FILE}/a b.pdf"),
        format!("/media/{FILE}/../a.pdf"),
        format!("/media/{}/a.pdf", FILE.to_uppercase()),
        "/tin/hop".to_owned(),
        "javascript:alert(1)".to_owned(),
    ] {
        assert!(!body(&href), "{href}");
    }
}

#[test]
fn links_that_leave_the_portal_open_beside_the_article_and_others_in_its_place() {
    let html = format!(
        "<p><a href='https://tinh.example.vn/tin/a?b=1&c=2'>một</a>, <a href='/tin/b'>hai</a>,
         <a href='https://khac.example.vn/?u=https://tinh.example.vn/'>ba</a>,
         <a href='https://tinh.example.vn@khac.example.vn/'>bốn</a>,
         <a href='https://tinh.example.vn.khac.example.vn/'>năm</a>,
         <a href='mailto:a@tinh.example.vn'>sáu</a>, <a href='/media/{FILE}/a.pdf'>bảy</a>,
         &lt;a href=\"https://tinh.example.vn/\" target=\"_blank\" rel=\"noopener\"&gt;</p>"
    );
    let html = Body::from_editor(&html, Some(&portal())).html;
    let apart = |html: &str| {
        let links = html.split("<a href=").skip(1);
        links.map(|link| link.split('>').next().unwrap().contains("rel=")).collect::<Vec<_>>()
    };
    assert_eq!(apart(&html), [true, true, true, true, true, false, false]);
    let shown = open_in_place(&html, Some("tinh.example.vn"));
    assert_eq!(apart(&shown), [false, false, true, true, true, false, false]);
    assert_eq!(shown.matches(" target=\"_blank\" rel=\"noopener\"").count(), 4, "{shown}");
    assert!(shown.ends_with("target=\"_blank\" rel=\"noopener\"&gt;</p>"), "text stays: {shown}");
    assert_eq!(open_in_place(&html, None), html);
    assert_eq!(open_in_place(&html, Some("khong.example.vn")), html);
    // Written again by an editor who copied what is shown, it is the same.
    assert_eq!(Body::from_editor(&shown, Some(&portal())).html, html);
}

#[test]
fn links_that_lead_nowhere_leave_their_text_as_one() {
    let body =
        Body::from_editor("<p><a href=/a>một</a><a href=/b>hai</a></p><img src=/c.jpg>", None);
    assert_eq!((body.html.as_str(), body.figures.len()), ("<p>mộthai</p>", 0));
    assert_eq!(Body::from_blocks(body.blocks.clone(), Vec::new()), Ok(body));
}
