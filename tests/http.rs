//! GraphQL over HTTP: methods, media types, status codes.

use std::convert::Infallible;

use api::app::{Limits, Policy, Terms};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use futures_util::stream;
use serde_json::{Value, json};

use crate::support::TestApp;

const JSON: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";

struct Case {
    accept: Option<&'static str>,
    content_type: Option<&'static str>,
    body: &'static str,
}

async fn post(app: &TestApp, case: Case) -> (StatusCode, String, Value) {
    let mut request = Request::post("/graphql");
    if let Some(accept) = case.accept {
        request = request.header(header::ACCEPT, accept);
    }
    if let Some(content_type) = case.content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    let reply = app.send(request.body(Body::from(case.body)).unwrap()).await;
    let content_type = reply.header(header::CONTENT_TYPE).to_owned();
    (reply.status, content_type, reply.json())
}

#[tokio::test]
async fn the_status_says_whether_the_request_could_be_carried_out() {
    let app = TestApp::start().await;
    // (body, status for the newer media type, status for plain JSON, code)
    let cases = [
        (r#"{"query":"{ __typename }"}"#, 200, 200, ""),
        ("", 400, 400, "BAD_REQUEST"),
        ("{", 400, 400, "BAD_REQUEST"),
        ("[]", 400, 400, "BATCH_REFUSED"),
        (r#"[{"query":"{ __typename }"}]"#, 400, 400, "BATCH_REFUSED"),
        (r#""text""#, 400, 400, "BAD_REQUEST"),
        ("{}", 400, 400, "BAD_REQUEST"),
        (r#"{"query":7}"#, 400, 400, "BAD_REQUEST"),
        (r#"{"query":"{ __typename }","variables":[]}"#, 400, 400, "BAD_REQUEST"),
        (r#"{"query":"{ __typename }","operationName":{}}"#, 400, 400, "BAD_REQUEST"),
        (r#"{"query":"{ __typename }","extensions":0}"#, 400, 400, "BAD_REQUEST"),
        (r#"{"query":"{ __typename }","more":0}"#, 400, 400, "BAD_REQUEST"),
        (r#"{"query":"{"}"#, 400, 200, "GRAPHQL_PARSE_FAILED"),
        (r#"{"query":"{ nothing }"}"#, 400, 200, "GRAPHQL_VALIDATION_FAILED"),
        (
            r#"{"query":"{ articles(unknown: 1) { nodes { id } } }"}"#,
            400,
            200,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            r#"{"query":"query A { __typename } query B { __typename }"}"#,
            400,
            200,
            "OPERATION_RESOLUTION_FAILED",
        ),
        (
            r#"{"query":"query A { __typename }","operationName":"B"}"#,
            400,
            200,
            "OPERATION_RESOLUTION_FAILED",
        ),
        (
            r#"{"query":"query($s: String!) { article(by: {slug: $s}) { id } }"}"#,
            400,
            200,
            "BAD_USER_INPUT",
        ),
    ];
    for (body, strict, lenient, code) in cases {
        for (accept, expected) in [(GRAPHQL, strict), (JSON, lenient)] {
            let case = Case { accept: Some(accept), content_type: Some(JSON), body };
            let (status, content_type, answer) = post(&app, case).await;
            assert_eq!(status, expected, "{accept} {body}");
            assert_eq!(content_type, format!("{accept}; charset=utf-8"), "{body}");
            let found = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            assert_eq!(found, code, "{body}");
            assert_eq!(answer.get("data").is_some(), code.is_empty(), "{body}");
        }
    }
}

#[tokio::test]
async fn an_operation_can_be_named_among_several() {
    let app = TestApp::start().await;
    let query = "query A { a: __typename } query B { b: __typename }";
    let reply = app.post(&json!({ "query": query, "operationName": "B" })).await;
    assert_eq!(reply.json(), json!({ "data": { "b": "Query" } }));
}

#[tokio::test]
async fn only_bodies_that_no_form_can_send_are_taken() {
    let app = TestApp::start().await;
    let body = r#"{"query":"{ __typename }"}"#;
    for (content_type, expected) in [
        (Some("application/json"), StatusCode::OK),
        (Some("application/json; charset=utf-8"), StatusCode::OK),
        (Some("Application/JSON;charset=\"UTF-8\""), StatusCode::OK),
        (Some("application/json; charset=utf-16"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("text/plain"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/x-www-form-urlencoded"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("multipart/form-data; boundary=x"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (None, StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let (status, ..) = post(&app, Case { accept: None, content_type, body }).await;
        assert_eq!(status, expected, "{content_type:?}");
    }
    let compressed = Request::post("/graphql")
        .header(header::CONTENT_TYPE, JSON)
        .header(header::CONTENT_ENCODING, "gzip")
        .body(Body::from(body))
        .unwrap();
    assert_eq!(app.send(compressed).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_with_the_limit() {
    let app = TestApp::start().await;
    let body = json!({ "query": "{ __typename }", "extensions": { "x": "x".repeat(256 * 1024) } });
    let reply = app.post(&body).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut expected = json!({ "code": "PAYLOAD_TOO_LARGE", "limit": 262_144 });
    let unannounced = Body::from_stream(stream::repeat(Ok::<_, Infallible>("x".repeat(1024))));
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, JSON);
    let endless = app.send(request.body(unannounced).unwrap()).await;
    assert_eq!(endless.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(endless.json()["errors"][0]["extensions"], expected);
    // Only a body that says how long it is can be told so.
    expected["value"] = body.to_string().len().into();
    assert_eq!(reply.json()["errors"][0]["extensions"], expected);
}

#[tokio::test]
async fn an_address_beyond_the_limit_is_refused_with_the_limit() {
    let limits = Limits { body_bytes: 100, ..Limits::default() };
    let terms = Terms { limits, ..Terms::default() };
    let app = TestApp::start_with(Policy { terms, ..Policy::default() }).await;
    let path = format!("/graphql?query=%7B__typename%7D&operationName={}", "x".repeat(64));
    let reply = app.send(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::URI_TOO_LONG);
    let expected = json!({ "code": "PAYLOAD_TOO_LARGE", "limit": 100, "value": 101 });
    assert_eq!(reply.json()["errors"][0]["extensions"], expected);
}

#[tokio::test]
async fn the_answer_comes_in_a_type_that_the_client_takes() {
    let app = TestApp::start().await;
    for (accept, expected) in [
        (None, "application/json; charset=utf-8"),
        (Some("*/*"), "application/json; charset=utf-8"),
        (
            Some("application/graphql-response+json, application/json;q=0.9"),
            "application/graphql-response+json; charset=utf-8",
        ),
    ] {
        let body = r#"{"query":"{ __typename }"}"#;
        let (status, content_type, _) =
            post(&app, Case { accept, content_type: Some(JSON), body }).await;
        assert_eq!((status, content_type.as_str()), (StatusCode::OK, expected), "{accept:?}");
    }
    let case = Case { accept: Some("text/html"), content_type: Some(JSON), body: "{}" };
    let (status, _, answer) = post(&app, case).await;
    assert_eq!(status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_ACCEPTABLE");
}

#[tokio::test]
async fn a_query_may_come_in_the_address_and_a_mutation_may_not() {
    let app = TestApp::start().await;
    let get = |query: &str| {
        let path = format!("/graphql?query={query}");
        app.send(Request::get(path).body(Body::empty()).unwrap())
    };
    let reply = get(
        "query(%24u:Boolean!)%7Bsite@include(if:%24u)%7BtimeZone%7D%7D&variables=%7B%22u%22:true%7D",
    )
    .await;
    assert_eq!(
        (reply.status, reply.json()),
        (StatusCode::OK, json!({ "data": { "site": { "timeZone": "Asia/Ho_Chi_Minh" } } }))
    );
    let refused = get("mutation%7Bx%7D").await;
    assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refused.header(header::ALLOW), "POST");
    assert_eq!(get("%7B__typename%7D&variables=%7B").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(get("%7B__typename%7D&query=%7Bx%7D").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn other_methods_and_addresses_are_refused_in_the_same_form() {
    let app = TestApp::start().await;
    let request = |method: Method, path: &str| {
        app.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap())
    };
    let put = request(Method::PUT, "/graphql").await;
    assert_eq!(
        (put.status, put.header(header::ALLOW)),
        (StatusCode::METHOD_NOT_ALLOWED, "GET, POST")
    );
    assert_eq!(put.json()["errors"][0]["extensions"]["code"], "METHOD_NOT_ALLOWED");
    let nothing = request(Method::GET, "/nothing").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    assert_eq!(nothing.json()["errors"][0]["extensions"]["code"], "NOT_FOUND");
}

#[tokio::test]
async fn every_answer_has_an_id_and_may_not_be_guessed_at_or_stored() {
    let app = TestApp::start().await;
    let reply = app.post(&json!({ "query": "{ __typename }" })).await;
    assert!(!reply.headers["x-request-id"].is_empty());
    assert_eq!(reply.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(reply.header(header::VARY), "accept");
}
