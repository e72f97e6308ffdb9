//! A file that an article links to is as visible as the article, and stays as long as it does; and
//! how links open.

use api::content;
use axum::http::StatusCode;
use entity::{account::Role, article_media, media};
use migration::{Migrator, MigratorTrait as _};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::{address, files};
use crate::support::{TestApp, member::Member};

/// The migration that notes what articles use.
const NOTING: &str = "m20261127_000023_create_article_media";

fn body(links: &[&str]) -> Value {
    let links = links.iter().map(|link| format!("<p><a href='{link}'>Văn bản</a></p>"));
    json!({ "html": format!("<p>Toàn văn:</p>{}", links.collect::<String>()) })
}

/// The next change of an article that was seen like this.
fn change(article: &Value, fields: Value) -> Value {
    let mut input = json!({ "id": article["id"], "version": article["version"] });
    input.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    input
}

impl TestApp {
    /// What readers get at the address of a file.
    async fn shown(&self, file: &media::Model) -> StatusCode {
        self.get(&address(file), &[]).await.status
    }

    async fn noted(&self) -> Vec<article_media::Model> {
        let mut noted = article_media::Entity::find().all(&self.db.write).await.unwrap();
        noted.sort_by_key(|row| (row.media_id, row.waiting));
        noted
    }
}

impl Member<'_> {
    async fn published(&self, fields: Value) -> Value {
        let article = self.done("articleCreate", fields).await;
        self.done("articlePublish", change(&article, json!({}))).await
    }

    /// The codes that deleting a file is refused with.
    async fn deletes(&self, file: &media::Model) -> Vec<String> {
        let delete = "mutation($input: MediaDeleteInput!) {
            mediaDelete(input: $input) { userErrors { code } } }";
        let id = format!("med_{}", file.id.simple());
        let payload = self.ask(delete, json!({ "input": { "id": id, "version": 1 } })).await;
        let errors = payload["userErrors"].as_array().unwrap();
        errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }

    async fn used_by(&self, file: &media::Model) -> Value {
        let uses = "query($id: ID!) { node(id: $id) { ... on Image { usedBy { title } } } }";
        let id = format!("med_{}", file.id.simple());
        self.ask(uses, json!({ "id": id })).await["usedBy"].take()
    }
}

#[tokio::test]
async fn readers_get_a_file_while_an_article_that_they_see_links_to_it() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let file = app.file(&files::pdf(), "nghi-quyet.pdf").await;
    let fields = json!({ "title": "Nghị quyết", "body": body(&[&address(&file)]) });
    let article = chief.done("articleCreate", fields).await;
    assert_eq!(app.shown(&file).await, StatusCode::NOT_FOUND, "the draft is absent");
    assert_eq!(chief.used_by(&file).await, json!([{ "title": "Nghị quyết" }]));
    assert_eq!(chief.deletes(&file).await, ["IN_USE"]);

    let article = chief.done("articlePublish", change(&article, json!({}))).await;
    assert_eq!(app.shown(&file).await, StatusCode::OK);
    let html = article["body"]["html"].as_str().unwrap();
    assert!(html.contains(&format!("<a href=\"{}\">Văn bản</a>", address(&file))), "{html}");

    let without = change(&article, json!({ "body": body(&[]) }));
    let article = chief.done("articleUpdate", without).await;
    assert_eq!(app.shown(&file).await, StatusCode::OK, "the edit waits");
    let article = chief.done("articlePublish", change(&article, json!({}))).await;
    assert_eq!(app.shown(&file).await, StatusCode::NOT_FOUND);
    assert_eq!(chief.deletes(&file).await, [""; 0]);

    let again = change(&article, json!({ "body": body(&[&address(&file)]) }));
    let refused = chief.problems("articleUpdate", again).await;
    assert_eq!(refused, [("REFERENCE_NOT_FOUND".to_owned(), "input.body".to_owned())]);
}

#[tokio::test]
async fn what_an_edit_links_to_that_waits_is_kept_and_not_shown() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let file = app.file(&files::pdf(), "nghi-quyet.pdf").await;
    let article = chief.published(json!({ "title": "Tin", "body": body(&[]) })).await;
    let linking = change(&article, json!({ "body": body(&[&address(&file)]) }));
    let article = chief.done("articleUpdate", linking).await;
    assert_eq!(app.shown(&file).await, StatusCode::NOT_FOUND);
    assert_eq!(chief.deletes(&file).await, ["IN_USE"]);
    assert_eq!(chief.used_by(&file).await, json!([{ "title": "Tin" }]));

    let article = chief.done("articlePublish", change(&article, json!({}))).await;
    assert_eq!(app.shown(&file).await, StatusCode::OK);
    assert_eq!(app.noted().await.len(), 1, "nothing waits any more");
    let article = chief.done("articleUnpublish", change(&article, json!({}))).await;
    assert_eq!(app.shown(&file).await, StatusCode::NOT_FOUND);
    chief.done("articleDelete", change(&article, json!({}))).await;
    assert_eq!(chief.deletes(&file).await, ["IN_USE"], "it may be restored");
}

