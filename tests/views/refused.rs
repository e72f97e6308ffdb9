//! What is no list of views, and who tells of too many.

use api::app::{BudgetTerms, ParticipationTerms, Peer, Policy};
use axum::{
    body::Body,
    http::{HeaderName, Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use super::{counted, device, devices, fault, record, stored, tell, telling, view, views};
use crate::support::{TestApp, make::unit_id};

fn told(code: u16, name: &str, argument: &str) -> (u16, String, String) {
    (code, name.to_owned(), argument.to_owned())
}

#[tokio::test]
async fn a_body_that_is_no_list_of_views_is_refused_and_nothing_of_it_counts() {
    let app = TestApp::start().await;
    let article = app.article("Bài một").save().await;
    let good = view(article, &device(&app).await);
    let with = |name: &str, value: Value| {
        let mut bad = good.clone();
        bad[name] = value;
        json!([good, bad])
    };
    let mut bare = good.clone();
    bare.as_object_mut().unwrap().remove("readerToken");
    let foreign = device(&TestApp::start().await).await;
    let token = good["readerToken"].as_str().unwrap();
    let many: Value = vec![good.clone(); 101].into();
    for (bad, expected) in [
        (json!({}), told(400, "BAD_REQUEST", "")),
        (json!([]), told(400, "BAD_REQUEST", "")),
        (json!([good, 1]), told(400, "BAD_REQUEST", "")),
        (json!([good, bare]), told(400, "BAD_REQUEST", "")),
        (with("userId", json!("1")), told(400, "BAD_REQUEST", "")),
        (with("articleId", json!(null)), told(400, "BAD_REQUEST", "")),
        (with("articleId", json!("bai-mot")), told(400, "ID_INVALID", "1.articleId")),
        (with("articleId", json!(unit_id(article))), told(400, "ID_INVALID", "1.articleId")),
        (with("readerToken", json!("")), told(400, "BAD_USER_INPUT", "1.readerToken")),
        (with("readerToken", json!(foreign)), told(400, "BAD_USER_INPUT", "1.readerToken")),
        (with("readerToken", json!(token[1..])), told(400, "BAD_USER_INPUT", "1.readerToken")),
        (many, told(413, "PAYLOAD_TOO_LARGE", "")),
    ] {
        let reply = app.send(telling(&bad, &[])).await;
        assert_eq!(fault(&reply), expected, "{bad}");
        let text = String::from_utf8(reply.bytes).unwrap();
        assert!(!text.contains(token) && !text.contains("bai-mot"), "{text}");
    }
    assert_eq!(counted(&app, article).await, 0);
    // Nor did any of it leave a mark.
    tell(&app, &json!([good]), &[]).await;
    assert_eq!(counted(&app, article).await, 1);
}

#[tokio::test]
async fn types_sizes_and_methods_are_those_that_are_named() {
    let app = TestApp::start().await;
    let article = app.article("Bài một").save().await;
    let list = |token: &str| json!([view(article, token)]).to_string();
    let post = |kind: &str, body: String| {
        Request::post("/v1/views")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap()
    };
    let mut count = 0;
    for kind in ["application/json", "application/json; charset=utf-8", "text/plain;charset=UTF-8"]
    {
        let reply = app.send(post(kind, list(&device(&app).await))).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{kind}");
        count += 1;
    }
    let token = device(&app).await;
    for kind in ["", "text/html", "application/x-www-form-urlencoded", "text/plain; charset=utf-16"]
    {
        let reply = app.send(post(kind, list(&token))).await;
        assert_eq!(fault(&reply), told(415, "UNSUPPORTED_MEDIA_TYPE", ""), "{kind}");
    }
    let long = format!("{}{}", " ".repeat(16 * 1024), list(&token));
    let reply = app.send(post("application/json", long)).await;
    assert_eq!(fault(&reply), told(413, "PAYLOAD_TOO_LARGE", ""));
    let broken = app.send(post("application/json", "[{".to_owned())).await;
    assert_eq!(fault(&broken), told(400, "BAD_REQUEST", ""));
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        let request = Request::builder().method(method.clone()).uri("/v1/views");
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let reply = app.send(request.body(Body::from(list(&token))).unwrap()).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(reply.header(header::ALLOW), "POST", "{method}");
    }
    assert_eq!(counted(&app, article).await, count);
}

#[tokio::test]
async fn a_mutation_tells_all_that_is_wrong() {
    let app = TestApp::start().await;
    let article = app.article("Bài một").save().await;
    let error = |code: &str, field: &str| json!({ "code": code, "field": ["input", field], "retryAfter": null });
    let refused = record(&app, article, "khong-phai").await;
    assert_eq!(
        refused,
        json!({ "counted": null, "userErrors": [error("TOKEN_INVALID", "readerToken")] })
    );
    let token = device(&app).await;
    app.set_time("2027-06-01T00:00:00Z");
    let late = record(&app, article, &token).await;
    assert_eq!(late["userErrors"], json!([error("TOKEN_INVALID", "readerToken")]));
    let input = json!({ "articleId": "x", "readerToken": "y" });
    let both = app.data(super::RECORD, json!({ "input": input })).await;
    let errors = json!([error("ID_INVALID", "articleId"), error("TOKEN_INVALID", "readerToken")]);
    assert_eq!(both["articleViewRecord"]["userErrors"], errors);
    assert_eq!(counted(&app, article).await, 0);
}

/// Three views at once, then one in a second.
fn slow() -> Policy {
    let participation = ParticipationTerms {
        tokens_per_minute: 0,
        views_per_minute: 60,
        views_burst: 3,
        ..ParticipationTerms::default()
    };
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let budget = BudgetTerms { trusted_proxies, ..BudgetTerms::default() };
    Policy { participation, budget, ..Policy::default() }
}

/// The status of two views that are told from there at once.
async fn from(app: &TestApp, list: &Value, address: &str, forwarded: &str) -> (u16, String) {
    let header = [(HeaderName::from_static("x-forwarded-for"), forwarded)];
    let headers = if forwarded.is_empty() { &[][..] } else { &header[..] };
    let mut request = telling(list, headers);
    request.extensions_mut().insert(Peer(address.parse().unwrap()));
    let reply = app.send(request).await;
    let wait = reply.header(header::RETRY_AFTER).to_owned();
    if reply.status == StatusCode::TOO_MANY_REQUESTS {
        let answer = reply.json();
        let extensions = &answer["errors"][0]["extensions"];
        assert_eq!(extensions["code"], "RATE_LIMITED");
        assert_eq!(extensions["retryAfter"].to_string(), wait);
    }
    (reply.status.as_u16(), wait)
}

#[tokio::test]
async fn a_network_that_tells_too_much_waits_and_no_header_helps_it() {
    let app = TestApp::start_with(slow()).await;
    let article = app.article("Bài một").save().await;
    let list = views(article, &devices(&app, 2).await);
    let (taken, refused) = ((204, String::new()), (429, "1".to_owned()));
    let stranger = "192.0.2.1:5000";
    assert_eq!(from(&app, &list, stranger, "").await, taken);
    assert_eq!(from(&app, &list, stranger, "").await, refused);
    assert_eq!(from(&app, &list, stranger, "198.51.100.7").await, refused);
    assert_eq!(from(&app, &list, "192.0.2.2:5000", "").await, taken);
    // A proxy that is configured speaks for its clients, and each has a pace of its own.
    let proxy = "10.0.0.1:5000";
    assert_eq!(from(&app, &list, proxy, "198.51.100.7").await, taken);
    assert_eq!(from(&app, &list, proxy, "198.51.100.7").await, refused);
    assert_eq!(from(&app, &list, proxy, "203.0.113.9, 198.51.100.7").await, refused);
    assert_eq!(from(&app, &list, proxy, "198.51.100.8").await, taken);
    // Nor has one who owns 2^64 addresses of one network.
    assert_eq!(from(&app, &list, "[2001:db8::1]:5000", "").await, taken);
    assert_eq!(from(&app, &list, "[2001:db8::ffff:2]:5000", "").await, refused);
    assert_eq!(from(&app, &list, "[2001:db8:0:1::1]:5000", "").await, taken);
    assert_eq!(counted(&app, article).await, 2);
}

#[tokio::test]
async fn the_mutation_keeps_the_same_pace() {
    let app = TestApp::start_with(slow()).await;
    let article = app.article("Bài một").save().await;
    let list = views(article, &devices(&app, 3).await);
    assert_eq!(from(&app, &list, "192.0.2.1:5000", "").await.0, 204);
    let input = json!({ "input": list[0] });
    let body = json!({ "query": super::RECORD, "variables": input });
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .extension(Peer("192.0.2.1:5000".parse().unwrap()))
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = app.send(request).await.json();
    let errors = json!([{ "code": "RATE_LIMITED", "field": null, "retryAfter": 1 }]);
    assert_eq!(
        answer["data"]["articleViewRecord"],
        json!({ "counted": null, "userErrors": errors })
    );
    assert_eq!(stored(&app, article).await.counted, 0);
}
