//! Pages that were saved twice, in two ways, or are imported by several at once: who is who.

use api::content::{ImportOptions, ImportStatus, import_page};
use serde_json::{Value, json};

use crate::support::TestApp;

/// A page as text.
fn text(title: &str, byline: &str, menu: &str) -> String {
    format!(
        "{title}\n\nNgày đăng: 8:05 | 02/03/2019 Lượt xem: 7\n\nĐoạn một.\nĐoạn hai.\n\n\
         Tác giả: {byline}\n\n[Trở về]\n\n{menu}"
    )
}

/// The same page as HTML, with the address that it had.
fn html(address: &str, title: &str, menu: &str) -> String {
    format!(
        "<html><head><link rel=canonical href='{address}'></head><body><h1>{title}</h1>\
         <p>Ngày đăng: 8:05 | 02/03/2019 Lượt xem: 9</p><p>Đoạn <b>một</b>.</p><p>Đoạn hai.</p>\
         <p>Tác giả: Minh An</p><p>[Trở về]</p>{menu}</body></html>"
    )
}

fn from(origin: &str) -> ImportOptions {
    ImportOptions { origin: Some(origin.parse().unwrap()), ..ImportOptions::default() }
}

/// The status and the codes of the warnings.
async fn import(app: &TestApp, page: &str, options: &ImportOptions) -> (ImportStatus, Vec<String>) {
    let system = app.app.system();
    let report = import_page(&system, options, "page".to_owned(), page.as_bytes()).await.unwrap();
    let ignored = ["LINKS_MISSING", "POLL_OPTIONS_MISSING", "VIEWS_MISSING"];
    let codes = report.warnings.into_iter().map(|warning| warning.code);
    (report.status, codes.filter(|code| !ignored.contains(&code.as_str())).collect())
}

async fn total(app: &TestApp) -> Value {
    app.ask("{ articles { totalCount } }").await["articles"]["totalCount"].take()
}

const NONE: [&str; 0] = [];
const ADDRESS: &str = "https://www.cu.example.vn/tin?id=46";

#[tokio::test]
async fn titles_that_differ_in_one_mark_and_portals_are_articles_of_their_own() {
    let app = TestApp::start().await;
    let long = "Hội nghị ".repeat(30);
    let titles = [
        "Bàn về công tác dân vận",
        "Bản về công tác dân vận",
        &format!("{long}một"),
        &format!("{long}hai"),
    ];
    for title in titles {
        let page = text(title, "Minh An", "");
        for origin in ["https://mot.example.vn", "https://hai.example.vn"] {
            let (status, _) = import(&app, &page, &from(origin)).await;
            assert_eq!(status, ImportStatus::Created, "{title}");
        }
    }
    assert_eq!(total(&app).await, 8);
}

#[tokio::test]
async fn a_page_saved_as_text_and_as_html_is_one_article_in_either_order() {
    let (as_text, as_html) = (text("Tin", "Minh An", ""), html(ADDRESS, "Tin", ""));
    let unknown = ImportOptions::default();
    for (options, text_first) in
        [(&unknown, true), (&unknown, false), (&from(ADDRESS), true), (&from(ADDRESS), false)]
    {
        let app = TestApp::start().await;
        let pages = if text_first { [&as_text, &as_html] } else { [&as_html, &as_text] };
        let second = if text_first { ImportStatus::Updated } else { ImportStatus::Unchanged };
        let expected =
            [ImportStatus::Created, second, ImportStatus::Unchanged, ImportStatus::Unchanged];
        for (page, expected) in pages.iter().cycle().zip(expected) {
            let (status, warnings) = import(&app, page, options).await;
            assert_eq!((status, warnings), (expected, NONE.map(str::to_owned).to_vec()));
        }
        let query = "query($url: String!) {
            resolveUrl(url: $url) { status }
            articles { totalCount nodes { viewCount body { html } } } }";
        let article = json!({ "viewCount": 9, "body": { "html": "<p>Đoạn <strong>một</strong>.</p>\n<p>Đoạn hai.</p>" } });
        assert_eq!(
            app.data(query, json!({ "url": ADDRESS })).await,
            json!({ "resolveUrl": { "status": "MOVED" },
                    "articles": { "totalCount": 1, "nodes": [article] } })
        );
    }
}

