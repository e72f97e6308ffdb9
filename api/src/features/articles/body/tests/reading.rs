//! Text: what stays, what vanishes, and what the stored forms look like.

use super::{assert_lawful, base, body};
use crate::features::articles::body::{Block, Body, Cell, Mark, Row, Span, block::ListItem};

/// Asserts the HTML that `html` is stored as.
fn stores(html: &str, expected: &str) -> Body {
    let body = body(html);
    assert_eq!(body.html, expected, "{html}");
    assert_lawful(&body);
    body
}

fn plain(text: &str) -> Vec<Span> {
    vec![Span { text: text.to_owned(), marks: Vec::new(), href: None }]
}

#[test]
fn office_clutter_vanishes_and_leaves_its_text() {
    let html = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>\
        <style>p.MsoNormal {margin:0cm}</style><title>Hội nghị</title></head><body lang=VI>\
        <!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->\
        <xml><o:OfficeDocumentSettings>1</o:OfficeDocumentSettings></xml>\
        <p class=MsoNormal style='text-align:justify;mso-line-height-rule:exactly'>\
        <span lang=VI style='font-size:14.0pt'>Hội\u{a0}nghị&nbsp;&nbsp; <font color=red>tổng\n kết</font>\
        <o:p></o:p></span></p>\
        <p class=MsoNormal><o:p>&nbsp;</o:p></p>\
        <p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>-<span>&nbsp;&nbsp;\
        </span></span><![endif]><b style='mso-bidi-font-weight:normal'>Phong trào</b> <st1:place>huyện</st1:place>\
        </p></body></html>";
    let body =
        stores(html, "<p>Hội&nbsp;nghị tổng kết</p>\n<p>- <strong>Phong trào</strong> huyện</p>");
    assert_eq!(body.text, "Hội\u{a0}nghị tổng kết\n\n- Phong trào huyện");
}

#[test]
fn text_is_verbatim_but_for_its_normal_form() {
    let text = "cần trung thực hiện “Dân vận khéo” 'x' \"y\" ngày 14-7-2015 – số 62-KL/TW";
    stores(&format!("<p>{text}</p>"), &format!("<p>{text}</p>"));
    stores("<p>Qu\u{ea}\u{301} S\u{1a1}n</p>", "<p>Quế Sơn</p>");
    stores("<p>a<b>\u{301}b</b></p>", "<p>á<strong>b</strong></p>");
    stores("<p>\u{feff}Đảng\u{200b} bộ&#7;</p>", "<p>Đảng bộ</p>");
}

#[test]
fn a_single_space_of_another_kind_stays_and_a_wider_gap_is_one_space() {
    stores("<p>Quế&nbsp;Sơn 62\u{202f}kg</p>", "<p>Quế&nbsp;Sơn 62\u{202f}kg</p>");
    stores("<p>Quế&nbsp;&nbsp;Sơn &nbsp;là\u{3000}\n huyện</p>", "<p>Quế Sơn là huyện</p>");
    stores("<p>a&nbsp;<b> b</b><i>&nbsp;c</i></p>", "<p>a <strong>b</strong><em>&nbsp;c</em></p>");
    stores("<p>&nbsp;&nbsp; thụt&nbsp;<br>&nbsp;vào&nbsp;</p><p>&nbsp;</p>", "<p>thụt<br>vào</p>");
    stores("<p>a\u{2028}b\u{b}c</p>", "<p>a b c</p>");
    let html = "<img src=https://a.vn/1.jpg alt='Hội&nbsp;nghị'><p><i>Huyện&nbsp;ủy. Ảnh:&nbsp;Lan</i></p>";
    let figure = &body(html).figures[0];
    assert_eq!(figure.alt.as_deref(), Some("Hội\u{a0}nghị"));
    assert_eq!(figure.caption.as_deref(), Some("Huyện\u{a0}ủy. Ảnh:\u{a0}Lan"));
    assert_eq!(figure.credit.as_deref(), Some("Lan"));
}

#[test]
fn lines_and_paragraphs() {
    stores("một<br>hai <br> ba<br><br>bốn", "<p>một<br>hai<br>ba</p>\n<p>bốn</p>");
    stores("<p><br>một<br></p><p><br></p>", "<p>một</p>");
    stores("<div>một<div>hai</div>ba</div>", "<p>một</p>\n<p>hai</p>\n<p>ba</p>");
    stores("<b>một<p>hai</b>ba", "<p><strong>một</strong></p>\n<p><strong>hai</strong>ba</p>");
    stores("<h1>A</h1><h5>B<br><br>c</h5>", "<h2>A</h2>\n<h4>B<br>c</h4>");
}

#[test]
fn marks_have_one_name_and_one_order() {
    stores(
        "<i><b>a</i></b><del>b</del><strike>c</strike><b><strong>d</strong>e</b><ins>f</ins>\
         H<sub>2</sub>O m<sup>2</sup>",
        "<p><strong><em>a</em></strong><s>bc</s><strong>de</strong><u>f</u>\
         H<sub>2</sub>O m<sup>2</sup></p>",
    );
    let body = body("<p><u><b>a<br>b</b></u></p>");
    let marks = vec![Mark::Bold, Mark::Underline];
    let spans = vec![Span { text: "a\nb".to_owned(), marks, href: None }];
    assert_eq!(body.blocks, [Block::Paragraph { spans }]);
}

