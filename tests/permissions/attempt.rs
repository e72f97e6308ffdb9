//! One attempt, and what is answered to it.

use std::fmt;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use super::{
    fields::Look,
    ground::{Ground, Who},
};
use crate::{
    media::files,
    support::{app::Reply, member::codes, walk::Field},
};

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, or seen.
    Done,
    /// Nothing is seen.
    Nothing,
    /// Whoever asks has not said who they are.
    Unauthenticated,
    /// Whoever asks may not do that on anything.
    Forbidden,
    /// Not on this thing: the code of the user error.
    Refused(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("✓"),
            Self::Nothing => f.write_str("–"),
            Self::Unauthenticated => f.write_str("401"),
            Self::Forbidden => f.write_str("403"),
            Self::Refused(code) => write!(f, "`{code}`"),
        }
    }
}

/// Asks for a mutation.
///
/// # Panics
///
/// If it is refused for anything else than who asks: then the input is of no use.
pub async fn mutation(ground: &Ground<'_>, who: Who, field: &Field, input: &Value) -> Outcome {
    let name = &field.name;
    let argument = field.arguments.iter().find(|argument| argument.name == "input");
    let (variable, argument) = match argument {
        Some(argument) => (format!("($input: {})", argument.ty), "(input: $input)"),
        None => (String::new(), ""),
    };
    let query =
        format!("mutation{variable} {{ {name}{argument} {{ userErrors {{ code field }} }} }}");
    let operation = json!({ "query": query, "variables": { "input": input } });
    let reply = send(ground, who, name, &operation).await;
    let place = format!("{name} by {who:?}");
    if let Some(outcome) = turned_away(&reply, &place) {
        return outcome;
    }
    let problems = codes(&reply.json()["data"][name]);
    let Some((code, at)) = problems.first() else { return Outcome::Done };
    let of_rights = ["NOT_FOUND", "FORBIDDEN"].contains(&code.as_str()) && problems.len() == 1;
    assert!(of_rights, "{place}: the input has faults of its own: {code} at {at}");
    Outcome::Refused(code.clone())
}

/// Asks for a field of somebody's thing.
pub async fn look(ground: &Ground<'_>, who: Who, place: &str, look: &Look) -> Outcome {
    let operation = json!({ "query": look.query, "variables": { "id": look.id } });
    let reply = send(ground, who, place, &operation).await;
    if let Some(outcome) = turned_away(&reply, &format!("{place} by {who:?}")) {
        return outcome;
    }
    let answer = reply.json();
    match answer["data"].pointer(look.at) {
        Some(found) if !found.is_null() && found.to_string().contains(&look.sign) => Outcome::Done,
        _ => Outcome::Nothing,
    }
}

/// An operation that was not even begun.
fn turned_away(reply: &Reply, place: &str) -> Option<Outcome> {
    let answer = reply.json();
    let error = answer.get("errors")?;
    match (reply.status.as_u16(), error[0]["extensions"]["code"].as_str()) {
        (401, Some("UNAUTHENTICATED")) => Some(Outcome::Unauthenticated),
        (403, Some("FORBIDDEN")) => Some(Outcome::Forbidden),
        _ => panic!("{place}: {answer}"),
    }
}

/// Sends an operation, with a file if it takes one.
pub async fn send(ground: &Ground<'_>, who: Who, name: &str, operation: &Value) -> Reply {
    let request = Request::post("/graphql")
        .header(header::ACCEPT, "application/graphql-response+json")
        .header("apollo-require-preflight", "true");
    let request = match ground.token(who) {
        Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        None => request,
    };
    let (kind, body) = match name {
        "mediaUpload" => ("multipart/form-data; boundary=border", form(operation, ground.next())),
        _ => ("application/json", operation.to_string().into_bytes()),
    };
    let request = request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap();
    ground.app.send(request).await
}

/// The operation as a form with a picture that nobody has brought before.
fn form(operation: &Value, width: u32) -> Vec<u8> {
    let part = |name: &str, content: &[u8]| {
        let file = if name == "0" { "; filename=\"anh.jpg\"" } else { "" };
        let head =
            format!("--border\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let parts = [
        part("operations", operation.to_string().as_bytes()),
        part("map", br#"{"0": ["variables.input.file"]}"#),
        part("0", &files::jpeg(width, 16)),
    ];
    [&parts.concat()[..], b"--border--\r\n"].concat()
}
