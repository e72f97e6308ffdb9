//! From an execution to bytes: faults get their codes, and ours are masked.

use std::{collections::HashSet, error::Error as _, sync::Arc};

use async_graphql::{PathSegment, Pos, ServerError, Value as GraphqlValue};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{failure::Failure, limits::Cost, negotiate::MediaType, words};
use crate::{
    http::observe::Outcome,
    platform::{
        error::{BadInput, Code, Error},
        outcome::RETRY_AFTER,
    },
};

/// Most errors that one answer lists.
const MAX_ERRORS: usize = 20;
/// Longest list of errors, in bytes.
const MAX_ERROR_BYTES: usize = 15 * 1024;
/// Longest path of an error, in bytes: its steps are the client's own aliases.
const MAX_PATH_BYTES: usize = 1024;
/// Most places that one error names.
const MAX_LOCATIONS: usize = 4;

/// What came of an operation.
#[derive(Debug)]
pub struct Answer {
    /// As the library gives it.
    pub response: async_graphql::Response,
    /// What it was measured at, if that was asked for.
    pub cost: Option<Cost>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a GraphqlValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Value>,
}

impl Answer {
    /// How it ended, for the log.
    pub fn outcome(&self) -> Outcome {
        if self.response.errors.is_empty() {
            Outcome::Done
        } else if !self.response.errors.iter().all(|error| !error.path.is_empty()) {
            Outcome::Refused(Code::GraphqlValidationFailed)
        } else if self.response.errors.iter().any(|error| ours(error).is_some()) {
            Outcome::Failed
        } else {
            Outcome::Faulty
        }
    }

    /// The answer as bytes. Ours are logged here, each once.
    pub fn render(self, request_id: &str) -> Rendered {
        let outcome = self.outcome();
        let Self { response, cost } = self;
        let waits = response.http_headers.get_all(RETRY_AFTER).into_iter();
        let waits = waits.filter_map(|wait| wait.to_str().ok()?.parse::<u64>().ok());
        let retry_after = waits.max();
        let executed = response.errors.iter().all(|error| !error.path.is_empty());
        let data = executed.then_some(&response.data);
        let errors = errors(&response.errors, request_id);
        let extensions = cost.map(|cost| json!({ "cost": cost }));
        let body = to_json(&Envelope { errors, data, extensions });
        Rendered { outcome, executed, retry_after, body }
    }
}

/// An answer as bytes, which any media type has.
#[derive(Debug)]
pub struct Rendered {
    /// How it ended, for the log.
    pub outcome: Outcome,
    /// Whether the operation was run.
    pub executed: bool,
    /// Seconds after which to try again what a mutation would not do now.
    pub retry_after: Option<u64>,
    /// JSON.
    pub body: String,
}

impl Rendered {
    /// The answer in the type asked for.
    pub fn into_response(self, media_type: MediaType) -> Response {
        let status = match (self.executed, media_type) {
            (true, _) | (_, MediaType::Json) => StatusCode::OK,
            (false, MediaType::GraphqlResponse) => StatusCode::BAD_REQUEST,
        };
        write(status, media_type, self.body, self.retry_after)
    }
}

fn to_json(envelope: &Envelope<'_>) -> String {
    serde_json::to_string(envelope).expect("GraphQL values are always JSON")
}

/// The errors as clients see them, as many as belong in one answer. All of ours are logged.
fn errors(errors: &[ServerError], request_id: &str) -> Vec<Value> {
    let mut logged = HashSet::new();
    let mut bytes = 0;
    let mut listed = Vec::new();
    for error in errors {
        let shown = shown(error, request_id, &mut logged);
        bytes += shown.to_string().len();
        // The first one always fits: each of its parts is bounded.
        if listed.len() < MAX_ERRORS && bytes <= MAX_ERROR_BYTES {
            listed.push(shown);
        }
    }
    listed
}

/// The answer to a request that is not executed.
pub fn refused(media_type: MediaType, failure: Failure) -> Response {
    let status = match (failure.well_formed, media_type) {
        (true, MediaType::Json) => StatusCode::OK,
        _ => failure.status,
    };
    let (path, locations) = match failure.field {
        Some(place) => (place.path, vec![place.location]),
        None => Default::default(),
    };
    let path = path.into_iter().map(Value::String).collect();
    let extensions = extensions(&failure.fault);
    let error = entry(failure.fault.message, extensions, &locations, path);
    let envelope = Envelope { errors: vec![error], data: None, extensions: None };
    let body = to_json(&envelope);
    let mut response = write(status, media_type, body, failure.retry_after);
    if let Some(allow) = failure.allow {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn write(
    status: StatusCode,
    media_type: MediaType,
    body: String,
    retry_after: Option<u64>,
) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type.content_type()));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// An error as clients see it. Only here does one of ours lose its words.
fn shown(error: &ServerError, request_id: &str, logged: &mut HashSet<*const Error>) -> Value {
    let (message, extensions) = if let Some(fault) = error.source::<BadInput>() {
        (fault.message.clone(), extensions(fault))
    } else if let Some(ours) = ours(error) {
        if logged.insert(ours) {
            log(ours);
        }
        let code = Code::Internal.as_str();
        ("Internal error".to_owned(), json!({ "code": code, "requestId": request_id }))
    } else {
        // What remains are the library's own checks of the document.
        let fault = words::of_document(&error.message);
        let extensions = extensions(&fault);
        (fault.message, extensions)
    };
    entry(message, extensions, &error.locations, error.path.iter().map(segment).collect())
}

/// One error of the list.
fn entry(message: String, extensions: Value, locations: &[Pos], path: Vec<Value>) -> Value {
    let mut shown = Map::from_iter([
        ("message".to_owned(), Value::String(message)),
        ("extensions".to_owned(), extensions),
    ]);
    if !locations.is_empty() {
        let places = locations.iter().take(MAX_LOCATIONS).collect::<Vec<_>>();
        shown.insert("locations".to_owned(), json!(places));
    }
    let length: usize = path.iter().map(|step| step.as_str().map_or(1, str::len)).sum();
    if !path.is_empty() && length <= MAX_PATH_BYTES {
        shown.insert("path".to_owned(), Value::Array(path));
    }
    Value::Object(shown)
}

fn ours(error: &ServerError) -> Option<&Error> {
    error.source::<Error>().or_else(|| error.source::<Arc<Error>>().map(|error| &**error))
}

/// Once, with its chain.
pub(super) fn log(error: &Error) {
    let mut chain = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push(cause.to_string());
        source = cause.source();
    }
    tracing::error!(%error, ?chain, "operation failed");
}

fn extensions(fault: &BadInput) -> Value {
    let mut extensions = fault.details.clone();
    extensions.insert("code".to_owned(), fault.code.as_str().into());
    Value::Object(extensions)
}

fn segment(segment: &PathSegment) -> Value {
    match segment {
        PathSegment::Field(name) => name.as_str().into(),
        PathSegment::Index(index) => (*index).into(),
    }
}
