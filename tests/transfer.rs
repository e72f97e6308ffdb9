//! Everything out and in again: as lines of JSON, from any database into any other.

mod broken;
mod synonyms;

use api::{
    app::{App, Database, Policy},
    content::{self, LineFault, Load, NewLink, Progress, Summary},
};
use entity::{
    account::Role,
    article::{self, Status},
    article_figure, change, media, poll, redirect,
    unit_succession::Kind as SuccessionKind,
};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use crate::support::{
    TestApp,
    app::{NOW, at},
    database::{self, Place},
    make,
};

/// Everything of a portal as lines.
async fn exported(app: &App) -> String {
    let mut lines = Vec::new();
    content::export_lines(&app.system(), &mut lines, |_| {}).await.unwrap();
    String::from_utf8(lines).unwrap()
}

#[derive(Default)]
struct Heard(Vec<LineFault>);

impl Progress for Heard {
    fn done(&mut self, _: u64) {}

    fn fault(&mut self, fault: &LineFault) {
        self.0.push(fault.clone());
    }
}

async fn import(app: &App, lines: &str, skip_bad: bool) -> (Summary, Vec<LineFault>) {
    let mut heard = Heard::default();
    let input = std::io::Cursor::new(lines.to_owned());
    let imported = content::import_lines(&app.system(), input, skip_bad, &mut heard).await;
    (imported.unwrap(), heard.0)
}

async fn imported(lines: &str) -> TestApp {
    let app = TestApp::start().await;
    let (summary, _) = import(&app.app, lines, false).await;
    assert_eq!(summary.bad, 0);
    app
}

/// An app on the embedded database, whichever the others are on.
async fn embedded() -> (App, Place) {
    let place = database::embedded().await;
    let db = Database::open(&place.location).await.unwrap();
    db.migrate(&place.location).await.unwrap();
    (opened(db).await, place)
}

async fn opened(db: Database) -> App {
    App::open(db, api::Clock::from_fn(|| at(NOW)), Policy::default()).await.unwrap()
}

/// A portal with something of every kind, whoever may see it.
async fn full() -> TestApp {
    let app = TestApp::start().await;
    content::fill_with_demo(&app.app.system()).await.unwrap();
    let body = "<h2>Mục</h2><p>Đoạn <strong>đậm</strong> và <a href=https://b.example.vn/x>liên
        kết</a>.</p><ul><li>Một<ol><li>Hai</ol></ul><blockquote><p>Lời</blockquote><table><tr><th
        colspan=2>A<tr><td>1<td>2</table><figure><img src=https://c.example.vn/1.jpg
        alt='Mô tả'><figcaption>Chú thích. Ảnh: Lan</figcaption></figure>";
    let drawn =
        app.article("Ðủ mọi thứ").body(body).legacy_url("https://cu.example.vn/1").views(41);
    let drawn = drawn.save().await;
    for status in [Status::Draft, Status::InReview, Status::Withdrawn] {
        app.article(&format!("Không hiện {status:?}")).status(status).save().await;
    }
    app.article("Sắp hiện").published(at("2027-01-01T00:00:00.000001Z")).save().await;
    app.article("Hết hạn").expires(at("2025-06-01T00:00:00Z")).save().await;
    let deleted = app.article("Đã xóa").save().await;
    app.poll(content::NewPoll { status: poll::Status::Draft, ..make::poll("Nháp?", &[]) }).await;
    let old = app.unit("Huyện ủy Cũ", None).await;
    app.unit("Ban của Huyện ủy Cũ", Some(old)).await;
    let mut txn = app.app.system().begin().await.unwrap();
    let end = content::NewSuccession {
        predecessor_id: old,
        successor_id: None,
        kind: SuccessionKind::Dissolved,
        effective_on: "2025-07-01".parse().unwrap(),
        basis: Some("Nghị quyết".to_owned()),
    };
    content::succeed_unit(&mut txn, end).await.unwrap();
    let link = NewLink { title: "Ẩn".to_owned(), url: "https://an.example.vn".to_owned() };
    content::put_link_directory(&mut txn, "Thêm", &[link]).await.unwrap();
    txn.commit().await.unwrap();
    change_by_hand(&app, drawn, deleted).await;
    app
}

