//! The list of files that editors choose from.

use axum::http::StatusCode;
use entity::{account::Role, author, media};
use sea_orm::{ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};

use super::files;
use crate::support::{TestApp, member::Member};

impl TestApp {
    /// A file that an account brought, at a time of its own.
    async fn brought(&self, by: Option<&Member<'_>>, bytes: &[u8], name: &str) -> String {
        let file = self.file(bytes, name).await;
        let number = self.media_rows().await;
        let mut row: media::ActiveModel = file.clone().into_active_model();
        row.created_at = Set(crate::support::app::at(&format!("2025-01-01T00:00:0{number}Z")));
        if let Some(by) = by {
            let me = by.ask("{ viewer { ... on Account { id } } }", json!({})).await;
            let id = me["id"].as_str().unwrap().strip_prefix("acc_").unwrap();
            row.created_by = Set(Some(id.parse().unwrap()));
        }
        media::Entity::update(row).exec(&self.db.write).await.unwrap();
        name.to_owned()
    }
}

/// The names of a list, and how many it has.
async fn list(member: &Member<'_>, arguments: &str) -> (Vec<String>, i64) {
    let query = format!("{{ media{arguments} {{ nodes {{ url createdAt }} totalCount }} }}");
    let page = member.ask(&query, json!({})).await;
    let name = |node: &Value| node["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let nodes = page["nodes"].as_array().unwrap().iter();
    (nodes.map(name).collect(), page["totalCount"].as_i64().unwrap())
}

#[tokio::test]
async fn editors_find_files_by_kind_by_whoever_brought_them_and_by_use() {
    let app = TestApp::start().await;
    let one = app.member("one", Role::Contributor, None).await;
    let other = app.member("other", Role::Contributor, None).await;
    app.brought(Some(&one), &files::jpeg(8, 8), "a.jpg").await;
    app.brought(Some(&one), &files::pdf(), "b.pdf").await;
    app.brought(Some(&other), &files::jpeg(9, 9), "c.jpg").await;
    app.brought(None, &files::avif(9, 9), "d.avif").await;
    let gone = app.file(&files::jpeg(10, 10), "e.jpg").await;
    let rows = media::Entity::find().all(&app.db.write).await.unwrap();
    let find = |name: &str| rows.iter().find(|row| row.file_name == name).unwrap().id;
    app.show(find("a.jpg")).await;
    let author = app.author("Lan", None).await;
    let row = author::Entity::find_by_id(author).one(&app.db.write).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.avatar_id = Set(Some(find("c.jpg")));
    author::Entity::update(row).exec(&app.db.write).await.unwrap();
    let mut row = gone.into_active_model();
    row.deleted_at = Set(Some(crate::support::app::at("2026-01-01T00:00:00Z")));
    media::Entity::update(row).exec(&app.db.write).await.unwrap();

    let me = one.ask("{ viewer { ... on Account { id } } }", json!({})).await["id"].take();
    let by_me = format!("uploadedBy: {me}");
    for (filter, expected) in [
        ("", &["d.avif", "c.jpg", "b.pdf", "a.jpg"][..]),
        ("kind: PICTURE", &["d.avif", "c.jpg", "a.jpg"]),
        ("kind: DOCUMENT", &["b.pdf"]),
        (&by_me, &["b.pdf", "a.jpg"]),
        ("used: true", &["c.jpg", "a.jpg"]),
        ("used: false", &["d.avif", "b.pdf"]),
        ("kind: PICTURE, used: false", &["d.avif"]),
        (&format!("{by_me}, used: false, kind: PICTURE"), &[]),
    ] {
        let (names, count) = list(&one, &format!("(filter: {{{filter}}})")).await;
        assert_eq!(
            (names, count),
            (expected.iter().map(ToString::to_string).collect(), expected.len() as i64),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn pages_of_files_joined_together_are_the_list() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    for number in 1..=5 {
        app.brought(None, &files::jpeg(8, 8 + number), &format!("{number}.jpg")).await;
    }
    let mut names = Vec::new();
    let mut arguments = "(first: 2)".to_owned();
    loop {
        let query = format!(
            "{{ media{arguments} {{ nodes {{ url }} pageInfo {{ endCursor hasNextPage }} }} }}"
        );
        let page = chief.ask(&query, json!({})).await;
        names.extend(
            page["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()),
        );
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        arguments = format!("(first: 2, after: {})", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(names, ["5.jpg", "4.jpg", "3.jpg", "2.jpg", "1.jpg"]);
    assert_eq!(list(&chief, "(last: 2)").await.0, ["2.jpg", "1.jpg"]);
}

#[tokio::test]
async fn readers_have_no_list_of_files_and_bad_filters_are_refused() {
    let app = TestApp::start().await;
    let reply = app.ask_with("{ media { totalCount } }", json!({})).await;
    assert_eq!(reply["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let chief = app.member("chief", Role::Chief, None).await;
    for filter in ["uploadedBy: \"art_1\"", "kind: VIDEO", "name: \"a\""] {
        let reply = chief
            .send(&format!("{{ media(filter: {{{filter}}}) {{ totalCount }} }}"), json!({}))
            .await;
        assert!(reply.json()["errors"].is_array(), "{filter}");
        assert!(matches!(reply.status, StatusCode::OK | StatusCode::BAD_REQUEST), "{filter}");
    }
}
