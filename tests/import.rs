//! The import of saved pages: what it takes over, what a second run does, what it refuses.

use api::content::{FileReport, ImportOptions, ImportStatus, import_page};
use serde_json::json;

use crate::{page::fixture, support::TestApp};

async fn import_bytes(app: &TestApp, bytes: &[u8], options: &ImportOptions) -> FileReport {
    import_page(&app.app.system(), options, "page".to_owned(), bytes).await.unwrap()
}

async fn import(app: &TestApp, name: &str) -> FileReport {
    let bytes = std::fs::read(fixture(name)).unwrap();
    import_bytes(app, &bytes, &ImportOptions::default()).await
}

const TEXT: &str = "Trang tin Đảng bộ mẫu\n\nChi tiết tin\n\nTin mẫu về đường làng\n\nNgày đăng: 8:05 | 02/03/2019 Lượt xem: 7\n\n\
    Đoạn một.\nĐoạn hai.\n\nTác giả: Minh An - Ban DVHU Đồi Chè\n\n[Trở về]\n\n\
    Khóa X\nKhóa XI\nKhóa XX\nXem tất cả\n\nThăm dò ý kiến\nBạn thích mục nào?\nTin tức\nTư liệu\n";

#[tokio::test]
async fn a_page_with_options_gives_an_open_poll_and_one_without_a_draft() {
    let app = TestApp::start().await;
    let report = import_bytes(&app, TEXT.as_bytes(), &ImportOptions::default()).await;
    assert_eq!(report.status, ImportStatus::Created);
    let data = app
        .ask("{ featuredPoll { question state options { text votes } } site { greeting } }")
        .await;
    let option = |text: &str| json!({ "text": text, "votes": 0 });
    assert_eq!(
        data["featuredPoll"],
        json!({ "question": "Bạn thích mục nào?", "state": "OPEN",
        "options": [option("Tin tức"), option("Tư liệu")] })
    );
    assert_eq!(data["site"]["greeting"], "Trang tin Đảng bộ mẫu");
}

#[tokio::test]
async fn normal_forms_line_ends_and_byte_order_marks_make_no_difference() {
    use unicode_forms::{crlf_with_mark, decomposed};

    let app = TestApp::start().await;
    import_bytes(&app, TEXT.as_bytes(), &ImportOptions::default()).await;
    for bytes in [crlf_with_mark(TEXT), decomposed(TEXT)] {
        let report = import_bytes(&app, &bytes, &ImportOptions::default()).await;
        assert_eq!(report.status, ImportStatus::Unchanged);
    }
}

mod unicode_forms {
    pub fn crlf_with_mark(text: &str) -> Vec<u8> {
        format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
    }

    /// NFD of the letters that the text has: enough to differ, and to be composed again.
    pub fn decomposed(text: &str) -> Vec<u8> {
        let pairs = [
            ('ả', "a\u{309}"),
            ('ộ', "o\u{323}\u{302}"),
            ('ó', "o\u{301}"),
            ('á', "a\u{301}"),
            ('à', "a\u{300}"),
        ];
        let mut text = text.to_owned();
        for (composed, parts) in pairs {
            text = text.replace(composed, parts);
        }
        text.into_bytes()
    }
}

#[tokio::test]
async fn a_corrected_page_updates_its_article_and_views_never_fall() {
    let app = TestApp::start().await;
    import_bytes(&app, TEXT.as_bytes(), &ImportOptions::default()).await;
    let corrected = TEXT.replace("Đoạn hai.", "Đoạn hai đã sửa.");
    let report = import_bytes(&app, corrected.as_bytes(), &ImportOptions::default()).await;
    assert_eq!(report.status, ImportStatus::Updated);
    for (views, expected) in [("9", 9), ("3", 9)] {
        let read = corrected.replace("Lượt xem: 7", &format!("Lượt xem: {views}"));
        let report = import_bytes(&app, read.as_bytes(), &ImportOptions::default()).await;
        // A counter is not content.
        assert_eq!(report.status, ImportStatus::Unchanged);
        let data = app.ask("{ articles { nodes { viewCount body { text } } } }").await;
        let article =
            json!({ "viewCount": expected, "body": { "text": "Đoạn một.\n\nĐoạn hai đã sửa." } });
        assert_eq!(data["articles"]["nodes"], json!([article]));
    }
}

#[tokio::test]
async fn a_dry_run_keeps_nothing_and_says_what_would_be() {
    let app = TestApp::start().await;
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let report = import_bytes(&app, TEXT.as_bytes(), &options).await;
    assert_eq!(report.status, ImportStatus::Created);
    assert_eq!(
        app.ask("{ articles { totalCount } units { totalCount } site { greeting } }").await,
        json!({ "articles": { "totalCount": 0 }, "units": { "totalCount": 0 }, "site": { "greeting": null } })
    );
}

