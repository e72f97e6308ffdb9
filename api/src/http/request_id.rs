//! The id of a request: on every answer, every log line and every fault of ours.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::{Instrument as _, error_span};
use uuid::Uuid;

/// Where a proxy may give a request its id, and where the answer carries it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The target of the span that gives every log line of a request its id. The log always listens to
/// it, whatever else it is told to leave out.
pub const TARGET: &str = "congtin::request";

/// Longest id that is taken over.
const MAX_LENGTH: usize = 64;

/// The id of a request.
#[derive(Clone, Debug)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that the request came with, if it looks like one, or a new one: what stands in the
    /// log must be short and plain, whoever wrote it.
    pub fn of(headers: &HeaderMap) -> Self {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
        let given =
            given.filter(|id| (1..=MAX_LENGTH).contains(&id.len()) && id.bytes().all(plain));
        match given {
            Some(id) => Self(id.into()),
            None => Self(Uuid::now_v7().to_string().into()),
        }
    }
}

/// Gives the request its id, and a span of that id to all that is logged while it is answered.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let span = error_span!(target: TARGET, "request", request.id = id.as_str());
    request.extensions_mut().insert(id.clone());
    let mut answer = next.run(request).instrument(span).await;
    let value = HeaderValue::from_str(id.as_str()).expect("an id is plain text");
    answer.headers_mut().insert(HEADER, value);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_taken_over_only_if_it_is_short_and_plain() {
        let id = |value: &str| {
            let value = HeaderValue::from_str(value).unwrap();
            RequestId::of(&HeaderMap::from_iter([(HEADER, value)])).as_str().to_owned()
        };
        assert_eq!(id("edge-7_f.3"), "edge-7_f.3");
        assert_eq!(id(&"a".repeat(64)), "a".repeat(64));
        for foreign in ["", "a b", "a\tb", "a\"b", "đ", &"a".repeat(65)] {
            let id = id(foreign);
            assert!(Uuid::parse_str(&id).is_ok(), "{foreign}: {id}");
        }
    }
}
