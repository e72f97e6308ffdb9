//! Pages saved as HTML by a browser.

use super::{byline, fixture, links, page, poll, published_at, terms, url, warnings};
use crate::features::{
    articles::body::Body,
    imports::page::{WarningCode, parse},
};

#[test]
fn word_clutter_does_not_reach_the_article() {
    let page = page("word-clutter.html");
    let address = "https://trangtin.example.vn/Article/Details/4711?x=1";
    assert_eq!(page.address, Some(url(address)));
    let greeting = "Chào mừng bạn đến với trang tin mẫu của huyện";
    assert_eq!(page.greeting.as_deref(), Some(greeting));
    assert_eq!(page.title, "Duy Xuyên: Tập huấn công tác kiểm tra cho chi bộ thôn");
    assert_eq!(published_at(&page), "2019-08-21T08:30:00Z");
    assert_eq!(page.views, Some(87));
    assert_eq!(
        byline(&page),
        [Some("Hồng Phúc - UBKT Huyện ủy"), Some("Hồng Phúc"), Some("UBKT Huyện ủy")]
    );
    let clean = "<p>Lớp tập huấn có <b>64 học viên</b> là bí thư và phó bí thư chi bộ.</p>\
                 <p>Tài liệu được đăng tại \
                 <a href='https://trangtin.example.vn/tai-lieu?so=5&amp;nam=2019'>mục tài liệu</a>.</p>\
                 <ul><li>Ghi biên bản</li><li>Lưu hồ sơ</li></ul>";
    assert_eq!(page.body, Body::from_html(clean, None));
    assert_eq!(warnings(&page), []);
}

#[test]
fn images_become_figures_with_their_address() {
    let page = page("images-and-table.html");
    let address = "https://trangtin.example.vn/tin/hoi-dua-thuyen-88.html";
    assert_eq!(page.address, Some(url(address)));
    assert_eq!(page.title, "Hội An: Ngày hội đua thuyền trên sông");
    assert_eq!(published_at(&page), "2023-07-06T14:54:00Z");
    assert_eq!(page.views, Some(12_345));
    assert_eq!(byline(&page), [Some("Hải Yến"), Some("Hải Yến"), None]);
    let [finish, crowd] = page.body.figures.as_slice() else { panic!("{:?}", page.body.figures) };
    assert_eq!(finish.caption.as_deref(), Some("Đội Cẩm Châu về đích đầu tiên"));
    let image = "https://trangtin.example.vn/kho/anh/dua-thuyen.jpg";
    assert_eq!(finish.source_url.as_deref(), Some(image));
    assert_eq!(crowd.caption.as_deref(), Some("Khán giả đứng kín hai bờ sông"));
    assert_eq!(crowd.source_url, None);
    assert_eq!(page.body.blocks.len(), 5);
    assert_eq!(warnings(&page), [(WarningCode::ImageLost, None)]);
}

#[test]
fn links_and_answers_are_read_from_their_controls() {
    let page = page("select-and-poll.html");
    assert_eq!(page.address, Some(url("https://trangtin.example.vn/chi-tiet?id=46&c=9")));
    assert_eq!(page.title, "Núi Thành: Thắp sáng đường quê");
    assert_eq!(published_at(&page), "2021-03-15T02:47:00Z");
    let unit = "Đoàn Thanh niên xã Tam Hải";
    assert_eq!(byline(&page), [Some(unit), None, Some(unit)]);
    let sentences = "Đoàn viên lắp 60 bóng đèn dọc đường liên thôn.\n\
                     Điện do các hộ hai bên đường tự nguyện đóng góp.";
    assert_eq!(page.body.text, sentences);
    let options = vec!["Bạn bè giới thiệu", "Tìm trên mạng", "Báo, đài", "Sinh hoạt chi bộ"];
    assert_eq!(poll(&page), ("Bạn biết trang tin này qua đâu?", options));
    let expected = vec![
        ("Trang trung ương", "https://trunguong.example.vn/"),
        ("Trang địa phương", "http://diaphuong.example.vn/?a=1&b=2"),
    ];
    assert_eq!(links(&page), ("Liên kết website", expected));
    let expected = [(WarningCode::ViewsMissing, None), (WarningCode::LinkUnusable, None)];
    assert_eq!(warnings(&page), expected);
}

#[test]
fn labels_and_values_may_stand_in_neighbouring_cells() {
    let page = page("labels-in-cells.html");
    assert_eq!(page.title, "Thăng Bình: Ra quân trồng cây chắn cát");
    assert_eq!(published_at(&page), "2018-02-23T23:45:00Z");
    assert_eq!(page.views, Some(509));
    assert_eq!(
        byline(&page),
        [Some("Quang Sáng - BCH Quân sự huyện"), Some("Quang Sáng"), Some("BCH Quân sự huyện")]
    );
    let clean = "<p>Hơn 3.000 cây phi lao được trồng trong buổi sáng.</p>\
                 <p>Bộ đội biên phòng giúp dân đào hố.</p>";
    assert_eq!(page.body, Body::from_html(clean, None));
    assert_eq!(terms(&page), [vec![9, 10], vec![20]]);
    let expected = vec![
        ("Xã thứ nhất", "http://xa-mot.example.vn/"),
        ("Xã thứ hai", "https://xa-hai.example.vn/"),
    ];
    assert_eq!(links(&page), ("Liên kết website", expected));
    assert_eq!(page.greeting, None);
    assert_eq!(warnings(&page), []);
}

#[test]
fn a_text_file_that_a_browser_wrapped_is_read_as_text() {
    let page = page("wrapped-text.html");
    assert_eq!(page.title, "Tây Giang: Đêm hội lửa trại ở làng");
    assert_eq!(page.body.text, "Già làng kể chuyện <ngày xưa> bên bếp lửa.");
    assert_eq!(page.byline.as_deref(), Some("A Lăng Thủy"));
}

#[test]
fn the_origin_resolves_addresses_of_a_page_that_is_silent() {
    let bytes = "<h1>Tin</h1><p>Ngày đăng: 1/2/2019</p><p><img src='a.jpg'></p><p>[Trở về]</p>";
    let origin = url("https://trangtin.example.vn/tin/1.html");
    let page = parse(bytes.as_bytes(), Some(&origin)).unwrap();
    assert_eq!(page.address, None);
    let image = page.body.figures[0].source_url.as_deref();
    assert_eq!(image, Some("https://trangtin.example.vn/tin/a.jpg"));
}

#[test]
fn the_page_may_be_decomposed_and_end_its_lines_in_any_way() {
    let source = String::from_utf8(fixture("labels-in-cells.html")).unwrap();
    let decomposed: String =
        unicode_normalization::UnicodeNormalization::nfd(source.as_str()).collect();
    let expected = page("labels-in-cells.html");
    for end in ["\r\n", "\r"] {
        let read = parse(decomposed.replace('\n', end).as_bytes(), None).unwrap();
        assert_eq!((read.title, read.body), (expected.title.clone(), expected.body.clone()));
    }
}
