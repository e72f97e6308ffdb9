//! From the login to the end.

use api::app::Policy;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use entity::account::Role;
use sea_orm::ConnectionTrait as _;
use serde_json::json;

use super::*;
use crate::support::TestApp;

const LOGOUT: &str = "mutation { accountLogout { done userErrors { code } } }";
const EVERYWHERE: &str = "mutation { accountLogoutEverywhere { done userErrors { code } } }";
const CHANGE: &str = "mutation($input: AccountChangePasswordInput!) {
    accountChangePassword(input: $input) { session { accessToken refreshToken } userErrors { code field } }
}";
const OUT: (u16, &str) = (401, "UNAUTHENTICATED");

async fn app() -> TestApp {
    let app = TestApp::start().await;
    account(&app, "binh", Role::Editor).await;
    app
}

async fn is_out(caller: Caller<'_>) {
    let (status, code) = caller.refused(VIEWER).await;
    assert_eq!((status, code.as_str()), OUT);
}

async fn is_in(caller: Caller<'_>) {
    assert_eq!(caller.ask(VIEWER, json!({})).await["login"], "binh");
}

#[tokio::test]
async fn whoever_signs_in_is_known_for_fifteen_minutes() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    assert_eq!(reader.ask(VIEWER, json!({})).await, json!(null));
    let payload = reader.login(" BINH ", PASSWORD).await;
    assert_eq!(payload["userErrors"], json!([]));
    let session = &payload["session"];
    assert_eq!(session["account"]["login"], "binh");
    assert_eq!(session["accessTokenExpiresAt"], "2026-01-01T00:15:00Z");
    assert_eq!(session["refreshTokenExpiresAt"], "2026-01-08T00:00:00Z");
    let (access, refresh) = tokens(&payload);
    let reply = reader.with(&access).send(VIEWER, json!({})).await;
    assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
    let viewer =
        json!({ "__typename": "Account", "login": "binh", "role": "EDITOR", "version": 1 });
    assert_eq!(reply.json()["data"]["viewer"], viewer);
    is_out(reader.with(&refresh)).await;
    app.set_time("2026-01-01T00:15:29Z");
    is_in(reader.with(&access)).await;
    app.set_time("2026-01-01T00:15:30Z");
    is_out(reader.with(&access)).await;
    assert_eq!(audited(&app, "accountLogin").await, [""]);
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_its_second_use_ends_the_session() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    let (other, _) = reader.tokens("binh").await;
    let (access, first) = reader.tokens("binh").await;
    app.set_time("2026-01-01T00:14:00Z");
    let payload = reader.give(REFRESH, json!({ "refreshToken": first })).await;
    let (newer, second) = tokens(&payload);
    assert_ne!(first, second);
    is_in(reader.with(&access)).await;
    is_in(reader.with(&newer)).await;

    let stolen = reader.give(REFRESH, json!({ "refreshToken": first })).await;
    assert_eq!(stolen["session"], json!(null));
    assert_eq!(
        problems(&stolen),
        [("SESSION_INVALID".to_owned(), "input.refreshToken".to_owned())]
    );
    for token in [&access, &newer] {
        is_out(reader.with(token)).await;
    }
    let latest = reader.give(REFRESH, json!({ "refreshToken": second })).await;
    assert_eq!(problem(&latest), "SESSION_INVALID");
    is_in(reader.with(&other)).await;
    assert_eq!(audited(&app, "accountRefresh").await, ["", r#"{"refused":"REUSED"}"#]);
}

#[tokio::test]
async fn of_two_who_use_a_refresh_token_at_once_one_goes_on_at_most() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    let (_, refresh) = reader.tokens("binh").await;
    let ask = || reader.give(REFRESH, json!({ "refreshToken": refresh }));
    let (one, other) = futures_util::join!(ask(), ask());
    let done = [&one, &other].iter().filter(|payload| !payload["session"].is_null()).count();
    assert_eq!(done, 1, "{one} {other}");
}

