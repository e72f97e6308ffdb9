//! What is said where there is no file to show or to take.

use std::{error::Error as _, sync::Arc};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    http::{graphql::Failure, request_id::RequestId, spool::Broken},
    platform::{
        error::{BadInput, Code, Error},
        outcome::Refusal,
        problem::{Problem, ProblemCode},
    },
};

/// Why there is no answer but this.
#[derive(Debug)]
pub enum Fault {
    /// The client can mend it.
    Theirs(StatusCode, BadInput),
    /// It may try again after so many seconds.
    Later(StatusCode, BadInput, u64),
    /// We failed.
    Ours(Arc<Error>),
}

impl Fault {
    /// There is nothing here, or nothing that this client may see: both look the same.
    pub fn not_found() -> Self {
        let fault = BadInput::new(Code::NotFound, "There is no file at this address");
        Self::Theirs(StatusCode::NOT_FOUND, fault)
    }

    /// The request makes no sense.
    pub fn bad(fault: BadInput) -> Self {
        Self::Theirs(StatusCode::BAD_REQUEST, fault)
    }

    /// The network has asked for too much, and may go on after so many seconds.
    pub fn too_fast(seconds: u64) -> Self {
        let message = format!("Your network has asked for too much: try again in {seconds} s");
        let fault = BadInput::new(Code::RateLimited, message).with("retryAfter", seconds);
        Self::Later(StatusCode::TOO_MANY_REQUESTS, fault, seconds)
    }

    /// The answer; what is our fault is logged here, once.
    pub fn into_response(self, id: &RequestId) -> Response {
        match self {
            Self::Theirs(status, fault) => answer(status, &fault),
            Self::Later(status, fault, seconds) => {
                let mut answer = answer(status, &fault);
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                answer
            }
            Self::Ours(error) => {
                log(&error);
                let fault = BadInput::new(Code::Internal, "Internal error");
                answer(StatusCode::INTERNAL_SERVER_ERROR, &fault.with("requestId", id.as_str()))
            }
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Ours(Arc::new(error))
    }
}

impl From<Arc<Error>> for Fault {
    fn from(error: Arc<Error>) -> Self {
        Self::Ours(error)
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Theirs(failure.status, failure.fault)
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Fault(fault) => Failure::request(fault).into(),
            Broken::Failed(error) => error.into(),
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Failed(error) => error.into(),
            Refusal::Problems(problems) => problems
                .into_iter()
                .next()
                .map_or_else(|| Error::Broken("a refusal has no reason").into(), problem),
        }
    }
}

/// What a mutation would tell, in the words of HTTP.
fn problem(problem: Problem) -> Fault {
    let (status, code) = match problem.code {
        ProblemCode::FileTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Code::PayloadTooLarge),
        ProblemCode::FileTypeUnknown => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UnsupportedMediaType)
        }
        ProblemCode::FileDamaged
        | ProblemCode::FileVariantUnsupported
        | ProblemCode::FilePolyglot
        | ProblemCode::FileMetadata
        | ProblemCode::TooManyPixels => (StatusCode::UNPROCESSABLE_ENTITY, Code::FileRefused),
        _ => (StatusCode::BAD_REQUEST, Code::BadUserInput),
    };
    let fault = BadInput::new(code, problem.message).with("reason", problem.code.as_str());
    match problem.limit {
        Some(limit) => Fault::Theirs(status, fault.with("limit", limit)),
        None => Fault::Theirs(status, fault),
    }
}

fn answer(status: StatusCode, fault: &BadInput) -> Response {
    let mut extensions = fault.details.clone();
    extensions.insert("code".to_owned(), fault.code.as_str().into());
    let body = json!({ "errors": [{ "message": fault.message, "extensions": extensions }] });
    let mut answer = (status, Json(body)).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    answer
}

fn log(error: &Error) {
    let mut chain = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push(cause.to_string());
        source = cause.source();
    }
    tracing::error!(%error, ?chain, "a file could not be served");
}

/// Any other method where files are brought.
pub async fn only_put() -> Response {
    other_method("PUT")
}

/// Any other method where files are shown.
pub async fn only_get() -> Response {
    other_method("GET, HEAD")
}

fn other_method(allow: &'static str) -> Response {
    let fault = BadInput::new(Code::MethodNotAllowed, format!("Ask by {allow}"));
    let mut answer = answer(StatusCode::METHOD_NOT_ALLOWED, &fault);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    answer
}