#[tokio::test]
async fn a_link_with_a_host_is_a_use_of_the_file_that_is_here_and_may_lead_to_any_other() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Admin, None).await;
    let [own, served] =
        [app.file(&files::pdf(), "a.pdf").await, app.file(&files::jpeg(8, 8), "b.jpg").await];
    let site =
        "mutation($input: SiteUpdateInput!) { siteUpdate(input: $input) { userErrors { code } } }";
    let base = json!({ "input": { "version": 0, "baseUrl": "https://tinh.example.vn" } });
    assert_eq!(chief.ask(site, base).await["userErrors"], json!([]));
    let absolute = format!("https://tinh.example.vn{}", address(&own));
    let api = format!("https://api.tinh.example.vn{}", address(&served));
    let other = format!("https://khac.example.vn/media/med_{}/c.pdf", "0".repeat(32));
    let links = body(&[&absolute, &api, &other]);
    let article = chief.published(json!({ "title": "Tin", "body": links })).await;
    assert_eq!(app.shown(&own).await, StatusCode::OK);
    assert_eq!(app.shown(&served).await, StatusCode::OK);
    let html = article["body"]["html"].as_str().unwrap();
    assert!(html.contains(&format!("<a href=\"{}\">", address(&own))), "{html}");
    assert!(html.contains(&format!("<a href=\"{api}\" target=")), "{html}");

    let missing = format!("/media/med_{}/c.pdf", "0".repeat(32));
    let dead = change(&article, json!({ "body": body(&[&missing]) }));
    let refused = chief.problems("articleUpdate", dead).await;
    assert_eq!(refused, [("REFERENCE_NOT_FOUND".to_owned(), "input.body".to_owned())]);
}

#[tokio::test]
async fn links_open_beside_the_article_unless_the_portal_is_where_they_lead() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Admin, None).await;
    let links = ["https://tinh.example.vn/tin/mot", "https://khac.example.vn/tin/hai"];
    let article = chief.published(json!({ "title": "Tin", "body": body(&links) })).await;
    chief.done("articleUpdate", change(&article, json!({ "title": "Tin sau" }))).await;
    let apart = async || {
        let query = "query($id: ID!) { article(by: {id: $id}) { body { html } draft { html } } }";
        let shown = chief.ask(query, json!({ "id": article["id"] })).await;
        let list = app.ask("{ articles { nodes { body { html } } } }").await;
        let html = shown["body"]["html"].as_str().unwrap();
        assert_eq!(shown["draft"]["html"], html);
        assert_eq!(list["articles"]["nodes"][0]["body"]["html"], html);
        links.map(|link| {
            let outside = format!("<a href=\"{link}\" target=\"_blank\" rel=\"noopener\">");
            html.contains(&outside) || !html.contains(&format!("<a href=\"{link}\">"))
        })
    };
    assert_eq!(apart().await, [true, true], "nobody has said where the portal is");
    let site =
        "mutation($input: SiteUpdateInput!) { siteUpdate(input: $input) { userErrors { code } } }";
    for (version, host, expected) in
        [(0, "tinh.example.vn", [false, true]), (1, "khac.example.vn", [true, false])]
    {
        let input = json!({ "version": version, "baseUrl": format!("https://{host}") });
        let payload = chief.ask(site, json!({ "input": input })).await;
        assert_eq!(payload["userErrors"], json!([]));
        assert_eq!(apart().await, expected, "{host}");
    }
}

/// A portal with a linked file, one that an edit links to, and pictures.
async fn linking() -> (TestApp, [media::Model; 3]) {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let pdf = app.file(&files::pdf(), "a.pdf").await;
    let cover = app.file(&files::jpeg(8, 8), "b.jpg").await;
    let drawn = app.file(&files::jpeg(9, 9), "c.jpg").await;
    let id = |file: &media::Model| format!("med_{}", file.id.simple());
    let html = format!(
        "<p><a href='{}'>Văn bản</a> /media/{}/ chỉ là chữ</p><img src='{}' alt='Ảnh'>",
        address(&pdf),
        id(&pdf).replace("med_0", "med_1"),
        address(&drawn)
    );
    let fields = json!({ "title": "Một", "body": { "html": html }, "coverId": id(&drawn) });
    let article = chief.published(fields).await;
    let waiting = json!({ "coverId": id(&cover), "body": body(&[&address(&pdf)]) });
    chief.done("articleUpdate", change(&article, waiting)).await;
    let noted: Vec<_> = app.noted().await.iter().map(|row| (row.media_id, row.waiting)).collect();
    let mut expected =
        [(pdf.id, false), (pdf.id, true), (cover.id, true), (drawn.id, false)].to_vec();
    expected.sort();
    assert_eq!(noted, expected);
    (app, [pdf, cover, drawn])
}

#[tokio::test]
async fn what_articles_use_goes_with_them_to_another_portal() {
    let (app, [pdf, ..]) = linking().await;
    let mut lines = Vec::new();
    content::export_lines(&app.app.system(), &mut lines, |_| {}).await.unwrap();
    let other = TestApp::start().await;
    let lines = std::io::Cursor::new(String::from_utf8(lines).unwrap());
    let summary =
        content::import_lines(&other.app.system(), lines, false, &mut Deaf).await.unwrap();
    assert_eq!(summary.bad, 0);
    assert_eq!(other.noted().await, app.noted().await);
    let query = format!("{{ node(id: \"med_{}\") {{ id }} }}", pdf.id.simple());
    assert!(other.ask(&query).await["node"]["id"].is_string(), "readers see what is linked");
}

struct Deaf;

impl content::Progress for Deaf {
    fn done(&mut self, _: u64) {}

    fn fault(&mut self, fault: &content::LineFault) {
        panic!("{fault:?}");
    }
}

#[tokio::test]
async fn what_articles_used_before_that_was_noted_is_found() {
    let (app, _) = linking().await;
    let before = app.noted().await;
    let names = Migrator::migrations();
    let above = names.iter().rev().position(|migration| migration.name() == NOTING).unwrap() + 1;
    let html = async || app.ask("{ articles { nodes { body { html } } } }").await;
    let shown = html().await;
    Migrator::down(&app.db.write, Some(u32::try_from(above).unwrap())).await.unwrap();
    assert!(html().await["articles"]["nodes"].is_array());
    Migrator::up(&app.db.write, None).await.unwrap();
    assert_eq!(app.noted().await, before);
    assert_eq!(html().await, shown);
}
