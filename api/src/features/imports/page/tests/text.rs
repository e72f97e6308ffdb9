//! Pages saved as plain text.

use super::{byline, fixture, links, page, poll, published_at, terms, warnings};
use crate::{
    features::{
        articles::body::{Body, Part},
        imports::page::{WarningCode, parse},
    },
    platform::text::nfc,
};

fn paragraph(text: &str) -> Part {
    Part::Paragraph(text.to_owned())
}

#[test]
fn a_whole_page_is_read() {
    let page = page("person-and-unit.txt");
    let greeting = "Kính chào quý bạn đọc ghé thăm trang tin thử nghiệm !";
    assert_eq!(page.greeting.as_deref(), Some(greeting));
    assert_eq!(page.address, None);
    assert_eq!(page.title, "Phú Ninh: Ra mắt tổ tự quản bảo vệ dòng kênh thủy lợi");
    assert_eq!(published_at(&page), "2019-03-18T00:05:00Z");
    assert_eq!(page.views, Some(1234));
    assert_eq!(
        byline(&page),
        [Some("Minh Hạ - Ban DVĐU Tam Lộc"), Some("Minh Hạ"), Some("Ban DVĐU Tam Lộc")]
    );
    assert_eq!(terms(&page), [vec![9, 10, 11], vec![18, 19]]);
    assert_eq!(links(&page), ("Liên kết website", vec![]));
    assert_eq!(poll(&page), ("Bạn đọc tin trên trang này vào lúc nào trong ngày?", vec![]));
}

#[test]
fn a_lost_image_leaves_its_caption_and_a_warning() {
    let page = page("person-and-unit.txt");
    let expected = Body::from_parts(&[
        paragraph(
            "Sáng 17-3/2019, thôn An Hòa ra mắt tổ tự quản gồm 12 hộ dân sống dọc bờ kênh. Mỗi hộ \
             nhận một đoạn kênh dài khoảng 80 m để nhặt rác, phát cỏ và báo tin khi bờ kênh sạt lở.",
        ),
        Part::Figure {
            caption: Some(
                "Bà con thôn An Hòa\u{a0}phát cỏ hai bên bờ kênh trong buổi ra mắt".to_owned(),
            ),
        },
        paragraph(
            "Theo ông trưởng thôn, “nước sạch thì lúa tốt”, nên việc giữ kênh là việc nhà mình.",
        ),
        paragraph("Sau lễ ra mắt, tổ tự quản hẹn sinh hoạt vào chủ nhật tuần thứ hai mỗi tháng."),
    ]);
    assert_eq!(page.body, expected);
    assert_eq!(
        warnings(&page),
        [
            (WarningCode::ImageLost, Some(12)),
            (WarningCode::LinksMissing, Some(30)),
            (WarningCode::PollOptionsMissing, Some(34)),
        ]
    );
}

#[test]
fn decomposed_letters_are_composed() {
    let page = page("decomposed.txt");
    assert_eq!(page.title, "Tiên Phước: Vườn cây ăn quả đón khách tham quan");
    assert_eq!(page.greeting.as_deref(), Some("Chào mừng bạn ghé trang tin của xã"));
    assert_eq!(published_at(&page), "2018-06-02T07:40:00Z");
    assert_eq!(page.views, None);
    assert_eq!(byline(&page), [Some("Võ Thị Mỹ Duyên"), Some("Võ Thị Mỹ Duyên"), None]);
    assert_eq!(nfc(&page.body.text), page.body.text);
    assert_eq!(warnings(&page), [(WarningCode::ViewsMissing, None)]);
}

#[test]
fn marks_line_ends_case_and_tone_place_of_labels_do_not_matter() {
    let page = page("unit-only-new-tones.txt");
    assert_eq!(page.greeting.as_deref(), Some("Trang thông tin của Đảng uỷ"));
    assert_eq!(page.title, "Đại Lộc: Bàn giao nhà đoàn kết cho hộ khó khăn");
    assert_eq!(published_at(&page), "2017-06-28T01:31:00Z");
    assert_eq!(page.views, Some(2051));
    let unit = "Văn phòng Huyện uỷ Đại Lộc";
    assert_eq!(byline(&page), [Some(unit), None, Some(unit)]);
    let expected = [
        paragraph(
            "Ba căn nhà được bàn giao trước mùa mưa. Kinh phí do cán bộ, đảng viên góp mỗi tháng một ngày lương.",
        ),
        paragraph("Uỷ ban Mặt trận xã cử người đến giúp dọn dẹp."),
    ];
    assert_eq!(page.body, Body::from_parts(&expected));
    assert_eq!(terms(&page), [vec![11, 12], vec![21, 22]]);
    assert_eq!(
        poll(&page),
        ("Theo bạn, trang tin cần thêm mục nào?", vec!["Hỏi đáp", "Lịch tiếp dân"])
    );
    assert_eq!(warnings(&page), []);
}

