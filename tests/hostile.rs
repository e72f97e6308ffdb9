//! Bad input: a client error with its code, before the database, and the next query is answered.

use api::app::{Limits, Policy, Terms};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

use crate::support::TestApp;

/// A word that no answer may repeat.
const MARKER: &str = "zzMarkerzz";

fn post(body: impl Into<Vec<u8>>) -> Request<Body> {
    Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json")
        .body(Body::from(body.into()))
        .unwrap()
}

fn query(text: &str) -> Request<Body> {
    post(json!({ "query": text }).to_string())
}

fn get(address: &str) -> Request<Body> {
    let request = Request::get(address).header(header::ACCEPT, "application/graphql-response+json");
    request.body(Body::empty()).unwrap()
}

/// Fragments that each spread the next one twice: 2^24 fields in less than a kilobyte.
fn bomb() -> String {
    let mut query = "{ ...a0 }".to_owned();
    for level in 0..24 {
        query.push_str(&format!("fragment a{level} on Query {{ ...a{0} ...a{0} }}", level + 1));
    }
    query + "fragment a24 on Query { __typename }"
}

async fn assert_refused(
    app: &TestApp,
    name: &str,
    request: Request<Body>,
    status: u16,
    code: &str,
) {
    app.statements();
    let reply = app.send(request).await;
    let answer = reply.json();
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(extensions["code"], code, "{name}: {answer}");
    if code.ends_with("_LIMIT") || code.ends_with("_TOO_LARGE") {
        assert!(extensions["limit"].as_u64() < extensions["value"].as_u64(), "{name}: {answer}");
    }
    assert_eq!(reply.status, status, "{name}: {answer}");
    assert_eq!(answer.get("data"), None, "{name}");
    assert_eq!(app.statements(), 0, "{name}: the database was asked");
    assert!(reply.bytes.len() <= 16 * 1024, "{name}: the answer has {} bytes", reply.bytes.len());
    assert!(!String::from_utf8_lossy(&reply.bytes).contains(MARKER), "{name} is echoed");
    let honest = app.ask("{ articles { totalCount } }").await;
    assert_eq!(honest, json!({ "articles": { "totalCount": 0 } }), "after {name}");
}

/// An app whose document limit lets the other limits see what they are for.
async fn roomy() -> TestApp {
    let limits = Limits { document_bytes: 1 << 20, body_bytes: 1 << 21, ..Limits::default() };
    let terms = Terms { limits, ..Terms::default() };
    TestApp::start_with(Policy { terms, ..Policy::default() }).await
}

#[tokio::test]
async fn documents_that_are_large_in_any_way_are_refused() {
    let (app, roomy) = (TestApp::start().await, roomy().await);
    let aliases: String = (0..1_000).map(|n| format!("{MARKER}{n}: __typename ")).collect();
    let names: String =
        (0..60).map(|n| format!(" fragment f{n} on Query {{ __typename }}")).collect();
    let lists = format!("{{ nodes(ids: {}{}) {{ id }} }}", "[".repeat(10_000), "]".repeat(10_000));
    let cases = [
        (&app, "DOCUMENT_TOO_LARGE", format!("{{ site {{ name }} }} #{}", "x".repeat(20_000))),
        (&app, "DEPTH_LIMIT", "{a".repeat(8_000)),
        (&roomy, "DEPTH_LIMIT", format!("{}{}", "{ site ".repeat(10_000), "}".repeat(10_000))),
        (&app, "DEPTH_LIMIT", format!("{}id{}", "{ node(id: 1) ".repeat(25), "}".repeat(25))),
        (&roomy, "DEPTH_LIMIT", lists),
        (&app, "FIELD_LIMIT", bomb()),
        (&app, "FRAGMENT_LIMIT", format!("{{ ...f0 }}{names}")),
        (&roomy, "ALIAS_LIMIT", format!("{{ {aliases} }}")),
        (&roomy, "DIRECTIVE_LIMIT", format!("{{ __typename {} }}", "@a".repeat(100_000))),
        (&roomy, "TOKEN_LIMIT", format!("{{ {} }}", "a ".repeat(100_000))),
        (&app, "FRAGMENT_CYCLE", "{ ...a } fragment a on Query { ...a }".to_owned()),
        (
            &app,
            "FRAGMENT_CYCLE",
            "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(),
        ),
        (
            &app,
            "COST_LIMIT",
            "{ articles(first: 100) { nodes { related(first: 100) { id } } } }".to_owned(),
        ),
        (&app, "GRAPHQL_PARSE_FAILED", format!("{{ a(b: \"{MARKER}) }}")),
        (&app, "GRAPHQL_PARSE_FAILED", format!("{{ {MARKER}\0 }}")),
        (&app, "GRAPHQL_VALIDATION_FAILED", format!("{{ {MARKER} }}")),
        (
            &app,
            "GRAPHQL_VALIDATION_FAILED",
            format!("{{ articles({MARKER}: 1) {{ nodes {{ id }} }} }}"),
        ),
        (
            &app,
            "GRAPHQL_VALIDATION_FAILED",
            format!("{{ articles(first: \"{MARKER}\") {{ nodes {{ id }} }} }}"),
        ),
        (&app, "GRAPHQL_VALIDATION_FAILED", format!("query(${MARKER}: {MARKER}) {{ __typename }}")),
        (&app, "GRAPHQL_VALIDATION_FAILED", format!("{{ ...{MARKER} }}")),
    ];
    for (app, code, document) in cases {
        let name = document.get(..60).unwrap_or(&document).to_owned();
        assert_refused(app, &name, query(&document), 400, code).await;
    }
}