#[tokio::test]
async fn a_text_beside_the_page_that_knows_its_address_changes_nothing_and_says_so() {
    let app = TestApp::start().await;
    let options = ImportOptions::default();
    import(&app, &html(ADDRESS, "Tin", ""), &options).await;
    let other = text("Tin", "Ai Đó - Ban Lạ Huyện ủy", "").replace("Đoạn hai", "Đoạn khác");
    let told = import(&app, &other, &options).await;
    assert_eq!(told, (ImportStatus::Unchanged, vec!["ARTICLE_KEPT".to_owned()]));
    let data = app.ask("{ articles { nodes { byline } } units { totalCount } }").await;
    let expected =
        json!({ "articles": { "nodes": [{ "byline": "Minh An" }] }, "units": { "totalCount": 0 } });
    assert_eq!(data, expected);

    // Another portal's article, and another address of the same portal.
    let (status, _) = import(&app, &other, &from("https://khac.example.vn")).await;
    assert_eq!(status, ImportStatus::Created);
    let twice = import(&app, &html("https://cu.example.vn/tin?id=47", "Tin", ""), &options).await;
    assert_eq!(twice, (ImportStatus::Created, vec!["ARTICLE_TWICE".to_owned()]));
    assert_eq!(total(&app).await, 3);
}

#[tokio::test]
async fn a_poll_without_options_is_completed_by_the_page_that_has_them() {
    let app = TestApp::start().await;
    let options = ImportOptions::default();
    let poll = |answers: &str| format!("Thăm dò ý kiến\nBạn thích mục nào?\n{answers}");
    let page = |answers: &str| text("Tin", "Minh An", &poll(answers));
    let query = "{ featuredPoll { state options { text } } polls { totalCount } }";

    import(&app, &page(""), &options).await;
    assert_eq!(app.ask(query).await, json!({ "featuredPoll": null, "polls": { "totalCount": 0 } }));
    let completed = import(&app, &page("Tin tức\nTư liệu\n"), &options).await;
    assert_eq!(completed, (ImportStatus::Updated, vec![]));
    let texts = json!([{ "text": "Tin tức" }, { "text": "Tư liệu" }]);
    let open = json!({ "featuredPoll": { "state": "OPEN", "options": texts }, "polls": { "totalCount": 1 } });
    assert_eq!(app.ask(query).await, open);

    for (answers, warnings) in [
        ("", vec![]),
        ("Tin tức\nTư liệu\n", vec![]),
        ("Tin tức\nẢnh\n", vec!["POLL_KEPT".to_owned()]),
    ] {
        let told = import(&app, &page(answers), &options).await;
        assert_eq!(told, (ImportStatus::Unchanged, warnings), "{answers}");
    }
    assert_eq!(app.ask(query).await, open);
}

#[tokio::test]
async fn authors_are_the_same_in_whatever_order_their_pages_come() {
    let bylines = ["Thúy Lan", "Thúy Lan - Ban DVHU Quế Sơn", "Thúy Lan - Ban TGHU Quế Sơn"];
    for first in 0..bylines.len() {
        let app = TestApp::start().await;
        for place in 0..bylines.len() {
            let byline = bylines[(first + place) % bylines.len()];
            import(&app, &text(byline, byline, ""), &ImportOptions::default()).await;
        }
        let query = "{ articles(order: {field: TITLE, direction: ASC}) {
            nodes { title authors { penName unit { name } } } } }";
        let article = |title: &str, unit: Value| json!({ "title": title, "authors": [{ "penName": "Thúy Lan", "unit": unit }] });
        let expected = json!([
            article(bylines[0], Value::Null),
            article(bylines[1], json!({ "name": "Ban DVHU Quế Sơn" })),
            article(bylines[2], json!({ "name": "Ban TGHU Quế Sơn" })),
        ]);
        assert_eq!(app.ask(query).await["articles"]["nodes"], expected);
    }
}

#[tokio::test]
async fn several_imports_at_once_create_each_author_and_unit_once() {
    let app = TestApp::start().await;
    let worker = async |number: usize| {
        for file in 0..10 {
            let page = text(
                &format!("Tin {number} {file}"),
                &format!("Bút danh {file} - Ban DVHU Xã {file}"),
                &format!("Liên kết website\nBáo {file} https://bao.example.vn/{file}"),
            );
            let (status, _) = import(&app, &page, &ImportOptions::default()).await;
            assert_eq!(status, ImportStatus::Created);
        }
    };
    tokio::join!(worker(1), worker(2), worker(3), worker(4));
    let query = "{ articles { totalCount } authors { totalCount } units { totalCount }
        linkDirectories { links { title } } }";
    let data = app.ask(query).await;
    for (list, expected) in [("articles", 40), ("authors", 10), ("units", 10)] {
        assert_eq!(data[list]["totalCount"], expected, "{list}");
    }
    assert_eq!(data["linkDirectories"][0]["links"].as_array().unwrap().len(), 10);
}