#[tokio::test]
async fn refresh_tokens_end_after_a_week_and_sessions_after_thirty_days() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    let (_, mut refresh) = reader.tokens("binh").await;
    for day in ["07", "13", "19", "25", "30"] {
        app.set_time(&format!("2026-01-{day}T00:00:00Z"));
        refresh = tokens(&reader.give(REFRESH, json!({ "refreshToken": refresh })).await).1;
    }
    app.set_time("2026-01-31T00:00:00Z");
    let over = reader.give(REFRESH, json!({ "refreshToken": refresh })).await;
    assert_eq!(problem(&over), "SESSION_INVALID");
    let (_, refresh) = reader.tokens("binh").await;
    app.set_time("2026-02-07T00:00:00Z");
    let unused = reader.give(REFRESH, json!({ "refreshToken": refresh })).await;
    assert_eq!(problem(&unused), "SESSION_INVALID");
    for invented in ["", "x", &"0".repeat(64), &"a".repeat(100_000)] {
        let payload = reader.give(REFRESH, json!({ "refreshToken": invented })).await;
        assert_eq!(problem(&payload), "SESSION_INVALID");
    }
}

#[tokio::test]
async fn signing_out_ends_this_session_or_all_of_them_at_once() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    let (one, refresh) = reader.tokens("binh").await;
    let ((other, _), (third, _)) = (reader.tokens("binh").await, reader.tokens("binh").await);
    assert_eq!(reader.with(&one).ask(LOGOUT, json!({})).await["done"], true);
    is_out(reader.with(&one)).await;
    assert_eq!(
        problem(&reader.give(REFRESH, json!({ "refreshToken": refresh })).await),
        "SESSION_INVALID"
    );
    is_in(reader.with(&other)).await;
    assert_eq!(reader.with(&other).ask(EVERYWHERE, json!({})).await["done"], true);
    for token in [&other, &third] {
        is_out(reader.with(token)).await;
    }
    let (again, _) = reader.tokens("binh").await;
    is_in(reader.with(&again)).await;
    let (status, code) = reader.refused(LOGOUT).await;
    assert_eq!((status, code.as_str()), OUT);
}

#[tokio::test]
async fn another_password_ends_all_sessions_and_begins_one() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    let ((one, _), (other, _)) = (reader.tokens("binh").await, reader.tokens("binh").await);
    let me = reader.with(&one);
    let change = |current: &str, new: &str| {
        me.give(CHANGE, json!({ "currentPassword": current, "newPassword": new }))
    };
    let new = "thuyền về bến cũ";
    let wrong = change("không phải mật khẩu này", new).await;
    let at = |code: &str, field: &str| [(code.to_owned(), field.to_owned())];
    assert_eq!(problems(&wrong), at("CREDENTIALS_INVALID", "input.currentPassword"));
    for (bad, code) in [("short", "TOO_SHORT"), ("passwordpassword", "PASSWORD_GUESSABLE")] {
        // Whether the current one is right is not told beside it.
        for current in [PASSWORD, "x"] {
            assert_eq!(problems(&change(current, bad).await), at(code, "input.newPassword"));
        }
    }
    is_in(reader.with(&other)).await;
    let (fresh, _) = tokens(&change(PASSWORD, new).await);
    for token in [&one, &other] {
        is_out(reader.with(token)).await;
    }
    is_in(reader.with(&fresh)).await;
    assert_eq!(problem(&reader.login("binh", PASSWORD).await), "CREDENTIALS_INVALID");
    assert_eq!(reader.login("binh", new).await["userErrors"], json!([]));
}

