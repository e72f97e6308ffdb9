//! Images that scripts show, images that are lost, and what is no image.

use super::{url, warnings};
use crate::features::imports::page::{Page, WarningCode, parse};

fn page(body: &str) -> Page {
    let html = format!(
        "<h1>Tin</h1><p>Ngày đăng: 1/2/2019 Lượt xem: 5</p><p>Đoạn.</p>{body}\
         <p>Tác giả: Lan Chi</p><p>[Trở về]</p>"
    );
    parse(html.as_bytes(), Some(&url("https://cu.example.vn/tin/1.html"))).unwrap()
}

fn addresses(page: &Page) -> Vec<Option<&str>> {
    page.body.figures.iter().map(|figure| figure.source_url.as_deref()).collect()
}

#[test]
fn an_image_that_a_script_shows_is_found_under_its_later_address() {
    let page = page(
        "<img src='data:image/gif;base64,R0lGODlhAQ' data-src='/anh/1.jpg?a=1&amp;b=2' alt='Một'>\
         <noscript><img src='/anh/1.jpg?a=1&amp;b=2'></noscript>\
         <img data-original=\"anh/2.jpg\"><img src=/anh/3.jpg data-src=/anh/nho.jpg>",
    );
    let expected = [
        Some("https://cu.example.vn/anh/1.jpg?a=1&b=2"),
        Some("https://cu.example.vn/tin/anh/2.jpg"),
        Some("https://cu.example.vn/anh/3.jpg"),
    ];
    assert_eq!(addresses(&page), expected);
    assert_eq!(page.body.figures[0].alt.as_deref(), Some("Một"));
    assert_eq!(warnings(&page), []);
}

#[test]
fn an_image_without_an_address_of_the_web_is_told() {
    let long = format!("<img src='https://a.vn/{}'>", "x".repeat(2_000));
    for image in ["<img src='data:image/png;base64,AAAA'>", "<img src=Tin_files/1.jpg>", &long] {
        let page = page(&format!("<center>{image}<p>Chú thích</p></center>"));
        assert_eq!(warnings(&page), [(WarningCode::ImageLost, None)], "{image:.60}");
        assert_eq!(addresses(&page), [None]);
        assert_eq!(page.body.figures[0].caption.as_deref(), Some("Chú thích"));
    }
    let spacer = page("<img src='data:image/gif;base64,R0lGODlhAQ' width=1 height=1>");
    assert_eq!((warnings(&spacer), addresses(&spacer)), (vec![], vec![]));
}

#[test]
fn an_image_of_an_unknown_portal_is_told() {
    let html = "<h1>Tin</h1><p>Ngày đăng: 1/2/2019 Lượt xem: 5</p><p>Đoạn.</p>\
                <img src=/anh/1.jpg><p>Tác giả: Lan Chi</p><p>[Trở về]</p>";
    let page = parse(html.as_bytes(), None).unwrap();
    assert_eq!(warnings(&page), [(WarningCode::ImageLost, None)]);
    assert!(page.warnings[0].message.contains("--origin"));
}

#[test]
fn videos_and_frames_are_told() {
    let page = page(
        "<iframe src=https://video.example.vn/1></iframe><video><source src=a.mp4></video>\
         <object data=a.swf><embed src=a.swf></object><audio src=a.mp3></audio>",
    );
    assert_eq!(warnings(&page), [(WarningCode::MediaLeftOut, None); 5]);
    let message = "<iframe> was left out: https://video.example.vn/1";
    assert_eq!(page.warnings[0].message, message);
    assert_eq!(page.body.text, "Đoạn.");
}