/// What nothing writes yet: a picture, a deleted article, an address that is gone.
async fn change_by_hand(app: &TestApp, drawn: Uuid, deleted: Uuid) {
    let db = &app.db.write;
    let picture = media::Model {
        id: Uuid::now_v7(),
        sha256: vec![7; 32],
        mime_type: "image/webp".to_owned(),
        size: 1_234,
        width: Some(800),
        height: Some(600),
        alt: None,
        thumbhash: Some(vec![0, 255]),
        file_name: "ảnh.webp".to_owned(),
        storage_key: "ab/cd".to_owned(),
        created_at: at(NOW),
        updated_at: at(NOW),
        version: 1,
        deleted_at: None,
        focal_x: Some(250),
        focal_y: Some(1_000),
        created_by: None,
    };
    let picture_id = picture.id;
    media::Entity::insert(media::ActiveModel::from(picture)).exec(db).await.unwrap();
    article_figure::Entity::update_many()
        .col_expr(article_figure::Column::MediaId, picture_id.into())
        .filter(article_figure::Column::ArticleId.eq(drawn))
        .exec(db)
        .await
        .unwrap();
    article::Entity::update_many()
        .col_expr(article::Column::DeletedAt, at(NOW).into())
        .filter(article::Column::Id.eq(deleted))
        .exec(db)
        .await
        .unwrap();
    entity::article_listing::Entity::delete_many()
        .filter(entity::article_listing::Column::ArticleId.eq(deleted))
        .exec(db)
        .await
        .unwrap();
    let gone = redirect::ActiveModel {
        id: Set(Uuid::now_v7()),
        host: Set("cu.example.vn".to_owned()),
        path: Set("/mat?id=7".to_owned()),
        article_id: Set(None),
        created_at: Set(at(NOW)),
        version: Set(1),
    };
    redirect::Entity::insert(gone).exec(db).await.unwrap();
}

#[tokio::test]
async fn an_export_imported_and_exported_again_is_the_same_to_the_byte() {
    let lines = exported(&full().await.app).await;
    let kinds = lines.lines().map(|line| line.split('"').nth(1).unwrap());
    let mut kinds: Vec<&str> = kinds.collect();
    kinds.dedup();
    let order = [
        "congtin",
        "media",
        "unit",
        "unit_succession",
        "site",
        "author",
        "congress_category",
        "article",
        "link_directory",
        "poll",
        "redirect",
        "search_synonym",
    ];
    assert_eq!(kinds, order, "something of every kind, in the order in which they depend");
    assert_eq!(exported(&imported(&lines).await.app).await, lines);
}

#[tokio::test]
async fn from_one_database_to_the_other_and_back_is_the_same_to_the_byte() {
    let (first, _first_place) = embedded().await;
    content::fill_with_demo(&first.system()).await.unwrap();
    let load = Load { articles: 60, seed: 7 };
    content::load_articles(&first.system(), load, |_| {}).await.unwrap();
    let lines = exported(&first).await;
    // The one that the suite runs on: PostgreSQL on its turn.
    let middle = exported(&imported(&lines).await.app).await;
    let (last, _last_place) = embedded().await;
    import(&last, &middle, false).await;
    assert_eq!(exported(&last).await, lines);
}

#[tokio::test]
async fn readers_see_the_same_portal_after_the_transfer() {
    let app = full().await;
    let copy = imported(&exported(&app.app).await).await;
    for lists in [
        "{ site { name greeting } featuredPoll { question totalVotes options { text votes } }
            archive { label count } linkDirectories { title links { title url } }
            units(first: 50) { nodes { name parent { name } children { totalCount } } } }",
        "{ authors(first: 50) { nodes { penName unit { name } articles { totalCount } } } }",
        "{ articles(first: 100, order: {field: TITLE, direction: ASC}) { totalCount nodes {
            id slug title byline viewCount publishedAt updatedAt unit { name } authors { penName }
            figures { caption credit } congressCategories { label } newer { slug } } } }",
    ] {
        assert_eq!(copy.ask(lists).await, app.ask(lists).await);
    }
    let old = r#"{ resolveUrl(url: "https://cu.example.vn/1") { __typename }
        gone: resolveUrl(url: "https://cu.example.vn/mat?id=7") { __typename } }"#;
    assert_eq!(copy.ask(old).await, app.ask(old).await);
}

