//! Who asks besides readers. They are the same in both portals.

use entity::account::Role;
use serde_json::{Value, json};

use crate::support::TestApp;

/// Somebody who writes.
pub struct Writer {
    pub token: String,
    /// What they have begun, and nobody else knows of.
    pub draft: String,
}

/// A contributor of a unit of their own, and an API key that may read what everybody may.
pub async fn fill(app: &TestApp) -> (Writer, String) {
    let unit = app.unit("Đảng ủy khối Doanh nghiệp", None).await;
    let writer = app.member("vietbai", Role::Contributor, Some(unit)).await;
    let draft = json!({ "title": "Bài của tôi", "body": { "html": "<p>Một</p>" } });
    let draft = writer.done("articleCreate", draft).await;
    let change = json!({ "id": draft["id"], "version": 1, "title": "Bài riêng của tôi" });
    writer.done("articleUpdate", change).await;
    let admin = app.member("quantri", Role::Admin, None).await;
    let make = "mutation { apiKeyCreate(input: {name: \"Bạn đọc\", scopes: [READ_PUBLISHED]}) {
        secret } }";
    let key = admin.ask(make, json!({})).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (Writer { token: writer.token, draft: text(&draft["id"]) }, text(&key["secret"]))
}
