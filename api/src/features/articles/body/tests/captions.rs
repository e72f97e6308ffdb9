//! Images, and the lines under them.

use super::{assert_lawful, base, body};
use crate::features::articles::body::{Block, Body, BodyFigure, Part};

const SOURCE: &str = "https://cu.example.vn/anh/1.jpg";

fn figure(caption: &str) -> BodyFigure {
    BodyFigure {
        caption: Some(caption.to_owned()),
        source_url: Some(SOURCE.to_owned()),
        ..BodyFigure::default()
    }
}

/// Reads `html`, whose figures must be exactly these.
fn figures_of(html: &str, expected: &[BodyFigure]) -> Body {
    let body = body(&html.replace("IMG", &format!("<img src='{SOURCE}'>")));
    assert_lawful(&body);
    assert_eq!(body.figures, expected, "{html}");
    body
}

#[test]
fn a_caption_is_found_in_every_form_that_authors_give_it() {
    for html in [
        "<figure>IMG<figcaption>Khen thưởng</figcaption></figure>",
        "<figure><figcaption>Khen <b>thưởng</b></figcaption><div>IMG</div></figure>",
        "<p>IMG</p><p><em>Khen thưởng</em></p>",
        "<p>IMG<br><i>Khen<br>thưởng</i></p>",
        "<p align=center>IMG<br>Khen thưởng</p>",
        "<p>IMG</p><p>&nbsp;</p><p style='color:red; TEXT-ALIGN : Center'>Khen thưởng</p>",
        "<center>IMG<p>Khen thưởng</p></center>",
        "<div class=ImageCaption>IMG <div>Khen&nbsp; thưởng</div></div>",
        "<p class=PCaption>IMG</p><p class=PCaption>Khen thưởng</p>",
        "<table><tr><td>IMG</td></tr><tr><td>Khen thưởng</td></tr></table>",
        "<table align=center><tr><td>IMG<p>Khen thưởng</p></td></tr></table>",
    ] {
        let body = figures_of(html, &[figure("Khen thưởng")]);
        assert_eq!(body.blocks, [Block::Figure { position: 0 }], "{html}");
        assert_eq!(body.text, "", "captions are not part of the text");
    }
}

#[test]
fn an_ordinary_paragraph_under_an_image_is_no_caption() {
    let bare = BodyFigure { caption: None, ..figure("") };
    let long = format!("<p>IMG</p><p><i>{}</i></p>", "dài ".repeat(100));
    for html in [
        "<p>IMG Sáng ngày 08-10/2020</p>",
        "<p>IMG</p><p>Sáng <i>ngày</i> 08-10/2020</p>",
        "<p>IMG</p><h2><i>Sáng</i></h2>",
        "<blockquote>IMG<p><i>Sáng</i></p></blockquote>",
        &long,
    ] {
        assert_eq!(figures_of(html, std::slice::from_ref(&bare)).blocks.len(), 2, "{html}");
    }
}

#[test]
fn an_image_splits_what_it_stands_in() {
    let html = "<ol><li>Một<ul><li>hai IMG</li><li>ba</li></ul></li><li>bốn</li></ol>";
    let body = figures_of(html, &[BodyFigure { caption: None, ..figure("") }]);
    assert_eq!(
        body.html,
        "<ol><li>Một<ol><li>hai</li></ol></li></ol>\n\
         <figure><img src=\"https://cu.example.vn/anh/1.jpg\" alt=\"\"></figure>\n\
         <ol><li>ba</li><li>bốn</li></ol>"
    );
    let html = "<p>trước <b>IMG sau</b></p>";
    let body = figures_of(html, &[BodyFigure { caption: None, ..figure("") }]);
    assert_eq!(body.text, "trước\n\nsau");
}

#[test]
fn images_of_a_data_table_follow_it() {
    let html = "<table><tr><td>Lan</td><td>IMG</td></tr></table>";
    let body = figures_of(html, &[BodyFigure { caption: None, ..figure("") }]);
    assert_eq!(
        body.html,
        "<table><tbody><tr><td>Lan</td><td></td></tr></tbody></table>\n\
         <figure><img src=\"https://cu.example.vn/anh/1.jpg\" alt=\"\"></figure>"
    );
}

