//! From bytes to the parameters of a request.

use std::time::Duration;

use axum::{
    body::{Body, HttpBody as _},
    http::{HeaderMap, StatusCode, header},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::{Map, Value};
use tokio::time;

use super::{
    documents::Hash,
    limits::{self, count},
};
use crate::platform::error::{BadInput, Code};

const TOO_LARGE: &str = "The request is too large, in bytes";

/// How much is read of a request, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Intake {
    /// Largest body, or parameters of a GET.
    pub bytes: u32,
    /// A client that takes longer to send its body is let go.
    pub timeout: Duration,
}

/// Why a request is not executed.
#[derive(Debug)]
pub struct Failure {
    /// What to tell.
    pub fault: BadInput,
    /// Status where the media type shows failures in it.
    pub status: StatusCode,
    /// Whether the request was well-formed GraphQL over HTTP: then a client that accepts only
    /// `application/json` gets 200 all the same.
    pub well_formed: bool,
    /// The methods to use instead.
    pub allow: Option<&'static str>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
}

impl Failure {
    /// The request itself is at fault.
    pub fn request(fault: BadInput) -> Self {
        let status = match fault.code {
            Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            _ => StatusCode::BAD_REQUEST,
        };
        Self { fault, status, well_formed: false, allow: None, retry_after: None }
    }

    /// The method does not fit.
    pub fn method(fault: BadInput, allow: &'static str) -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self { fault, status, well_formed: false, allow: Some(allow), retry_after: None }
    }

    /// The document is at fault.
    pub fn document(fault: BadInput) -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self { fault, status, well_formed: true, allow: None, retry_after: None }
    }

    /// The server will not do it now.
    pub fn later(fault: BadInput, status: StatusCode, seconds: u64) -> Self {
        Self { fault, status, well_formed: false, allow: None, retry_after: Some(seconds) }
    }
}

fn malformed(message: impl Into<String>) -> Failure {
    Failure::request(BadInput::new(Code::BadRequest, message))
}

fn batch(length: usize) -> Failure {
    let message = "Send one operation at a time: lists of them are not taken";
    let fault = BadInput::new(Code::BatchRefused, message).with("limit", 1).with("value", length);
    Failure::request(fault)
}

/// The parameters of a request, not looked at yet.
#[derive(Debug)]
pub struct Parameters {
    /// The document; absent where `persisted` names one that was sent before.
    pub query: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: Map<String, Value>,
    /// What is asked for beyond the specification.
    pub extensions: Extensions,
}

/// What is asked for beyond the specification.
#[derive(Debug, Default)]
pub struct Extensions {
    /// The hash of the document, by the protocol of automatic persisted queries.
    pub persisted: Option<Hash>,
    /// Whether to report what the operation was measured at.
    pub cost: bool,
}

/// Reads the parameters of a GET.
pub fn from_query(query: &str, intake: Intake) -> Result<Parameters, Failure> {
    limits::within(Code::PayloadTooLarge, TOO_LARGE, count(query.len()), intake.bytes)
        .map_err(|fault| Failure { status: StatusCode::URI_TOO_LONG, ..Failure::request(fault) })?;
    let mut parameters = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        // What stands for bytes that are no text: better refused than altered in silence.
        if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return Err(malformed("A parameter is not UTF-8"));
        }
        let value = match &*name {
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|_| malformed("`variables` and `extensions` must be JSON"))?,
            _ => Value::String(value.into_owned()),
        };
        if parameters.insert(name.clone().into_owned(), value).is_some() {
            return Err(malformed("A parameter is given twice"));
        }
    }
    from_parameters(parameters)
}

/// Reads the body of a POST.
pub async fn from_body(
    headers: &HeaderMap,
    body: Body,
    intake: Intake,
) -> Result<Parameters, Failure> {
    check_content_type(headers)?;
    // A client that says how long its body is, is answered before it sends it.
    let announced = count(usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX));
    limits::within(Code::PayloadTooLarge, TOO_LARGE, announced, intake.bytes)
        .map_err(Failure::request)?;
    let limited = Limited::new(body, intake.bytes as usize).collect();
    let bytes = match time::timeout(intake.timeout, limited).await {
        Ok(Ok(bytes)) => bytes.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            // Its length is not known: the rest is never read.
            let message = format!("{TOO_LARGE}: more than {}", intake.bytes);
            let fault = BadInput::new(Code::PayloadTooLarge, message).with("limit", intake.bytes);
            return Err(Failure::request(fault));
        }
        Ok(Err(_)) => return Err(malformed("The body broke off")),
        Err(_) => {
            let fault = BadInput::new(Code::RequestTimeout, "The body took too long to arrive");
            return Err(Failure::request(fault));
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(parameters)) => from_parameters(parameters),
        Ok(Value::Array(operations)) => Err(batch(operations.len())),
        Ok(_) => Err(malformed("The body must be a JSON object")),
        Err(error) => {
            let place = format!("line {} column {}", error.line(), error.column());
            Err(malformed(format!("The body is not JSON: see {place}")))
        }
    }
}

/// Only what no cross-site form can send, and only what is not compressed: a small body could
/// otherwise become a large one behind the limit.
fn check_content_type(headers: &HeaderMap) -> Result<(), Failure> {
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
    if !essence.eq_ignore_ascii_case("application/json") || !parts.all(utf8) {
        return refuse("Send the body as application/json in UTF-8");
    }
    Ok(())
}

fn from_parameters(mut parameters: Map<String, Value>) -> Result<Parameters, Failure> {
    let query = string(&mut parameters, "query")?;
    let operation_name = string(&mut parameters, "operationName")?;
    let operation_name = operation_name.filter(|name| !name.is_empty());
    let variables = object(&mut parameters, "variables")?;
    let extensions = extensions(object(&mut parameters, "extensions")?)?;
    if query.is_none() && extensions.persisted.is_none() {
        return Err(malformed("`query` is missing"));
    }
    match parameters.is_empty() {
        true => Ok(Parameters { query, operation_name, variables, extensions }),
        false => {
            let known = "`query`, `operationName`, `variables`, `extensions`";
            Err(malformed(format!("Only these parameters are taken: {known}")))
        }
    }
}

/// Extensions belong to whoever defines them: those that nobody here has defined are left alone.
fn extensions(mut extensions: Map<String, Value>) -> Result<Extensions, Failure> {
    let cost = extensions.get("cost").and_then(Value::as_bool).unwrap_or_default();
    let persisted = match extensions.remove("persistedQuery") {
        None | Some(Value::Null) => None,
        Some(persisted) => {
            let version = persisted["version"].as_i64();
            let hash = persisted["sha256Hash"].as_str().and_then(Hash::parse);
            let known = hash.filter(|_| version == Some(1));
            let message = "`persistedQuery` needs version 1 and a sha256Hash of 64 digits";
            Some(known.ok_or_else(|| malformed(message))?)
        }
    };
    Ok(Extensions { persisted, cost })
}

fn string(parameters: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Failure> {
    match parameters.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(malformed(format!("`{name}` must be a string"))),
    }
}

fn object(parameters: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Failure> {
    match parameters.remove(name) {
        Some(Value::Object(object)) => Ok(object),
        Some(Value::Null) | None => Ok(Map::new()),
        Some(_) => Err(malformed(format!("`{name}` must be an object"))),
    }
}
