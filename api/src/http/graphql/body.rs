//! From the body of a POST to JSON: what it says that it is, how long it is, how long it takes.

use std::time::Duration;

use axum::{
    body::{Body, HttpBody as _},
    http::{HeaderMap, header},
};
use http_body_util::BodyExt as _;
use serde_json::{Map, Value};
use tokio::time;

use super::{
    failure::{Failure, malformed},
    limits::{self, count},
};
use crate::{
    http::spool,
    platform::error::{BadInput, Code},
};

/// Why a body or an address is refused.
pub const TOO_LARGE: &str = "The request is too large, in bytes";

/// How much is read of a request, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Intake {
    /// Largest body, or parameters of a GET.
    pub bytes: u32,
    /// A client that takes longer to send its body is let go.
    pub timeout: Duration,
}

/// Reads the parameters in a body.
pub async fn parameters(
    headers: &HeaderMap,
    body: Body,
    intake: Intake,
) -> Result<Map<String, Value>, Failure> {
    // Nothing else: no cross-site form can send it.
    from_json(&whole(headers, body, intake, &["application/json"]).await?)
}

/// Reads a body that says that it is of one of these types.
pub async fn whole(
    headers: &HeaderMap,
    mut body: Body,
    intake: Intake,
    types: &[&str],
) -> Result<Vec<u8>, Failure> {
    let reading = async {
        check_content_type(headers, types)?;
        read(&mut body, intake.bytes).await
    };
    match time::timeout(intake.timeout, reading).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(failure)) => {
            spool::discard(body, intake.timeout);
            Err(failure)
        }
        Err(_) => {
            let fault = BadInput::new(Code::RequestTimeout, "The body took too long to arrive");
            Err(Failure::request(fault))
        }
    }
}

async fn read(body: &mut Body, most: u32) -> Result<Vec<u8>, Failure> {
    // A client that says how long its body is, is answered before it has sent it.
    let announced = count(usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX));
    limits::within(Code::PayloadTooLarge, TOO_LARGE, announced, most).map_err(Failure::request)?;
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let data = frame.map_err(|_| malformed("The body broke off"))?.into_data();
        bytes.extend_from_slice(&data.unwrap_or_default());
        if bytes.len() > most as usize {
            // How long it would be is not known.
            let message = format!("{TOO_LARGE}: more than {most}");
            let fault = BadInput::new(Code::PayloadTooLarge, message).with("limit", most);
            return Err(Failure::request(fault));
        }
    }
    Ok(bytes)
}

fn from_json(bytes: &[u8]) -> Result<Map<String, Value>, Failure> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(Value::Array(operations)) => Err(batch(operations.len())),
        Ok(_) => Err(malformed("The body must be a JSON object")),
        Err(error) => {
            let place = format!("line {} column {}", error.line(), error.column());
            Err(malformed(format!("The body is not JSON: see {place}")))
        }
    }
}

fn batch(length: usize) -> Failure {
    let message = "Send one operation at a time: lists of them are not taken";
    let fault = BadInput::new(Code::BatchRefused, message).with("limit", 1).with("value", length);
    Failure::request(fault)
}

/// Only what is not compressed: a small body could otherwise become a large one behind the limit.
fn check_content_type(headers: &HeaderMap, types: &[&str]) -> Result<(), Failure> {
    let refuse =
        |message: &str| Err(Failure::request(BadInput::new(Code::UnsupportedMediaType, message)));
    if headers.contains_key(header::CONTENT_ENCODING) {
        return refuse("Send the body without Content-Encoding");
    }
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut parts = value.unwrap_or_default().split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let utf8 = |parameter: &str| match parameter.split_once('=') {
        Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => {
            charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    };
    let is_taken = types.iter().any(|taken| essence.eq_ignore_ascii_case(taken));
    if !is_taken || !parts.all(utf8) {
        return refuse(&format!("Send the body as {} in UTF-8", types.join(" or ")));
    }
    Ok(())
}
