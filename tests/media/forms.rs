//! `mediaUpload` by the GraphQL multipart request specification.

use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode},
};
use entity::account::Role;
use futures_util::stream;
use serde_json::{Value, json};

use super::{code, files};
use crate::support::{TestApp, app::Reply};

const UPLOAD: &str = "mutation($file: Upload!, $alt: String, $focalPoint: ImageFocalPointInput) {
    mediaUpload(input: {file: $file, alt: $alt, focalPoint: $focalPoint}) {
        image { id url width height mimeType alt version focalPoint { x y } }
        userErrors { code field limit message }
    }
}";

const PREFLIGHT: (&str, &str) = ("apollo-require-preflight", "true");

/// A form of these parts; a part with a file has a name for it.
fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head =
            format!("--border\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--border--\r\n");
    body
}

fn operations(variables: Value) -> String {
    json!({ "query": UPLOAD, "variables": variables }).to_string()
}

/// The form of a mutation that brings a file of which nothing is said.
pub fn upload_form(file: &[u8]) -> Vec<u8> {
    form(&[
        ("operations", None, operations(json!({ "file": null })).as_bytes()),
        ("map", None, br#"{"0": ["variables.file"]}"#),
        ("0", Some("tep"), file),
    ])
}

impl TestApp {
    async fn form(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        let own = [
            ("content-type", "multipart/form-data; boundary=border"),
            ("accept", "application/graphql-response+json"),
        ];
        let headers = [&own[..], headers].concat();
        self.send(super::request(Method::POST, "/graphql", &headers, body.into())).await
    }

    async fn upload(&self, token: &str, variables: Value, file: &[u8]) -> Value {
        let operations = operations(variables);
        let body = form(&[
            ("operations", None, operations.as_bytes()),
            ("map", None, br#"{"0": ["variables.file"]}"#),
            ("0", Some("Ra quân.jpg"), file),
        ]);
        let reply = self.form(&[PREFLIGHT, ("authorization", token)], body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.json());
        reply.json()["data"]["mediaUpload"].take()
    }
}

#[tokio::test]
async fn a_form_brings_a_file_and_what_is_said_of_it() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let variables =
        json!({ "file": null, "alt": "Lễ ra quân", "focalPoint": { "x": 0.25, "y": 1 } });
    let payload = app.upload(&token, variables, &files::jpeg(40, 30)).await;
    assert_eq!(payload["userErrors"], json!([]));
    let image = &payload["image"];
    assert_eq!((&image["width"], &image["height"]), (&json!(40), &json!(30)));
    assert_eq!(image["alt"], "Lễ ra quân");
    assert_eq!(image["focalPoint"], json!({ "x": 0.25, "y": 1.0 }));
    let url = image["url"].as_str().unwrap();
    assert!(url.ends_with("/ra-quan.jpg"), "{url}");
    let shown = app.get(url, &[("authorization", &token)]).await;
    assert_eq!(shown.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_a_user_error() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let jpeg = files::jpeg(40, 30);
    let cases = [
        (b"<svg/>".to_vec(), "FILE_TYPE_UNKNOWN", json!(null)),
        ([&jpeg[..], &files::archive()].concat(), "FILE_POLYGLOT", json!(null)),
        (files::announcing(10_000, 10_000), "TOO_MANY_PIXELS", json!(40_000_000)),
        (jpeg[..200].to_vec(), "FILE_DAMAGED", json!(null)),
    ];
    for (file, code, limit) in cases {
        let payload = app.upload(&token, json!({ "file": null }), &file).await;
        let error = &payload["userErrors"][0];
        assert_eq!(error["code"], code);
        assert_eq!(error["field"], json!(["input", "file"]));
        assert_eq!(error["limit"], limit);
        assert_eq!(payload["image"], json!(null));
    }
    for variables in [
        json!({ "file": null, "alt": "a".repeat(1_001) }),
        json!({ "file": null, "focalPoint": { "x": 1.1, "y": 0 } }),
        json!({ "file": null, "focalPoint": { "x": -0.1, "y": 0 } }),
    ] {
        let payload = app.upload(&token, variables, &jpeg).await;
        assert_eq!(payload["image"], json!(null), "{payload}");
    }
    assert_eq!(app.media_rows().await, 0);
}

#[tokio::test]
async fn a_form_needs_a_header_that_no_other_site_can_send() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let operations = operations(json!({ "file": null }));
    let jpeg = files::jpeg(40, 30);
    let body = form(&[
        ("operations", None, operations.as_bytes()),
        ("map", None, br#"{"0": ["variables.file"]}"#),
        ("0", Some("a.jpg"), &jpeg),
    ]);
    let bare = app.form(&[("authorization", &token)], body.clone()).await;
    assert_eq!(bare.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(app.media_rows().await, 0);
    let headers = [("x-requested-with", "fetch"), ("authorization", token.as_str())];
    assert_eq!(app.form(&headers, body).await.status, StatusCode::OK);
    assert_eq!(app.media_rows().await, 1);
}

#[tokio::test]
async fn no_form_is_read_of_those_who_may_not_write() {
    let app = TestApp::start().await;
    let pieces = stream::once(async { Err::<Bytes, _>(std::io::Error::other("it was read")) });
    let reply = app.form(&[PREFLIGHT], Body::from_stream(pieces)).await;
    assert_eq!(
        (reply.status, code(&reply).as_str()),
        (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
    );
}

#[tokio::test]
async fn a_form_has_its_parts_in_their_order_and_nothing_else() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let (jpeg, operations) = (files::jpeg(40, 30), operations(json!({ "file": null })));
    let operations = ("operations", None, operations.as_bytes());
    let map = ("map", None, &br#"{"0": ["variables.file"]}"#[..]);
    let file = ("0", Some("a.jpg"), &jpeg[..]);
    let mapped = |map: &'static str| vec![operations, ("map", None, map.as_bytes()), file];
    let batch = format!("[{}]", std::str::from_utf8(operations.2).unwrap());
    let cases = [
        (vec![], "BAD_REQUEST"),
        (vec![operations], "BAD_REQUEST"),
        (vec![operations, map], "BAD_REQUEST"),
        (vec![map, operations, file], "BAD_REQUEST"),
        (vec![operations, file, map], "BAD_REQUEST"),
        (vec![operations, map, file, file], "BAD_REQUEST"),
        (vec![("operations", None, batch.as_bytes()), map, file], "BATCH_REFUSED"),
        (vec![("operations", None, b"{"), map, file], "BAD_REQUEST"),
        (vec![("operations", None, b"\xff"), map, file], "BAD_REQUEST"),
        (mapped("{}"), "BAD_REQUEST"),
        (mapped(r#"{"0": []}"#), "BAD_REQUEST"),
        (mapped(r#"{"0": ["variables.file", "variables.alt"]}"#), "BAD_REQUEST"),
        (mapped(r#"{"0": ["variables.nothing"]}"#), "BAD_REQUEST"),
        (mapped(r#"{"0": ["query"]}"#), "BAD_REQUEST"),
        (mapped(r#"{"0": ["variables"]}"#), "BAD_REQUEST"),
        (mapped(r#"{"0": ["variables.file"], "1": ["variables.alt"]}"#), "BAD_REQUEST"),
    ];
    for (number, (parts, expected)) in cases.iter().enumerate() {
        let reply = app.form(&[PREFLIGHT, ("authorization", &token)], form(parts)).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::BAD_REQUEST, *expected),
            "{number}"
        );
    }
    let long = vec![b' '; 1_025];
    let body = form(&[operations, ("map", None, &long), file]);
    let reply = app.form(&[PREFLIGHT, ("authorization", &token)], body).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = vec![b' '; 262_145];
    let body = form(&[("operations", None, &long), map, file]);
    let reply = app.form(&[PREFLIGHT, ("authorization", &token)], body).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.media_rows().await, 0);
}

#[tokio::test]
async fn no_words_stand_for_a_file() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    for word in ["#__graphql_file__:0", "0", "the file of this request", ""] {
        let body = json!({ "query": UPLOAD, "variables": { "file": word } }).to_string();
        let headers = [("content-type", "application/json"), ("authorization", token.as_str())];
        let reply = app.send(super::request(Method::POST, "/graphql", &headers, body.into())).await;
        let answer = reply.json();
        let refused = answer["errors"][0]["message"].is_string()
            || answer["data"]["mediaUpload"]["userErrors"][0]["code"] == "REQUIRED";
        assert!(refused, "{word}: {answer}");
    }
    assert_eq!(app.media_rows().await, 0);
}
