//! How often articles are read: told by readers, counted, and shown.

mod counted;
mod program;
mod refused;
mod windows;

use axum::{
    body::Body,
    http::{HeaderName, Request, StatusCode, header},
};
use entity::article_view;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{TestApp, app::Reply, make::article_id};

const TOKEN: &str = "mutation { voterTokenIssue { voterToken { token } } }";
const RECORD: &str =
    "mutation($input: ArticleViewRecordInput!) { articleViewRecord(input: $input) {
    counted userErrors { code field retryAfter } } }";

/// A token for a device that has none yet.
async fn device(app: &TestApp) -> String {
    let mut issued = app.ask(TOKEN).await;
    let token = issued["voterTokenIssue"]["voterToken"]["token"].take();
    token.as_str().unwrap().to_owned()
}

async fn devices(app: &TestApp, count: usize) -> Vec<String> {
    let mut tokens = Vec::new();
    for _ in 0..count {
        tokens.push(device(app).await);
    }
    tokens
}

fn view(article: Uuid, token: &str) -> Value {
    json!({ "articleId": article_id(article), "readerToken": token })
}

/// Each of these devices reads the article.
fn views(article: Uuid, tokens: &[String]) -> Value {
    tokens.iter().map(|token| view(article, token)).collect()
}

/// A request that tells of views, as a script does that waits for the answer.
fn telling(views: &Value, headers: &[(HeaderName, &str)]) -> Request<Body> {
    let mut request = Request::post("/v1/views").header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    request.body(Body::from(views.to_string())).unwrap()
}

/// Tells of views that are taken, whether they count or not.
async fn tell(app: &TestApp, views: &Value, headers: &[(HeaderName, &str)]) {
    let reply = app.send(telling(views, headers)).await;
    assert_eq!((reply.status, reply.bytes.len()), (StatusCode::NO_CONTENT, 0));
}

/// Tells of one view by the mutation.
async fn record(app: &TestApp, article: Uuid, token: &str) -> Value {
    let mut data = app.data(RECORD, json!({ "input": view(article, token) })).await;
    data["articleViewRecord"].take()
}

/// What is stored for an article.
async fn stored(app: &TestApp, article: Uuid) -> article_view::Model {
    let row = article_view::Entity::find_by_id(article).one(&app.db.write).await;
    row.unwrap().unwrap()
}

/// How many views were counted once all is written.
async fn counted(app: &TestApp, article: Uuid) -> i64 {
    app.app.tend().await.unwrap();
    stored(app, article).await.counted
}

/// The code and the argument of a refusal.
fn fault(reply: &Reply) -> (u16, String, String) {
    let answer = reply.json();
    let extensions = &answer["errors"][0]["extensions"];
    let text = |name: &str| extensions[name].as_str().unwrap_or_default().to_owned();
    (reply.status.as_u16(), text("code"), text("argument"))
}
