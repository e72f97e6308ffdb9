//! Writing articles: a day in the newsroom, and what goes wrong in one.

mod concurrency;
mod edits;
mod refusals;

use entity::account::Role;
use serde_json::{Value, json};

use crate::support::{TestApp, member::Member};

/// Articles that readers find, by slug.
async fn readers_see(app: &TestApp, slug: &str) -> Value {
    let query = "query($slug: String!) { article(by: {slug: $slug}) {
        title publishedAt revisedAt body { text } unit { name } } }";
    app.data(query, json!({ "slug": slug })).await["article"].take()
}

fn seen(article: &Value) -> Value {
    json!({ "id": article["id"], "version": article["version"] })
}

fn with(mut input: Value, fields: Value) -> Value {
    let fields = fields.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(fields);
    input
}

/// How many rows a table has: refused, a mutation leaves none.
async fn rows(app: &TestApp, table: &str) -> i64 {
    use sea_orm::{ConnectionTrait as _, Statement};
    let backend = app.db.write.get_database_backend();
    let select = format!("SELECT COUNT(*) AS rows FROM {table}");
    let row = app.db.write.query_one_raw(Statement::from_string(backend, select)).await.unwrap();
    row.unwrap().try_get("", "rows").unwrap()
}

#[tokio::test]
async fn a_day_in_the_newsroom() {
    let app = TestApp::start().await;
    let district = app.unit("Huyện ủy Quế Sơn", None).await;
    let commune = app.unit("Đảng bộ xã Quế Lộc", Some(district)).await;
    let other = app.unit("Huyện ủy Nông Sơn", None).await;
    let mut writer = app.member("thuylan", Role::Contributor, Some(commune)).await;
    let mut editor = app.member("bientap", Role::Editor, Some(district)).await;
    let mut stranger = app.member("nongson", Role::Editor, Some(other)).await;
    let mut chief = app.member("tongbientap", Role::Chief, None).await;

    let body = "<p>Sáng 1/1, Đảng bộ xã tổ chức hội nghị.</p>\
        <img src='https://anh.example.vn/1.jpg' alt='Hội trường'>\
        <img src='https://anh.example.vn/2.jpg'>";
    let input = json!({ "title": "Quế Lộc tổng kết công tác", "body": { "html": body } });
    let article = writer.done("articleCreate", input).await;
    assert_eq!((&article["status"], &article["version"]), (&json!("DRAFT"), &json!(1)));
    let slug = article["slug"].as_str().unwrap().to_owned();
    assert_eq!(readers_see(&app, &slug).await, Value::Null);

    let article = writer.done("articleSubmit", seen(&article)).await;
    let note = with(seen(&article), json!({ "note": "Thiếu mô tả ảnh thứ hai" }));
    let article = editor.done("articleReject", note).await;
    assert_eq!(article["status"], "DRAFT");
    // Nobody publishes a picture that those who do not see it know nothing of.
    let refused = editor.problems("articlePublish", seen(&article)).await;
    assert_eq!(refused, [("ALT_MISSING".to_owned(), "input.figures.1.alt".to_owned())]);
    let figures = json!({ "figures": [{ "position": 1, "alt": "Đại biểu biểu quyết" }] });
    let article = writer.done("articleUpdate", with(seen(&article), figures)).await;
    let article = writer.done("articleSubmit", seen(&article)).await;

    // The editor of another unit does not even learn that it is there.
    let strange = stranger.problems("articlePublish", seen(&article)).await;
    assert_eq!(strange, [("NOT_FOUND".to_owned(), "input.id".to_owned())]);
    let at = json!({ "at": "2026-01-02T06:00:00+07:00" });
    let article = editor.done("articlePublish", with(seen(&article), at)).await;
    assert_eq!(article["publishedAt"], "2026-01-01T23:00:00Z");
    app.set_time("2026-01-01T22:59:59Z");
    assert_eq!(readers_see(&app, &slug).await, Value::Null);
    app.set_time("2026-01-01T23:00:00Z");
    let shown = readers_see(&app, &slug).await;
    assert_eq!(shown["unit"]["name"], "Đảng bộ xã Quế Lộc");
    assert_eq!(shown["title"], "Quế Lộc tổng kết công tác");

    for member in [&mut writer, &mut editor, &mut stranger, &mut chief] {
        member.sign_in().await;
    }
    let title = json!({ "title": "Quế Lộc tổng kết công tác năm 2025", "note": "Thêm năm" });
    let article = editor.done("articleUpdate", with(seen(&article), title)).await;
    assert_eq!(article["draft"]["title"], "Quế Lộc tổng kết công tác năm 2025");
    assert_eq!(readers_see(&app, &slug).await, shown, "half an edit shows nothing");
    let article = editor.done("articlePublish", seen(&article)).await;
    let corrected = readers_see(&app, &slug).await;
    assert_eq!(corrected["title"], "Quế Lộc tổng kết công tác năm 2025");
    assert_eq!(corrected["publishedAt"], shown["publishedAt"]);
    assert_eq!(corrected["revisedAt"], "2026-01-01T23:00:00Z");
    assert_eq!(article["draft"], Value::Null);

    let reason = with(seen(&article), json!({ "reason": "Đưa nhầm số liệu" }));
    let withdrawn = chief.done("articleWithdraw", reason).await;
    assert_eq!(withdrawn["status"], "WITHDRAWN");
    assert_eq!(readers_see(&app, &slug).await, Value::Null);
    history(&editor, &withdrawn).await;
}

