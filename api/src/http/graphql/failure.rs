//! Why a request is not executed, and what HTTP has for that.

use async_graphql::Pos;
use axum::http::StatusCode;

use super::{answer, limits::Denied};
use crate::{
    http::auth::Unknown,
    platform::error::{BadInput, Code, Error},
};

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
    /// The field of the document that it is about.
    pub field: Option<Box<Place>>,
}

/// Where a field stands.
#[derive(Debug)]
pub struct Place {
    /// The way to it in the answer.
    pub path: Vec<String>,
    /// Where the document has it.
    pub location: Pos,
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
        Self { fault, status, well_formed: false, allow: None, retry_after: None, field: None }
    }

    /// The method does not fit.
    pub fn method(fault: BadInput, allow: &'static str) -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self {
            fault,
            status,
            well_formed: false,
            allow: Some(allow),
            retry_after: None,
            field: None,
        }
    }

    /// Whoever asks may not, or not before signing in.
    pub fn denied(fault: BadInput) -> Self {
        let status = match fault.code {
            Code::Unauthenticated => StatusCode::UNAUTHORIZED,
            _ => StatusCode::FORBIDDEN,
        };
        Self { fault, status, well_formed: false, allow: None, retry_after: None, field: None }
    }

    /// Whoever asks may not select this field.
    pub fn of_field(denied: Denied) -> Self {
        let Denied { fault, path, location } = denied;
        let field = (!path.is_empty()).then(|| Box::new(Place { path, location }));
        Self { field, ..Self::denied(fault) }
    }

    /// We cannot.
    pub fn ours() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        let fault = BadInput::new(Code::Internal, "Internal error");
        Self { fault, status, well_formed: false, allow: None, retry_after: None, field: None }
    }

    /// It is not known who asks. Where that is our fault, it is told as every such one.
    pub fn unknown(unknown: Unknown, request_id: &str) -> Self {
        match unknown {
            Unknown::Refused(fault) => Self::denied(fault),
            Unknown::Failed(error) => Self::broken(&error, request_id),
        }
    }

    /// Our fault: logged here, and masked.
    pub fn broken(error: &Error, request_id: &str) -> Self {
        answer::log(error);
        let fault = BadInput::new(Code::Internal, "Internal error").with("requestId", request_id);
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self { fault, status, well_formed: false, allow: None, retry_after: None, field: None }
    }

    /// The document is at fault.
    pub fn document(fault: BadInput) -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self { fault, status, well_formed: true, allow: None, retry_after: None, field: None }
    }

    /// The server will not do it now.
    pub fn later(fault: BadInput, status: StatusCode, seconds: u64) -> Self {
        Self {
            fault,
            status,
            well_formed: false,
            allow: None,
            retry_after: Some(seconds),
            field: None,
        }
    }
}

/// The request is not of the shape that it must have.
pub fn malformed(message: impl Into<String>) -> Failure {
    Failure::request(BadInput::new(Code::BadRequest, message))
}
