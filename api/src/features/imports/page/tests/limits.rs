//! Texts that are longer than anything that can be kept.

use super::{links, warnings};
use crate::features::imports::page::{Page, PageFault, WarningCode, parse};

fn text(byline: &str, menu: &str) -> Result<Page, PageFault> {
    let text = format!(
        "Tin\nNgày đăng: 1/2/2019 Lượt xem: 5\nMột đoạn.\nTác giả: {byline}\n[Trở về]\n{menu}"
    );
    parse(text.as_bytes(), None)
}

fn html(head: &str, body: &str) -> Result<Page, PageFault> {
    let html = format!(
        "<html><head>{head}</head><h1>Tin</h1><p>Ngày đăng: 1/2/2019 Lượt xem: 5</p><p>Đoạn.</p>\
         {body}<p>Tác giả: Lan Chi</p><p>[Trở về]</p>"
    );
    parse(html.as_bytes(), None)
}

#[test]
fn an_author_line_that_is_too_long_is_a_fault_of_its_line() {
    let unit = "Ban DVHU ".to_owned() + &"đ".repeat(291);
    assert_eq!(text(&unit, "").unwrap().unit_name, Some(unit.clone()));
    let pen_name = format!("{} - Ban DVHU", "Đ".repeat(201));
    for byline in [format!("{unit}đ"), pen_name] {
        let fault = text(&byline, "").unwrap_err();
        assert_eq!((fault.code(), fault.line()), ("BYLINE_INVALID", Some(4)), "{byline}");
    }
    let message = text(&format!("{unit}đ"), "").unwrap_err().to_string();
    let expected = "line 4: the author line cannot be kept: 301 characters are too many: at most \
                    300 are allowed";
    assert_eq!(message, expected);
}

#[test]
fn links_that_are_too_long_are_left_out_with_a_warning() {
    let title = "t".repeat(301);
    let address = format!("https://a.example.vn/{}", "x".repeat(2_000));
    let menu = format!(
        "Liên kết website\n{title} https://a.example.vn/\nBáo {address}\nĐài https://b.example.vn/"
    );
    let page = text("Lan Chi", &menu).unwrap();
    assert_eq!(links(&page), ("Liên kết website", vec![("Đài", "https://b.example.vn/")]));
    let expected = [(WarningCode::LinkUnusable, Some(7)), (WarningCode::LinkUnusable, Some(8))];
    assert_eq!(warnings(&page), expected);

    let page = text("Lan Chi", &format!("Liên kết website{}\nBáo {address}", ".".repeat(300)));
    let page = page.unwrap();
    assert_eq!(page.link_directories, []);
    assert_eq!(warnings(&page), [(WarningCode::LinksUnusable, Some(6))]);
}

#[test]
fn a_poll_that_is_too_long_is_left_out_or_stays_a_question() {
    let poll = |menu: &str| {
        let page = text("Lan Chi", &format!("Thăm dò ý kiến\n{menu}")).unwrap();
        (page.poll.as_ref().map(|poll| poll.options.len()), warnings(&page))
    };
    let long = "d".repeat(501);
    assert_eq!(
        poll(&format!("{long}\nCó\nKhông")),
        (None, vec![(WarningCode::PollUnusable, Some(7))])
    );
    let unusable = (Some(0), vec![(WarningCode::PollOptionsUnusable, Some(7))]);
    assert_eq!(poll(&format!("Hỏi?\nCó\n{long}")), unusable);
    assert_eq!(poll(&format!("Hỏi?\n{}", "Có\n".repeat(101))), unusable);
    assert_eq!(poll(&format!("Hỏi?\n{}", "Có\n".repeat(100))), (Some(100), vec![]));
}

#[test]
fn a_greeting_and_an_address_that_are_too_long_are_left_out_with_a_warning() {
    let head = format!("Chào mừng bạn {}", "x".repeat(1_000));
    let page = format!("{head}\nTin\nNgày đăng: 1/2/2019 Lượt xem: 5\nMột đoạn.\nTác giả: Lan\n");
    let page = parse(page.as_bytes(), None).unwrap();
    assert_eq!(page.greeting, None);
    assert_eq!(warnings(&page), [(WarningCode::GreetingUnusable, Some(1))]);

    let canonical = format!("<link rel=canonical href='https://a.vn/{}'>", "x".repeat(2_000));
    let page = html(&canonical, "").unwrap();
    assert_eq!(page.address, None);
    assert_eq!(warnings(&page), [(WarningCode::AddressUnusable, None)]);
}

#[test]
fn figures_that_cannot_all_be_kept_are_a_fault() {
    let fault = html("", &"<img src=https://a.vn/1.jpg>".repeat(40_000)).unwrap_err();
    assert_eq!(fault.code(), "FIGURES_TOO_MANY");
    let fault = html("", &format!("<img src=https://a.vn/1.jpg alt='{}'>", "đ".repeat(1_001)));
    let fault = fault.unwrap_err();
    let message = "the description of figure 1 has 1001 characters: at most 1000 are allowed";
    assert_eq!((fault.code(), fault.to_string().as_str()), ("FIGURE_ALT_TOO_LONG", message));
}
