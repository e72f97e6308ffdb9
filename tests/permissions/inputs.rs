//! For each mutation an input that has no fault but, perhaps, whose thing it is about.

mod accounts;
mod articles;
mod organisation;
mod page;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ground::{Ground, Whose};
use crate::media::files;

/// An input for this mutation that is about somebody's thing; none if nobody has written one.
pub async fn of(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    let fields = match mutation {
        name if name.starts_with("article") => articles::of(ground, mutation, whose).await,
        name if name.starts_with("media") => media(ground, mutation, whose).await,
        name if ["account", "apiKey"].iter().any(|part| name.starts_with(part)) => {
            accounts::of(ground, mutation).await
        }
        name if ["unit", "author", "congress"].iter().any(|part| name.starts_with(part)) => {
            organisation::of(ground, mutation, whose).await
        }
        _ => page::of(ground, mutation, whose).await,
    };
    fields
}

async fn media(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    Some(match mutation {
        // The file itself comes in another part of the form.
        "mediaUpload" => json!({ "file": null }),
        "mediaUpdate" => with(file(ground, whose).await, json!({ "alt": "Hội trường" })),
        "mediaDelete" => file(ground, whose).await,
        _ => return None,
    })
}

/// A picture that somebody brought.
pub async fn file(ground: &Ground<'_>, whose: Whose) -> Value {
    let picture = files::jpeg(ground.next(), 17);
    let request = Request::put("/media")
        .header(header::AUTHORIZATION, format!("Bearer {}", ground.owner(whose).token))
        .body(Body::from(picture))
        .unwrap();
    seen(&ground.app.send(request).await.json()["id"], 1)
}

pub fn seen(id: &Value, version: i32) -> Value {
    assert!(id.is_string(), "there is nothing to change");
    json!({ "id": id, "version": version })
}

pub fn with(mut input: Value, fields: Value) -> Value {
    let fields = fields.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(fields);
    input
}

fn id(prefix: &str, id: Uuid) -> Value {
    json!(format!("{prefix}_{}", id.simple()))
}
