//! What stands at an address, as a status of HTTP: for a proxy, which does not read JSON.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use entity::article::Status;
use serde_json::{Value, json};

use super::portal;
use crate::support::{TestApp, app::Reply};

async fn ask(app: &TestApp, method: Method, uri: &str) -> Reply {
    app.send(Request::builder().method(method).uri(uri).body(Body::empty()).unwrap()).await
}

async fn get(app: &TestApp, uri: &str) -> Reply {
    ask(app, Method::GET, uri).await
}

fn body(reply: &Reply) -> Value {
    let answer = reply.json();
    assert!(answer.get("errors").is_none(), "{answer}");
    answer
}

/// A portal with an article that moved here, a withdrawn one and a draft.
async fn filled() -> TestApp {
    let app = portal().await;
    let old = "http://cu.example.vn/chi-tiet?dDocName=PORTAL353912&_c=93";
    app.article("Tin").legacy_url(old).save().await;
    app.article("Rút").status(Status::Withdrawn).save().await;
    app.article("Nháp").status(Status::Draft).save().await;
    app
}

#[tokio::test]
async fn an_address_is_there_has_moved_is_gone_or_unknown() {
    let app = filled().await;
    let here = get(&app, "/resolve?path=/tin/tin").await;
    assert_eq!(here.status, StatusCode::OK);
    let url = "https://portal.example.vn/tin/tin";
    let expected =
        |status: &str| json!({ "status": status, "path": "/tin/tin", "url": url, "reason": null });
    assert_eq!(body(&here), expected("CURRENT"));
    assert_eq!(here.header(header::CACHE_CONTROL), "no-store");

    let old = "http%3A%2F%2Fcu.example.vn%2Fchi-tiet%3FdDocName%3DPORTAL353912%26_c%3D93";
    let moved = get(&app, &format!("/resolve?path={old}")).await;
    assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(moved.header(header::LOCATION), url);
    assert_eq!(moved.header(header::CACHE_CONTROL), "public, max-age=60");
    assert_eq!(body(&moved), expected("MOVED"));

    let gone = get(&app, "/resolve?path=%2Ftin%2Frut").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert_eq!(body(&gone)["status"], "GONE");
    assert_eq!(gone.header(header::CACHE_CONTROL), "public, max-age=60");

    for unknown in ["/tin/nhap", "/tin/khac", "/"] {
        let reply = get(&app, &format!("/resolve?path={unknown}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{unknown}");
        assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "NOT_FOUND", "{unknown}");
        assert_eq!(reply.header(header::CACHE_CONTROL), "no-store", "{unknown}");
    }
    for bad in ["", "?path=", "?path=tin", "?path=javascript:alert(1)", "?other=/tin/tin"] {
        let reply = get(&app, &format!("/resolve{bad}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    for (uri, status) in [
        ("/resolve?path=/tin/tin", StatusCode::OK),
        ("/resolve?path=/tin/rut", StatusCode::GONE),
        ("/resolve?path=/tin/nhap", StatusCode::NOT_FOUND),
    ] {
        let reply = ask(&app, Method::HEAD, uri).await;
        assert_eq!((reply.status, reply.bytes.len()), (status, 0), "{uri}");
    }
    let other = ask(&app, Method::POST, "/resolve?path=/tin/tin").await;
    assert_eq!(other.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_proxy_passes_on_what_was_asked_for_as_it_was() {
    let app = filled().await;
    for (address, status) in [
        ("/tin/tin?utm_source=zalo&a=1", StatusCode::OK),
        (
            "http://cu.example.vn/chi-tiet?_c=93&dDocName=PORTAL353912",
            StatusCode::MOVED_PERMANENTLY,
        ),
        ("http://cu.example.vn/chi-tiet?_c=93", StatusCode::NOT_FOUND),
        ("chi-tiet", StatusCode::BAD_REQUEST),
    ] {
        let request = Request::get("/resolve").header("X-Original-URI", address);
        let reply = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, status, "{address}");
    }
}

#[tokio::test]
async fn a_bad_token_is_refused_and_the_budget_holds() {
    let app = filled().await;
    let request = Request::get("/resolve?path=/tin/tin").header(header::AUTHORIZATION, "Bearer x");
    let reply = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}