/// What is exported of a portal that nobody has touched: the header, and the rest.
async fn fresh() -> (String, String) {
    let lines = exported(&TestApp::start().await.app).await;
    let (header, own) = lines.split_once('\n').unwrap();
    (header.to_owned(), own.to_owned())
}

#[tokio::test]
async fn what_is_there_already_stays_as_it_is() {
    let app = TestApp::start().await;
    app.article("Trước").save().await;
    let lines = exported(&app.app).await;
    let (summary, _) = import(&app.app, &lines.replace("Trước", "Sau"), false).await;
    assert_eq!(summary.known.get("article"), Some(&1));
    assert_eq!(exported(&app.app).await, lines);
}

#[tokio::test]
async fn the_change_log_tells_of_what_readers_see_and_of_nothing_else() {
    let app = full().await;
    let copy = imported(&exported(&app.app).await).await;
    let seen = copy.ask("{ articles(first: 100) { nodes { id } } }").await;
    let mut seen: Vec<String> = seen["articles"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap().to_owned())
        .collect();
    let log = change::Entity::find()
        .filter(change::Column::Node.eq(change::Node::Article))
        .all(&copy.db.read)
        .await
        .unwrap();
    let mut told: Vec<String> = log.iter().map(|row| make::article_id(row.node_id)).collect();
    seen.sort();
    told.sort();
    assert_eq!(told, seen);
}

#[tokio::test]
async fn a_former_slug_leads_on_in_another_database() {
    let app = TestApp::start().await;
    let unit = app.unit("Huyện ủy Quế Sơn", None).await;
    let chief = app.member("chief", Role::Chief, None).await;
    let rename = "mutation($input: UnitUpdateInput!) { unitUpdate(input: $input) {
        userErrors { code } } }";
    let input = json!({ "id": make::unit_id(unit), "version": 1, "slug": "que-son" });
    let payload = chief.ask(rename, json!({ "input": input })).await;
    assert_eq!(payload["userErrors"], json!([]));
    let lines = exported(&app.app).await;
    let other = imported(&lines).await;
    assert_eq!(exported(&other.app).await, lines);
    let found = other.ask(r#"{ unit(by: {slug: "huyen-uy-que-son"}) { slug } }"#).await;
    assert_eq!(found["unit"]["slug"], "que-son");
    // An article's addresses are redirects.
    let bad = lines.replace(&format!(r#""of":"{}""#, make::unit_id(unit)), r#""of":"art_1""#);
    let (_, faults) = import(&TestApp::start().await.app, &bad, true).await;
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].field, "former_slug.of");
}

#[tokio::test]
async fn revisions_and_the_edit_that_waits_are_taken_over() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Một", "body": { "html": "<p>Một</p>" }, "note": "Bắt đầu" });
    let article = chief.done("articleCreate", input).await;
    let seen = |version: i32| json!({ "id": article["id"], "version": version });
    chief.done("articlePublish", seen(1)).await;
    let mut change = seen(2);
    change["title"] = json!("Hai");
    chief.done("articleUpdate", change).await;
    let lines = exported(&app.app).await;
    let other = imported(&lines).await;
    assert_eq!(exported(&other.app).await, lines);
    let chief = other.member("chief", Role::Chief, None).await;
    let published = chief.done("articlePublish", seen(3)).await;
    assert_eq!(published["title"], "Hai");
    let bad = lines.replace(r#""number":1,"#, r#""number":0,"#);
    let (_, faults) = import(&TestApp::start().await.app, &bad, true).await;
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].field, "article_revision.number");
}
