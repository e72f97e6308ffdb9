//! Everything out and in again: as lines of JSON, from any database into any other.

mod synonyms;

use std::{io::Write as _, process::Stdio};

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
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    TestApp,
    app::{NOW, at},
    database::{self, Place},
    make,
    program::congtin,
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

#[tokio::test]
async fn an_import_that_broke_off_is_completed_by_running_it_again() {
    let lines = exported(&full().await.app).await;
    let whole: Vec<&str> = lines.lines().collect();
    // What comes with every database stands at the end.
    let own = whole.iter().filter(|line| !line.contains("search_synonym")).count();
    for part in [1, own / 3, own / 2, own - 1] {
        let app = imported(&whole[..part].join("\n")).await;
        let (summary, _) = import(&app.app, &lines, false).await;
        let added: u64 = summary.added.values().sum();
        let known: u64 = summary.known.values().sum();
        assert_eq!((added, known), ((own - part) as u64, (whole.len() - own + part) as u64 - 1));
        assert_eq!(exported(&app.app).await, lines);
        let (again, _) = import(&app.app, &lines, false).await;
        assert_eq!(again.added.values().sum::<u64>(), 0);
    }
}

/// What is exported of a portal that nobody has touched: the header, and the rest.
async fn fresh() -> (String, String) {
    let lines = exported(&TestApp::start().await.app).await;
    let (header, own) = lines.split_once('\n').unwrap();
    (header.to_owned(), own.to_owned())
}

/// So many old addresses as lines: the shortest records there are.
fn many_redirects(count: u32) -> String {
    let redirects = (1..=count).map(|n| {
        let id = Uuid::from_u128(u128::from(n));
        let path = format!("/tin/{n}");
        let fields = format!(r#""id":"{id}","host":"","path":"{path}","article":null"#);
        format!(r#"{{"redirect":{{{fields},"created_at":"2026-01-01T00:00:00Z","version":1}}}}"#)
    });
    let header = r#"{"congtin":{"version":1}}"#.to_owned();
    let lines: Vec<String> = std::iter::once(header).chain(redirects).collect();
    lines.join("\n") + "\n"
}

#[tokio::test]
async fn an_import_that_was_killed_leaves_whole_records_and_is_completed() {
    // Twice as many as one transaction holds, and behind them what every database has.
    let (_, own) = fresh().await;
    let lines = many_redirects(64_000) + &own;
    let place = database::empty().await;
    let database_url = place.location.url.as_str();
    let command = |arguments: &[&str]| {
        let mut command = congtin();
        command.args(arguments).args(["--database-url", database_url]);
        command
    };
    assert!(command(&["migrate", "up"]).output().unwrap().status.success());
    // The pipe holds less than is sent: when all of this is taken, some of it has been written.
    let mut child = command(&["import", "ndjson", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let two_thirds = lines.as_bytes().get(..lines.len() * 2 / 3).unwrap();
    child.stdin.as_mut().unwrap().write_all(two_thirds).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();

    let db = Database::open(&place.location).await.unwrap();
    let app = opened(db).await;
    let part = exported(&app).await;
    assert!(part.len() < lines.len());
    assert!(part.lines().all(|line| lines.contains(line)), "a record is not whole");
    import(&app, &lines, false).await;
    assert_eq!(exported(&app).await, lines);
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

/// A line that is an article, with some fields changed.
fn article_line(lines: &str, changes: Value) -> String {
    let line = lines.lines().find(|line| line.starts_with("{\"article\"")).unwrap();
    let mut line: Value = serde_json::from_str(line).unwrap();
    for (field, value) in changes.as_object().unwrap() {
        line["article"][field] = value.clone();
    }
    line.to_string()
}

#[tokio::test]
async fn a_bad_line_is_named_by_number_and_field_and_nothing_else_is_lost() {
    let app = TestApp::start().await;
    app.article("Mẫu").save().await;
    let lines = exported(&app.app).await;
    let (header, rest) = lines.split_once('\n').unwrap();
    let id = |n: u8| format!("art_{}", Uuid::from_u128(u128::from(n)).simple());
    let with = |n: u8, changes: Value| {
        let mut all = json!({ "id": id(n), "slug": format!("bai-{n}") });
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        article_line(rest, all)
    };
    let nobody = make::author_id(Uuid::from_u128(9));
    let blocks = json!({ "blocks": [{ "type": "paragraph", "spans": [{ "text": "x",
        "href": "javascript:alert(1)" }] }] });
    let file = [
        header.to_owned(),
        with(1, json!({})),
        with(2, json!({ "title": "x".repeat(301) })),
        with(3, json!({ "title": "dòng\nhai" })),
        with(4, json!({ "authors": [nobody] })),
        with(5, json!({ "slug": "bai-1" })),
        with(6, json!({ "published_at": null })),
        with(7, json!({ "body": blocks })),
        with(8, json!({ "views": { "imported": -1, "counted": 0 } })),
        with(9, json!({ "status": "SECRET" })),
        with(10, json!({ "surprise": 1 })),
        with(11, json!({ "body": { "html": "<p>Từ HTML</p><script>x</script>" } })),
        "{\"article\":{".to_owned(),
        with(12, json!({})),
    ];
    let expected = [
        (3, "article.title"),
        (4, "article.title"),
        (5, "article.authors[0]"),
        (6, "article.slug"),
        (7, "article.published_at"),
        (8, "article.body.blocks[0]"),
        (9, "article.views.imported"),
        (10, "article.status"),
        (11, "article.surprise"),
        (13, "line"),
    ];
    let target = TestApp::start().await;
    let (summary, mut faults) = import(&target.app, &file.join("\n"), true).await;
    faults.sort_by_key(|fault| fault.line);
    let named: Vec<_> = faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
    assert_eq!(named, expected);
    assert_eq!((summary.added.get("article"), summary.bad), (Some(&3), 10));
    let html = target.ask("{ articles { nodes { body { html } } } }").await.to_string();
    assert!(html.contains("<p>Từ HTML</p>") && !html.contains("script"), "{html}");

    let strict = TestApp::start().await;
    let (summary, faults) = import(&strict.app, &file.join("\n"), false).await;
    assert_eq!((faults[0].line, summary.added.get("article"), summary.bad), (3, Some(&1), 1));
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