#[test]
fn links_become_absolute_or_plain_text() {
    let html = "<a href=' HTTPS://A.vn/x y '>một</a> <a href='/hai'>hai</a> <a href='#ba'>ba</a> \
        <a href='mailto:a@b.vn'>bốn</a> <a href='TEL:+84'>n<b>ă</b>m</a>";
    stores(
        html,
        "<p><a href=\"https://a.vn/x%20y\" target=\"_blank\" rel=\"noopener\">một</a> hai ba \
         <a href=\"mailto:a@b.vn\">bốn</a> <a href=\"tel:+84\">n<strong>ă</strong>m</a></p>",
    );
    let body =
        Body::from_html("<a href='../hai?b=1&amp;c=2'>hai</a> <a href='#ba'>ba</a>", Some(&base()));
    assert_eq!(
        body.html,
        "<p><a href=\"https://cu.example.vn/hai?b=1&amp;c=2\" target=\"_blank\" rel=\"noopener\">hai</a> ba</p>"
    );
}

#[test]
fn nested_lists_become_levels() {
    let html = "<ul><li><p>a</p><p>b</p><ol><li>c</ol>d<li>e<ul><ul><li>f</ul></ul></ul>";
    let body = stores(
        html,
        "<ul><li>a<br>b<ul><li>c</li></ul></li><li>d</li><li>e<ul><li>f</li></ul></li></ul>",
    );
    let item = |level, text| ListItem { level, spans: plain(text) };
    let items = vec![item(0, "a\nb"), item(1, "c"), item(0, "d"), item(0, "e"), item(1, "f")];
    assert_eq!(body.blocks, [Block::List { ordered: false, items }]);
    assert_eq!(body.text, "a\nb\nc\nd\ne\nf");
}

#[test]
fn deep_lists_stop_at_the_last_level() {
    let html: String = (0..9).map(|depth| format!("<ol><li>{depth}")).collect();
    let body = body(&html);
    assert_lawful(&body);
    let [Block::List { ordered: true, items }] = body.blocks.as_slice() else { panic!("{body:?}") };
    let levels: Vec<u8> = items.iter().map(|item| item.level).collect();
    assert_eq!(levels, [0, 1, 2, 3, 4, 5, 5, 5, 5]);
}

#[test]
fn quotes_hold_paragraphs_and_let_the_rest_out() {
    stores(
        "<blockquote>a<p>b</p><blockquote>c</blockquote><ul><li>d</ul>e</blockquote>\
         <blockquote>f</blockquote>",
        "<blockquote><p>a</p><p>b</p><p>c</p></blockquote>\n<ul><li>d</li></ul>\n\
         <blockquote><p>e</p></blockquote>\n<blockquote><p>f</p></blockquote>",
    );
}

#[test]
fn data_tables_keep_their_cells() {
    let html = "<table border=1><caption>Kết <b>quả</b></caption><thead><tr><th colspan=2>Năm</thead>\
        <tr></tr><tr><td rowspan=0><p>2015</p><p>-14/7</p><td><ul><li>mười</ul></table>";
    let body = stores(
        html,
        "<table><caption>Kết quả</caption><tbody><tr><th colspan=\"2\">Năm</th></tr>\
         <tr><td>2015<br>-14/7</td><td>mười</td></tr></tbody></table>",
    );
    let cell =
        |header, column_span, text| Cell { header, column_span, row_span: 1, spans: plain(text) };
    let rows = vec![
        Row { cells: vec![cell(true, 2, "Năm")] },
        Row { cells: vec![cell(false, 1, "2015\n-14/7"), cell(false, 1, "mười")] },
    ];
    assert_eq!(body.blocks, [Block::Table { caption: Some("Kết quả".to_owned()), rows }]);
    assert_eq!(body.text, "Kết quả\nNăm\n2015 -14/7 | mười");
}

#[test]
fn tables_that_arrange_a_page_vanish() {
    stores("<table><tr><td><h2>A</h2><p>b</p></td></tr></table>", "<h2>A</h2>\n<p>b</p>");
    stores(
        "<table><tr><td>menu<td><table><tr><td>1<td>2</table></table>",
        "<p>menu</p>\n<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    );
    stores("<table><tr><td>&nbsp;<td></td></table>", "");
    stores(
        "<table>lạc<tr><td>1<td>2</table>",
        "<table><tbody><tr><td>lạc</td></tr>\
         <tr><td>1</td><td>2</td></tr></tbody></table>",
    );
}

#[test]
fn blocks_are_stored_under_short_and_lasting_names() {
    let html = "<p>a<a href=tel:1><b>b</b></a></p><h3>c</h3><ol><li>d</ol><blockquote>e</blockquote>\
        <table><tr><th>f<td></table><img src=https://a.vn/>";
    let stored = serde_json::to_string(&body(html).blocks).expect("blocks are plain data");
    assert_eq!(
        stored,
        r#"[{"type":"paragraph","spans":[{"text":"a"},{"text":"b","marks":["bold"],"href":"tel:1"}]},"#
            .to_owned()
            + r#"{"type":"heading","level":3,"spans":[{"text":"c"}]},"#
            + r#"{"type":"list","ordered":true,"items":[{"level":0,"spans":[{"text":"d"}]}]},"#
            + r#"{"type":"quote","paragraphs":[[{"text":"e"}]]},"#
            + r#"{"type":"table","caption":null,"rows":[{"cells":["#
            + r#"{"header":true,"column_span":1,"row_span":1,"spans":[{"text":"f"}]},"#
            + r#"{"header":false,"column_span":1,"row_span":1,"spans":[]}]}]},"#
            + r#"{"type":"figure","position":0}]"#
    );
}

#[test]
fn words_and_syllables_are_counted_in_the_text() {
    let body = body(
        "<p>Kết luận số 62-KL/TW – <b>Đ</b>ảng</p><figure><figcaption>x</figcaption></figure>",
    );
    assert_eq!(body.syllables(), 7);
    assert_eq!(Body::default().syllables(), 0);
}
