//! HTTP: every address the server answers, and how it listens.

mod client;
mod graphiql;
mod graphql;
mod health;
mod metrics;
mod observe;
mod serve;

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    Extension, Json, Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use futures_util::FutureExt as _;
use serde_json::json;
use tower_http::{
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
};

use crate::{app::App, platform::error::Code};

pub use self::{
    client::{Budget, BudgetTerms},
    graphql::{Engine, Limits, Terms},
    metrics::serve as serve_metrics,
    serve::{Connections, Server, shutdown_signal},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest name of a request that is taken from outside, in bytes.
const MAX_REQUEST_ID: usize = 64;

/// Everything that an app answers.
pub fn router(app: App) -> Router {
    let cors = cors(&app.cors_origins);
    Router::new()
        .route("/", get(graphiql::page))
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(graphql::other_method))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback(not_found)
        .with_state(app)
        .layer(middleware::from_fn(catch_panic))
        .layer(CompressionLayer::new())
        .layer(cors)
        .layer(middleware::from_fn(harden))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(middleware::map_request(check_request_id))
}

/// A proxy may name the request; what is too long or too odd for a log gets a name of ours.
async fn check_request_id(mut request: Request) -> Request {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let named = request.headers().get(REQUEST_ID).map(HeaderValue::as_bytes);
    if named.is_some_and(|id| id.is_empty() || id.len() > MAX_REQUEST_ID || !id.iter().all(plain)) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

/// The id of a request, as the log and the answer show it.
fn request_id(id: &RequestId) -> String {
    id.header_value().to_str().unwrap_or_default().to_owned()
}

/// Pages of exactly these origins may ask. Nobody's cookies are ever sent along: there are none.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE])
        .expose_headers([REQUEST_ID, header::RETRY_AFTER])
        .max_age(Duration::from_secs(86_400))
}

/// Headers that belong on every answer of an API: it is never to be guessed at or framed.
async fn harden(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

async fn not_found() -> Response {
    let body = json!({ "errors": [{
        "message": "There is nothing at this address; the API is at /graphql",
        "extensions": { "code": Code::NotFound.as_str() },
    }] });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// A panic is our fault like any other: told by the panic hook, masked here, and the process lives.
async fn catch_panic(
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    // What the panic left half done belongs to this request and is dropped with it.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(_) => {
            let request_id = request_id(&id);
            tracing::error!(request.id = request_id, "a request panicked");
            let body = json!({ "errors": [{
                "message": "Internal error",
                "extensions": { "code": Code::Internal.as_str(), "requestId": request_id },
            }] });
            (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
        }
    }
}