#[test]
fn a_credit_is_read_from_the_caption_and_stays_in_it() {
    for (caption, credit) in [
        ("Toàn cảnh hội nghị. Ảnh: Thúy Lan", Some("Thúy Lan")),
        ("Toàn cảnh hội nghị (Ảnh: Thúy Lan).", Some("Thúy Lan")),
        ("Toàn cảnh (ảnh: T.L)", Some("T.L")),
        ("Một số hình ảnh: hội nghị", None),
        ("Ảnh:", None),
    ] {
        let credit = credit.map(str::to_owned);
        let expected = BodyFigure { credit, ..figure(caption) };
        figures_of(&format!("<p>IMG</p><p><i>{caption}</i></p>"), &[expected]);
    }
}

#[test]
fn addresses_become_absolute_and_descriptions_stay() {
    let html = "<img src='../anh/ha noi.jpg?a=1&amp;b=2' alt='Lễ  \"tổng kết\"'>";
    let body = Body::from_html(html, Some(&base()));
    assert_lawful(&body);
    assert_eq!(
        body.html,
        "<figure><img src=\"https://cu.example.vn/anh/ha%20noi.jpg?a=1&amp;b=2\" \
         alt=\"Lễ &quot;tổng kết&quot;\"></figure>"
    );
    assert_eq!(body.figures[0].alt.as_deref(), Some("Lễ \"tổng kết\""));
}

#[test]
fn a_lost_image_stays_only_for_its_caption() {
    let data = "<img src='data:image/png;base64,AAAA' alt=x>";
    assert_eq!(body(&format!("<p>trước</p>{data}<p>sau</p>")).html, "<p>trước</p>\n<p>sau</p>");
    for html in [
        &format!("{data}<p><i>Khen thưởng</i></p>"),
        "<figure><img src='anh/1.jpg'><figcaption>Khen thưởng</figcaption></figure>",
        "<figure><figcaption>Khen thưởng</figcaption></figure>",
    ] {
        let body = figures_of(html, &[BodyFigure { source_url: None, ..figure("Khen thưởng") }]);
        assert_eq!(body.html, "<figure><figcaption>Khen thưởng</figcaption></figure>");
    }
}

#[test]
fn spacers_vanish() {
    for size in ["width=1", "height='2px'", "width=600 height=0"] {
        let html = format!("<p>a<img src='{SOURCE}' {size}>b</p>");
        assert_eq!(body(&html).html, "<p>ab</p>");
    }
    figures_of(
        "<img src='SRC' width='1%'>".replace("SRC", SOURCE).as_str(),
        &[BodyFigure { caption: None, ..figure("") }],
    );
}

#[test]
fn a_figure_around_something_else_lets_it_out() {
    let html = "<figure><table><tr><td>1<td>2</table><figcaption>Bảng</figcaption></figure>";
    let body = figures_of(html, &[]);
    assert_eq!(body.text, "1 | 2\n\nBảng");
}

#[test]
fn plain_parts_keep_the_place_of_a_lost_image() {
    let body = Body::from_parts(&[
        Part::Paragraph("Sáng ngày 08-10/2020,\u{a0}Ban Dân vận <b>".to_owned()),
        Part::Figure { caption: Some(" Khen thưởng tại Hội nghị ".to_owned()) },
        Part::Figure { caption: None },
        Part::Paragraph("Dòng một\r\nDòng hai".to_owned()),
        Part::Paragraph(" \u{a0} ".to_owned()),
    ]);
    assert_lawful(&body);
    assert_eq!(
        body.html,
        "<p>Sáng ngày 08-10/2020,&nbsp;Ban Dân vận &lt;b&gt;</p>\n\
         <figure><figcaption>Khen thưởng tại Hội nghị</figcaption></figure>\n\
         <p>Dòng một<br>Dòng hai</p>"
    );
    assert_eq!(body.figures.len(), 1);
}