/// Each save is there with who, what and why.
async fn history(editor: &Member<'_>, article: &Value) {
    let query = "query($id: ID!) { articleRevisions(articleId: $id) {
        number by action note fields content { title } } }";
    let revisions = editor.ask(query, json!({ "id": article["id"] })).await;
    let told: Vec<_> = revisions.as_array().unwrap().iter().rev().collect();
    let actions: Vec<_> = told.iter().map(|one| one["action"].as_str().unwrap()).collect();
    let expected = [
        "articleCreate",
        "articleSubmit",
        "articleReject",
        "articleUpdate",
        "articleSubmit",
        "articlePublish",
        "articleUpdate",
        "articlePublish",
        "articleWithdraw",
    ];
    assert_eq!(actions, expected);
    assert_eq!(told[2]["note"], "Thiếu mô tả ảnh thứ hai");
    assert_eq!(told[3]["fields"], json!(["figures"]));
    assert_eq!(told[5]["by"], "Đồng chí bientap");
    assert_eq!(told[6]["fields"], json!(["title"]));
    assert_eq!(told[8]["note"], "Đưa nhầm số liệu");
}

#[tokio::test]
async fn a_withdrawn_article_says_why_at_its_address() {
    let app = TestApp::start().await;
    let mut txn = app.app.system().begin().await.unwrap();
    let fields = api::content::SiteFields {
        base_url: Some("https://cong.example.vn".to_owned()),
        article_url_template: Some("/tin/{slug}".to_owned()),
        ..Default::default()
    };
    api::content::put_site(&mut txn, fields).await.unwrap();
    txn.commit().await.unwrap();
    let chief = app.member("tongbientap", Role::Chief, None).await;
    let input = json!({ "title": "Tin một", "body": { "markdown": "Một **đoạn** văn." } });
    let article = chief.done("articleCreate", input).await;
    assert_eq!(article["body"]["html"], "<p>Một <strong>đoạn</strong> văn.</p>");
    let article = chief.done("articlePublish", seen(&article)).await;
    // A changed address leads on.
    let slug = with(seen(&article), json!({ "slug": "tin-mot-sua" }));
    let article = chief.done("articleUpdate", slug).await;
    assert_eq!(article["slug"], "tin-mot", "readers keep the old one until it is published");
    let article = chief.done("articlePublish", seen(&article)).await;
    assert_eq!(article["slug"], "tin-mot-sua");
    let resolve = "query($url: String!) { resolveUrl(url: $url) { status path reason } }";
    let old = json!({ "url": "/tin/tin-mot" });
    let moved = app.data(resolve, old.clone()).await["resolveUrl"].take();
    assert_eq!(moved, json!({ "status": "MOVED", "path": "/tin/tin-mot-sua", "reason": null }));
    let reason = with(seen(&article), json!({ "reason": "Tin sai" }));
    chief.done("articleWithdraw", reason).await;
    for url in ["/tin/tin-mot", "https://cong.example.vn/tin/tin-mot-sua"] {
        let gone = app.data(resolve, json!({ "url": url })).await["resolveUrl"].take();
        assert_eq!(gone, json!({ "status": "GONE", "path": null, "reason": "Tin sai" }), "{url}");
    }
}