#[tokio::test]
async fn a_unit_is_matched_without_regard_to_case_and_tone_place_and_never_guessed() {
    let app = TestApp::start().await;
    app.unit("Ban Dân vận Huyện ủy Đồi Chè", None).await;
    let page =
        |unit: &str, title: &str| TEXT.replace("Ban DVHU Đồi Chè", unit).replace("Tin mẫu", title);
    let spelled = page("BAN DÂN VẬN HUYỆN UỶ ĐỒI CHÈ", "Tin một");
    import_bytes(&app, spelled.as_bytes(), &ImportOptions::default()).await;
    assert_eq!(app.ask("{ units { totalCount } }").await["units"]["totalCount"], 1);

    app.unit("Ban Dân vận Huyện ủy Đồi Chè", None).await;
    let ambiguous = page("Ban Dân vận Huyện ủy Đồi Chè", "Tin hai");
    let report = import_bytes(&app, ambiguous.as_bytes(), &ImportOptions::default()).await;
    assert!(report.warnings.iter().any(|warning| warning.code == "UNIT_AMBIGUOUS"));
    let data = app.ask("{ article(by: {slug: \"tin-hai-ve-duong-lang\"}) { unit { name } byline authors { penName } } }").await;
    assert_eq!(
        data["article"],
        json!({ "unit": null, "byline": "Minh An - Ban Dân vận Huyện ủy Đồi Chè",
        "authors": [{ "penName": "Minh An" }] })
    );

    let unknown = page("Ban Tổ chức Huyện ủy Suối Đá", "Tin ba");
    import_bytes(&app, unknown.as_bytes(), &ImportOptions::default()).await;
    let data = app.ask("{ unit(by: {slug: \"ban-to-chuc-huyen-uy-suoi-da\"}) { kind articles { totalCount } } }").await;
    assert_eq!(data["unit"], json!({ "kind": "ADVISORY_BODY", "articles": { "totalCount": 1 } }));
}

#[tokio::test]
async fn files_that_cannot_be_read_are_named_by_code_and_line_and_leave_nothing() {
    let app = TestApp::start().await;
    for (name, code, line) in [
        ("empty.txt", "FILE_EMPTY", None),
        ("binary.txt", "FILE_BINARY", None),
        ("no-date.txt", "DATE_MISSING", None),
        ("impossible-date.txt", "DATE_INVALID", Some(5)),
        ("no-title.txt", "TITLE_MISSING", Some(5)),
        ("no-body.txt", "BODY_MISSING", Some(3)),
        ("windows-1258.html", "FILE_ENCODING", Some(5)),
    ] {
        let report = import(&app, name).await;
        let error = report.error.unwrap();
        assert_eq!(
            (report.status, error.code.as_str(), error.line),
            (ImportStatus::Failed, code, line)
        );
    }
    let data =
        app.ask("{ articles { totalCount } units { totalCount } congressCategories { id } }").await;
    assert_eq!(
        data,
        json!({ "articles": { "totalCount": 0 }, "units": { "totalCount": 0 }, "congressCategories": [] })
    );
}

#[tokio::test]
async fn texts_that_are_too_long_come_to_the_same_on_every_database() {
    let app = TestApp::start().await;
    let byline = TEXT.replace("Minh An", &"Đ".repeat(280));
    let report = import_bytes(&app, byline.as_bytes(), &ImportOptions::default()).await;
    let error = report.error.unwrap();
    assert_eq!((error.code.as_str(), error.line), ("BYLINE_INVALID", Some(12)));

    let menu = TEXT.replace("Tư liệu\n", &"d".repeat(501)).replace(
        "Thăm dò",
        &format!("Liên kết website\n{} https://a.example.vn/\n\nThăm dò", "t".repeat(301)),
    );
    let greeting = menu.replace("Trang tin", &format!("Trang tin {}", "x".repeat(1_000)));
    let report = import_bytes(&app, greeting.as_bytes(), &ImportOptions::default()).await;
    assert_eq!(report.status, ImportStatus::Created);
    let codes: Vec<_> = report.warnings.iter().map(|warning| warning.code.as_str()).collect();
    let expected = ["GREETING_UNUSABLE", "LINK_UNUSABLE", "LINKS_MISSING", "POLL_OPTIONS_UNUSABLE"];
    assert_eq!(codes, expected);
}

#[tokio::test]
async fn more_figures_than_an_article_holds_are_a_fault_and_no_panic() {
    let app = TestApp::start().await;
    let page = format!(
        "<h1>Tin</h1><p>Ngày đăng: 1/2/2019</p><p>Đoạn.</p>{}<p>[Trở về]</p>",
        "<img src=https://a.example.vn/1.jpg>".repeat(40_000)
    );
    let report = import_bytes(&app, page.as_bytes(), &ImportOptions::default()).await;
    assert_eq!(report.error.unwrap().code, "FIGURES_TOO_MANY");
}

#[tokio::test]
async fn an_article_of_a_day_to_come_is_reported() {
    let app = TestApp::start().await;
    app.set_time("2019-03-02T01:04:59Z");
    let report = import_bytes(&app, TEXT.as_bytes(), &ImportOptions::default()).await;
    assert_eq!(report.warnings[0].code, "DATE_IN_FUTURE");
    app.set_time("2019-03-02T01:05:00Z");
    let report = import_bytes(&app, TEXT.as_bytes(), &ImportOptions::default()).await;
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
}

#[tokio::test]
async fn every_page_of_the_samples_can_be_imported_twice() {
    let app = TestApp::start().await;
    let names = [
        "person-and-unit.txt",
        "decomposed.txt",
        "unit-only-new-tones.txt",
        "no-byline.txt",
        "utf-16.txt",
        "images-and-table.html",
        "labels-in-cells.html",
        "select-and-poll.html",
        "word-clutter.html",
        "wrapped-text.html",
    ];
    for name in names {
        let report = import(&app, name).await;
        assert!(
            matches!(report.status, ImportStatus::Created | ImportStatus::Unchanged),
            "{name}: {:?}",
            report.error
        );
    }
    let count =
        app.ask("{ articles { totalCount } }").await["articles"]["totalCount"].as_i64().unwrap();
    assert!(count >= 8, "{count}");
    for name in names {
        let report = import(&app, name).await;
        assert!(matches!(report.status, ImportStatus::Unchanged | ImportStatus::Updated), "{name}");
    }
    assert_eq!(app.ask("{ articles { totalCount } }").await["articles"]["totalCount"], count);
}