#[tokio::test]
async fn bodies_that_are_no_request_are_refused() {
    let app = TestApp::start().await;
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let in_variables = format!(
        r#"{{"query":"{{ __typename }}","variables":{{"a":{}{}}}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let bad = "BAD_REQUEST";
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("10 MB", vec![b'x'; 10_000_000], 413, "PAYLOAD_TOO_LARGE"),
        ("JSON lists, 100,000 deep", deep("[", "]").into(), 400, bad),
        ("JSON objects without an end", r#"{"a":"#.repeat(40_000).into(), 400, bad),
        ("variables, 100,000 deep", in_variables.into(), 400, bad),
        ("invalid UTF-8", b"{\"query\":\"{ zzMarkerzz\xff\xfe }\"}".to_vec(), 400, bad),
        ("a lone surrogate", br#"{"query":"{ zzMarkerzz\ud800 }"}"#.to_vec(), 400, bad),
        ("NUL", b"{\"query\":\"{ __typename }\0\"}".to_vec(), 400, bad),
        (
            "a number beyond all",
            br#"{"query":"{ __typename }","variables":{"a":1e999}}"#.to_vec(),
            400,
            bad,
        ),
        ("a list of operations", br#"[{"query":"{ __typename }"}]"#.to_vec(), 400, "BATCH_REFUSED"),
        ("a key twice", br#"{"query":"{ __typename }","zzMarkerzz":1}"#.to_vec(), 400, bad),
    ];
    for (name, body, status, code) in cases {
        assert_refused(&app, name, post(body), status, code).await;
    }
    // gzip of a million zeros would begin like this: nothing of it is unpacked.
    let mut bomb = post(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".to_vec());
    bomb.headers_mut().insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
    assert_refused(&app, "a gzip bomb", bomb, 415, "UNSUPPORTED_MEDIA_TYPE").await;
    for (address, code) in [
        ("/graphql?query=%7B__typename%FF%7D", bad),
        ("/graphql?query=%7B__typename%7D&variables=%7B%22a%22:%22%ED%A0%80%22%7D", bad),
        ("/graphql?query=%7B__typename%7D&zzMarkerzz=1", bad),
        ("/graphql?query=%7B__typename%7D&variables=zzMarkerzz", bad),
        ("/graphql?query=%7B__typename%00%7D", "GRAPHQL_PARSE_FAILED"),
    ] {
        assert_refused(&app, address, get(address), 400, code).await;
    }
}

#[tokio::test]
async fn values_that_no_field_takes_are_refused_or_stand_for_nothing() {
    let app = TestApp::start().await;
    let first = "query($v: Int) { articles(first: $v) { nodes { id } } }";
    let after = "query($v: String) { articles(after: $v) { nodes { id } } }";
    let id = "query($v: ID!) { node(id: $v) { id } }";
    let slug = "query($v: String!) { article(by: {slug: $v}) { id } }";
    let cases = [
        (first, json!(2_147_483_648_u64), "PAGE_SIZE_INVALID"),
        (first, json!(-2_147_483_649_i64), "PAGE_SIZE_INVALID"),
        (first, json!(u64::MAX), "BAD_USER_INPUT"),
        (first, json!(1e308), "BAD_USER_INPUT"),
        (first, json!("1"), "BAD_USER_INPUT"),
        (first, json!(0), "PAGE_SIZE_INVALID"),
        (first, json!(-1), "PAGE_SIZE_INVALID"),
        (after, json!(MARKER), "CURSOR_INVALID"),
        (after, json!(MARKER.repeat(10_000)), "CURSOR_INVALID"),
        (after, json!("\u{0}"), "CURSOR_INVALID"),
        (after, json!({ MARKER: 1 }), "BAD_USER_INPUT"),
        (id, json!(MARKER), "ID_INVALID"),
        (id, json!("\u{0}"), "ID_INVALID"),
        (id, json!(MARKER.repeat(10_000)), "ID_INVALID"),
        (id, json!([MARKER]), "BAD_USER_INPUT"),
        (slug, json!("\u{0}"), "TEXT_INVALID"),
        (slug, json!(MARKER.repeat(10_000)), "TEXT_INVALID"),
        (slug, json!({ MARKER: MARKER }), "BAD_USER_INPUT"),
    ];
    for (query, value, code) in cases {
        app.statements();
        let reply = app.post(&json!({ "query": query, "variables": { "v": value } })).await;
        let answer = reply.json();
        let found = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        let validated = code == "BAD_USER_INPUT" && found == "GRAPHQL_VALIDATION_FAILED";
        assert!(found == code || validated, "{query}: {answer}");
        assert!(reply.status == 200 || reply.status == 400, "{query}: {}", reply.status);
        assert_eq!(app.statements(), 0, "{query}: the database was asked");
        assert!(reply.bytes.len() <= 16 * 1024, "{query}");
        assert!(!String::from_utf8_lossy(&reply.bytes).contains(MARKER), "{query}: {answer}");
    }
}

#[tokio::test]
async fn escapes_of_a_document_that_are_no_text_are_refused() {
    let app = TestApp::start().await;
    for escape in [r"\uD800", r"\uDC00\uD800", r"\u0000", r"\u{110000}", r"\q", r"\u12"] {
        let document = format!("{{ article(by: {{slug: \"{escape}\"}}) {{ id }} }}");
        app.statements();
        let answer = app.post(&json!({ "query": document })).await.json();
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(["GRAPHQL_PARSE_FAILED", "TEXT_INVALID"].contains(&code), "{escape}: {answer}");
        assert_eq!(app.statements(), 0, "{escape}");
    }
}

#[tokio::test]
async fn many_errors_with_long_names_are_a_short_answer() {
    let app = TestApp::start().await;
    api::content::fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    // One error for each article that has a unit, under an alias of four kilobytes.
    let alias = MARKER.repeat(400);
    let query = format!(
        "query($d: Date) {{ articles(first: 60) {{ nodes {{ unit {{ {alias}: name(on: $d) }} }} }} }}"
    );
    let answer = app.ask_with(&query, json!({ "d": MARKER })).await;
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 20, "{}", errors[0]);
    assert_eq!(errors[0]["extensions"]["code"], "BAD_USER_INPUT");
    assert!(answer["errors"].to_string().len() <= 16 * 1024);
    // And under one that a path may show, twenty of which are too much.
    let query = query.replace(&alias, &"x".repeat(1_000));
    let answer = app.ask_with(&query, json!({ "d": MARKER })).await;
    let errors = answer["errors"].as_array().unwrap();
    assert!((10..20).contains(&errors.len()), "{}", errors.len());
    assert!(errors[0]["path"].as_array().unwrap().len() > 3);
    assert!(answer["errors"].to_string().len() <= 16 * 1024);
}