#[tokio::test]
async fn a_token_that_is_no_good_is_told_so_and_only_the_header_counts() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    let (access, _) = reader.tokens("binh").await;
    let request = |name, value: &str| {
        Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(name, value)
            .body(Body::from(json!({ "query": VIEWER }).to_string()))
            .unwrap()
    };
    let bad = [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YmluaDp4",
        "Bearer a.b.c",
        &access,
        &format!("Bearer {access}x"),
        &format!("Bearer  {access}"),
        "Bearer ctk_00000000_00",
    ]
    .map(str::to_owned);
    for value in bad {
        let reply = app.send(request(header::AUTHORIZATION, &value)).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{value}");
        assert_eq!(reply.header(header::WWW_AUTHENTICATE), "Bearer");
        let error = &reply.json()["errors"][0];
        assert_eq!(error["extensions"]["code"], "UNAUTHENTICATED");
        assert!(!error.to_string().contains(&access));
    }
    let cookie = format!("access_token={access}; token={access}; Authorization=Bearer {access}");
    let reply = app.send(request(header::COOKIE, &cookie)).await;
    assert_eq!(reply.json()["data"]["viewer"], json!(null));
    let address = format!("/graphql?query=%7Bviewer%7B__typename%7D%7D&access_token={access}");
    let reply = app.send(Request::get(address).body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    // By GET as by POST.
    let get = Request::get("/graphql?query=%7Bviewer%7B__typename%7D%7D")
        .header(header::AUTHORIZATION, format!("Bearer {access}"));
    let reply = app.send(get.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.json()["data"]["viewer"]["__typename"], "Account");
    assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn pages_of_a_known_origin_may_send_the_header() {
    let origin = "https://portal.example.vn";
    let cors_origins = vec![origin.parse().unwrap()];
    let app = TestApp::start_with(Policy { cors_origins, ..Policy::default() }).await;
    let preflight = Request::options("/graphql")
        .header(header::ORIGIN, origin)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,content-type");
    let reply = app.send(preflight.body(Body::empty()).unwrap()).await;
    assert!(reply.header(header::ACCESS_CONTROL_ALLOW_HEADERS).contains("authorization"));
    assert!(!reply.headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
}

#[tokio::test]
async fn a_change_of_keys_signs_nobody_out() {
    let app = app().await;
    let reader = Caller::anonymous(&app);
    reader.tokens("binh").await;
    assert_eq!(published(&app).await.len(), 1);
    app.set_time("2026-03-31T23:59:59Z");
    let (old, _) = reader.tokens("binh").await;
    app.set_time("2026-04-01T00:00:00Z");
    let (new, _) = reader.tokens("binh").await;
    let kid = |token: &str| token.split('.').next().unwrap().to_owned();
    assert_ne!(kid(&old), kid(&new));
    for app in [&app, &app.restarted().await] {
        app.set_time("2026-04-01T00:00:00Z");
        for token in [&old, &new] {
            is_in(Caller::anonymous(app).with(token)).await;
        }
        assert_eq!(published(app).await.len(), 2);
    }
    app.set_time("2026-04-01T00:20:00Z");
    assert_eq!(published(&app).await.len(), 1);
}

async fn published(app: &TestApp) -> Vec<serde_json::Value> {
    let reply = app.send(Request::get("/.well-known/jwks.json").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.header(header::CACHE_CONTROL), "public, max-age=300");
    let keys = reply.json()["keys"].as_array().unwrap().clone();
    for key in &keys {
        let key = key.as_object().unwrap();
        assert_eq!(key["kty"], "OKP");
        assert_eq!(key["crv"], "Ed25519");
        assert!(!key.contains_key("d"), "the private half stays at home");
    }
    keys
}

#[tokio::test]
async fn a_token_of_another_portal_is_no_good_here() {
    let (here, there) = (app().await, app().await);
    let (foreign, _) = Caller::anonymous(&there).tokens("binh").await;
    Caller::anonymous(&here).tokens("binh").await;
    is_out(Caller::anonymous(&here).with(&foreign)).await;
}

#[tokio::test]
async fn a_database_that_is_away_is_our_fault_and_signs_nobody_out() {
    let app = app().await;
    let (access, _) = Caller::anonymous(&app).tokens("binh").await;
    app.db.write.execute_unprepared("ALTER TABLE session RENAME TO lost").await.unwrap();
    let (status, code) = Caller::anonymous(&app).with(&access).refused(VIEWER).await;
    assert_eq!((status, code.as_str()), (500, "INTERNAL"));
}
