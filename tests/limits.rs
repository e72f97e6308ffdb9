//! What one operation may ask for, and who is turned away.

use api::app::{Policy, Terms};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn the_cost_is_told_when_it_is_asked_for() {
    let app = TestApp::start().await;
    let query = "{ articles(first: 10) { nodes { title authors { penName } } } }";
    let silent = app.post(&json!({ "query": query })).await.json();
    assert_eq!(silent.get("extensions"), None);
    let told = app.post(&json!({ "query": query, "extensions": { "cost": true } })).await.json();
    let cost = &told["extensions"]["cost"];
    assert!(cost["nodes"].as_u64().unwrap() >= 10 && cost["depth"] == 4, "{cost}");
}

#[tokio::test]
async fn a_document_that_was_sent_once_can_be_named_by_its_hash() {
    let app = TestApp::start().await;
    let query = "{__typename}";
    let hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";
    let named = |hash: &str| json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
    let unknown = app.post(&named(hash)).await.json();
    assert_eq!(unknown["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");

    let mut wrong = named(&hash.replace('e', "f"));
    wrong["query"] = json!(query);
    let wrong = app.post(&wrong).await.json();
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_HASH_MISMATCH");

    let mut both = named(hash);
    both["query"] = json!(query);
    let answer = json!({ "data": { "__typename": "Query" } });
    assert_eq!(app.post(&both).await.json(), answer);
    assert_eq!(app.post(&named(hash)).await.json(), answer);
    let address = format!(
        "/graphql?extensions=%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22{hash}%22%7D%7D"
    );
    let get = app.send(Request::get(address).body(Body::empty()).unwrap()).await;
    assert_eq!(get.json(), answer);
    let malformed = app.post(&named("short")).await;
    assert_eq!(malformed.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_full_server_turns_away_instead_of_queueing() {
    let terms = Terms { operations: 0, ..Terms::default() };
    let app = TestApp::start_with(Policy { terms, ..Policy::default() }).await;
    let reply = app.post(&json!({ "query": "{ __typename }" })).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.header(header::RETRY_AFTER), "1");
    assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE");
}

#[tokio::test]
async fn pages_of_named_origins_may_ask_and_no_others() {
    let cors_origins = vec!["https://portal.example.vn".parse().unwrap()];
    let app = TestApp::start_with(Policy { cors_origins, ..Policy::default() }).await;
    let own = "https://portal.example.vn";
    for (address, origin, allowed) in [
        ("/graphql", own, own),
        ("/v1/views", own, own),
        ("/graphql", "https://evil.example", ""),
        ("/v1/views", "https://evil.example", ""),
    ] {
        let request = Request::options(address)
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
            .body(Body::empty())
            .unwrap();
        let reply = app.send(request).await;
        assert_eq!(reply.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), allowed, "{origin}");
        assert_eq!(reply.header(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), "");
    }
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_take_it() {
    let app = TestApp::start().await;
    for encoding in ["br", "zstd", "gzip"] {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT_ENCODING, encoding)
            .body(Body::from(r#"{"query":"{ __schema { types { name description } } }"}"#))
            .unwrap();
        let reply = app.send(request).await;
        assert_eq!(
            (reply.status, reply.header(header::CONTENT_ENCODING)),
            (StatusCode::OK, encoding)
        );
    }
}
