//! What is said of a file is changed, what shows it is named, and it is deleted once nothing does.

use axum::http::StatusCode;
use entity::{account::Role, audit_event, change, media};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::{address, files};
use crate::support::TestApp;

const UPDATE: &str = "mutation($input: MediaUpdateInput!) { mediaUpdate(input: $input) {
    image { alt version focalPoint { x y } }
    userErrors { code field conflict { currentVersion } }
} }";
const DELETE: &str = "mutation($input: MediaDeleteInput!) { mediaDelete(input: $input) {
    image { id } userErrors { code field message }
} }";

fn id(file: &media::Model) -> String {
    format!("med_{}", file.id.simple())
}

#[tokio::test]
async fn what_is_said_of_a_file_is_changed_by_whoever_has_seen_it_last() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Chief).await;
    let file = app.file(&files::jpeg(40, 30), "anh.jpg").await;
    let update = async |input: Value| {
        app.said(&token, UPDATE, json!({ "input": input })).await["data"]["mediaUpdate"].take()
    };
    let id = id(&file);
    let first = update(
        json!({ "id": id, "version": 1, "alt": "Lễ", "focalPoint": { "x": 0.5, "y": 0.1234 } }),
    )
    .await;
    let image = json!({ "alt": "Lễ", "version": 2, "focalPoint": { "x": 0.5, "y": 0.123 } });
    assert_eq!(first, json!({ "image": image, "userErrors": [] }));
    let same = update(json!({ "id": id, "version": 2, "alt": "Lễ" })).await;
    assert_eq!(same["image"]["version"], 2, "the same again makes no version");

    let late = update(json!({ "id": id, "version": 1, "alt": "Khác" })).await;
    assert_eq!(late["userErrors"][0]["code"], "VERSION_CONFLICT");
    assert_eq!(late["userErrors"][0]["conflict"]["currentVersion"], 2);
    let cleared = update(json!({ "id": id, "version": 2, "focalPoint": null })).await;
    assert_eq!(cleared["image"], json!({ "alt": "Lễ", "version": 3, "focalPoint": null }));

    let none = format!("med_{}", "0".repeat(32));
    for (bad, code) in [
        (json!({ "id": none, "version": 1 }), "NOT_FOUND"),
        (json!({ "id": "art_1", "version": 1 }), "ID_INVALID"),
        (json!({ "id": id, "version": 3, "alt": "a".repeat(1_001) }), "TOO_LONG"),
        (json!({ "id": id, "version": 3, "focalPoint": { "x": 2, "y": 0 } }), "INVALID"),
    ] {
        assert_eq!(update(bad.clone()).await["userErrors"][0]["code"], code, "{bad}");
    }
    let row = media::Entity::find_by_id(file.id).one(&app.db.read).await.unwrap().unwrap();
    assert_eq!((row.version, row.alt.as_deref()), (3, Some("Lễ")));
}

#[tokio::test]
async fn a_change_is_told_to_those_who_see_the_picture() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Chief).await;
    let file = app.file(&files::jpeg(40, 30), "anh.jpg").await;
    let update = async |version: i32| {
        let input = json!({ "id": id(&file), "version": version, "alt": format!("Lần {version}") });
        app.said(&token, UPDATE, json!({ "input": input })).await;
    };
    let told = async || {
        let log = change::Entity::find().all(&app.db.read).await.unwrap();
        log.iter().filter(|change| change.node == change::Node::Media).count()
    };
    update(1).await;
    assert_eq!(told().await, 0, "readers do not see it");
    app.show(file.id).await;
    update(2).await;
    assert_eq!(told().await, 1);
    let events = audit_event::Entity::find().all(&app.db.read).await.unwrap();
    let updates: Vec<_> = events.iter().filter(|event| event.action == "mediaUpdate").collect();
    assert_eq!(updates.len(), 2);
    assert_eq!((updates[1].node_id, updates[1].from_version), (Some(file.id), Some(2)));
}

#[tokio::test]
async fn a_contributor_changes_what_was_brought_by_none_other() {
    let app = TestApp::start().await;
    let (one, other) =
        (app.signed_in(Role::Contributor).await, app.signed_in(Role::Contributor).await);
    let brought = app.bring(&one, "", files::jpeg(40, 30)).await.json();
    let input = json!({ "input": { "id": brought["id"], "version": 1, "alt": "Của ai" } });
    let refused = app.said(&other, UPDATE, input.clone()).await;
    assert_eq!(refused["data"]["mediaUpdate"]["userErrors"][0]["code"], "NOT_FOUND");
    let done = app.said(&one, UPDATE, input).await;
    assert_eq!(done["data"]["mediaUpdate"]["userErrors"], json!([]));
}

#[tokio::test]
async fn a_file_that_is_shown_stays_and_one_that_is_not_goes() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Chief).await;
    let file = app.file(&files::jpeg(40, 30), "anh.jpg").await;
    let article = app.show(file.id).await;
    let uses = format!(
        "{{ node(id: \"{}\") {{ ... on Image {{ usedBy {{ kind id title }} version }} }} }}",
        id(&file)
    );
    let used = app.said(&token, &uses, json!({})).await;
    let expected = json!([{ "kind": "ARTICLE", "id": format!("art_{}", article.simple()), "title": "Có ảnh" }]);
    assert_eq!(used["data"]["node"]["usedBy"], expected);
    let asked = app.ask_with(&uses, json!({})).await;
    assert_eq!(
        asked["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
        "readers do not ask this"
    );

    let delete = async |version: i32| {
        let input = json!({ "input": { "id": id(&file), "version": version } });
        app.said(&token, DELETE, input).await["data"]["mediaDelete"].take()
    };
    let refused = delete(1).await;
    assert_eq!(refused["userErrors"][0]["code"], "IN_USE");
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("“Có ảnh”"));
    assert_eq!(app.get(&address(&file), &[]).await.status, StatusCode::OK);

    app.set_cover(article, None).await;
    assert_eq!(delete(7).await["userErrors"][0]["code"], "VERSION_CONFLICT");
    assert_eq!(delete(1).await["userErrors"], json!([]));
    assert_eq!(delete(2).await["userErrors"][0]["code"], "NOT_FOUND");
    let seen = app.get(&address(&file), &[("authorization", &token)]).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    // The same file may come again.
    let again = app.bring(&token, "", files::jpeg(40, 30)).await;
    assert_eq!(again.status, StatusCode::CREATED);
}
