//! Mutations that carry an `Idempotency-Key`.

use axum::{
    body::Body,
    http::{Request, header},
};
use entity::account::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{TestApp, app::Reply, member::Member};

const CREATE: &str = "mutation($title: String!) { articleCreate(input: {title: $title}) {
    article { id title version } userErrors { code } } }";

async fn send(member: &Member<'_>, key: &str, title: &str) -> Reply {
    member.send_under(key, CREATE, json!({ "title": title })).await
}

async fn articles(member: &Member<'_>) -> Value {
    member.ask("{ desk(status: DRAFT) { totalCount } }", json!({})).await["totalCount"].take()
}

fn code(reply: &Reply) -> (u16, Value) {
    (reply.status.as_u16(), reply.json()["errors"][0]["extensions"]["code"].clone())
}

#[tokio::test]
async fn the_same_again_is_answered_as_the_first_time_for_a_day() {
    let app = TestApp::start().await;
    let mut chief = app.member("chief", Role::Chief, None).await;
    let mut other = app.member("other", Role::Chief, None).await;
    let first = send(&chief, "một", "Tin").await;
    // ASCII alone: two clients must not disagree on the bytes of a key.
    assert_eq!(code(&first), (400, json!("IDEMPOTENCY_KEY_INVALID")));
    let first = send(&chief, "k-1", "Tin").await;
    let again = send(&chief, "k-1", "Tin").await;
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(articles(&chief).await, 1);
    assert_eq!(code(&send(&chief, "k-1", "Khác").await), (422, json!("IDEMPOTENCY_KEY_REUSED")));
    // A key belongs to whoever sent it.
    send(&other, "k-1", "Tin").await;
    assert_eq!(articles(&chief).await, 2);
    app.set_time("2026-01-02T00:00:01Z");
    chief.sign_in().await;
    other.sign_in().await;
    let later = send(&chief, "k-1", "Tin").await;
    assert_ne!(first.bytes, later.bytes);
    assert_eq!(articles(&chief).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_one_is_done() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let replies = join_all((0..20).map(|_| send(&chief, "k-1", "Tin"))).await;
    assert_eq!(articles(&chief).await, 1);
    for reply in &replies {
        match reply.status.as_u16() {
            200 => assert_eq!(reply.json()["data"]["articleCreate"]["article"]["title"], "Tin"),
            _ => assert_eq!(code(reply), (409, json!("IDEMPOTENCY_IN_PROGRESS"))),
        }
    }
    assert!(replies.iter().any(|reply| reply.status == 200));
}

#[tokio::test]
async fn what_was_refused_may_be_sent_again_and_is_refused_again() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let first = send(&chief, "k-1", " ").await;
    assert_eq!(first.json()["data"]["articleCreate"]["userErrors"][0]["code"], "REQUIRED");
    assert_eq!(send(&chief, "k-1", " ").await.bytes, first.bytes);
    assert_eq!(articles(&chief).await, 0);
}

#[tokio::test]
async fn answers_with_secrets_are_not_kept() {
    let app = TestApp::start().await;
    let admin = app.member("admin", Role::Admin, None).await;
    let query = "mutation { apiKeyCreate(input: {name: \"x\", scopes: [SYNC]}) { secret } }";
    let reply = admin.send_under("k-1", query, json!({})).await;
    assert_eq!(code(&reply), (400, json!("IDEMPOTENCY_KEY_INVALID")));
    let login =
        "mutation { accountLogin(input: {login: \"x\", password: \"y\"}) { userErrors { code } } }";
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json")
        .header("Idempotency-Key", "k-1")
        .body(Body::from(json!({ "query": login }).to_string()))
        .unwrap();
    assert_eq!(code(&app.send(request).await), (400, json!("IDEMPOTENCY_KEY_INVALID")));
}