#[test]
fn the_side_menu_may_come_in_any_order() {
    let page = page("no-byline.txt");
    assert_eq!(page.greeting, None);
    assert_eq!(page.title, "Hiệp Đức: Tổng dọn vệ sinh sau lũ");
    assert_eq!(published_at(&page), "2020-11-04T17:00:00Z");
    assert_eq!(page.views, Some(96));
    assert_eq!(byline(&page), [None; 3]);
    assert_eq!(page.body.blocks.len(), 2);
    let options = vec!["Rất dễ đọc", "Dễ đọc", "Hơi nhỏ", "Khó đọc"];
    assert_eq!(poll(&page), ("Bạn thấy chữ trên trang có dễ đọc không?", options));
    let expected = vec![
        ("Cổng mẫu trung ương", "https://trunguong.example.vn/"),
        ("Báo mẫu", "http://bao.example.vn/tin?muc=1"),
    ];
    assert_eq!(links(&page), ("Liên kết web", expected));
    assert_eq!(terms(&page), [vec![10, 11], vec![20]]);
    assert_eq!(
        warnings(&page),
        [(WarningCode::BylineMissing, None), (WarningCode::LinkUnusable, Some(25))]
    );
}

#[test]
fn utf_16_is_read_in_both_byte_orders() {
    let little = fixture("utf-16.txt");
    let big: Vec<u8> = little.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
    for bytes in [little, big] {
        let page = parse(&bytes, None).unwrap();
        assert_eq!(page.title, "Đông Giang: Mùa ba kích được giá");
        assert_eq!(page.unit_name.as_deref(), Some("Hội Nông dân huyện Đông Giang"));
        assert_eq!(page.views, Some(310));
    }
}

#[test]
fn without_any_end_the_article_ends_at_the_side_menu() {
    let text = "Tin\nNgày đăng: 1/2/2019\nMột đoạn.\nLiên kết website\nKhóa IX\nKhóa XX\n";
    let page = parse(text.as_bytes(), None).unwrap();
    assert_eq!(page.body.text, "Một đoạn.");
    assert_eq!(terms(&page), [vec![9], vec![20]]);
    assert_eq!(warnings(&page)[0], (WarningCode::ArticleEndMissing, None));
}

#[test]
fn only_the_last_author_line_is_the_byline() {
    let text = "Tin\nNgày đăng: 1/2/2019 Lượt xem: 5\nTác giả: Người làm thơ\nMột đoạn.\nTác giả: Lan Chi\n\
                Chữ thừa\n[Trở về]\n";
    let page = parse(text.as_bytes(), None).unwrap();
    assert_eq!(page.byline.as_deref(), Some("Lan Chi"));
    assert_eq!(page.body.text, "Tác giả: Người làm thơ\n\nMột đoạn.");
    assert_eq!(warnings(&page), [(WarningCode::TextLeftOut, Some(6))]);
}

#[test]
fn views_that_are_no_number_are_reported() {
    let text = "Tin\nNgày đăng: 1/2/2019 Lượt xem: nhiều\nMột đoạn.\nTác giả: Lan Chi\n";
    let page = parse(text.as_bytes(), None).unwrap();
    assert_eq!((page.views, page.title.as_str()), (None, "Tin"));
    assert_eq!(warnings(&page), [(WarningCode::ViewsUnreadable, Some(2))]);
}

#[test]
fn a_greeting_greets_or_stands_alone_above_the_heading_of_the_article() {
    let greeting = |head: &str| {
        let text = format!("{head}\nTin\nNgày đăng: 1/2/2019\nMột đoạn.\n[Trở về]");
        parse(text.as_bytes(), None).unwrap().greeting
    };
    for (head, expected) in [
        ("Trang tin của huyện\nChi tiết tin", Some("Trang tin của huyện")),
        ("Trang chủ\nTrang tin của huyện\nChi tiết tin", Some("Trang tin của huyện")),
        (
            "Giới thiệu\nChào mừng bạn đến với trang tin\nTin tức",
            Some("Chào mừng bạn đến với trang tin"),
        ),
        ("Giới thiệu\nTin tức\nChi tiết tin", None),
        ("Tin tức trong tỉnh", None),
        ("Chi tiết tin", None),
    ] {
        assert_eq!(greeting(head).as_deref(), expected, "{head}");
    }
}

#[test]
fn an_author_line_that_stays_whole_despite_its_hyphen_is_reported() {
    let text =
        "Tin\nNgày đăng: 1/2/2019 Lượt xem: 5\nMột đoạn.\nTác giả: Ban Tuyên giáo - Huyện ủy\n";
    let page = parse(text.as_bytes(), None).unwrap();
    assert_eq!(
        (page.pen_name, page.unit_name.as_deref()),
        (None, Some("Ban Tuyên giáo - Huyện ủy"))
    );
    assert_eq!(page.warnings.len(), 1);
    assert_eq!(
        (page.warnings[0].code, page.warnings[0].line),
        (WarningCode::BylineUnsplit, Some(4))
    );
}

#[test]
fn terms_in_one_series_or_out_of_order_are_reported() {
    for menu in ["Khóa XX\nKhóa XXI", "Khóa XX\nKhóa XIX\nKhóa IX"] {
        let text = format!(
            "Tin\nNgày đăng: 1/2/2019 Lượt xem: 5\nMột đoạn.\nTác giả: Lan Chi\n[Trở về]\n{menu}"
        );
        let page = parse(text.as_bytes(), None).unwrap();
        assert_eq!(warnings(&page), [(WarningCode::TermSeriesUncertain, None)], "{menu}");
    }
}

#[test]
fn warnings_are_written_with_stable_names() {
    let page = page("person-and-unit.txt");
    let warning = &page.warnings[2];
    let shown = (warning.code.as_str(), warning.message.as_str(), warning.line);
    let message = "the poll was saved without its options";
    assert_eq!(shown, ("POLL_OPTIONS_MISSING", message, Some(34)));
}
