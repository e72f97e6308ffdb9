//! HTTP: every address the server answers, and how it listens.

mod auth;
mod client;
mod graphiql;
mod graphql;
mod health;
mod media;
mod metrics;
mod observe;
mod polls;
mod request_id;
mod resolve;
mod robots;
mod serve;
mod spool;
mod views;

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    Extension, Json, Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use futures_util::FutureExt as _;
use serde_json::json;
use tower_http::{
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
};

use self::request_id::RequestId;
use crate::{
    app::App,
    platform::error::{Code, Error},
};

pub use self::{
    client::{Budget, BudgetTerms, ForwardedHeader, Peer},
    graphql::{Engine, Limits, State, Terms},
    health::Readiness,
    metrics::serve as serve_metrics,
    request_id::TARGET as REQUEST_TARGET,
    serve::{Connections, Server, shutdown_signal},
};

/// Where a page says which trace its request belongs to.
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Under which a page sends a mutation that is to be done once.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Everything that an app answers.
pub fn router(app: App) -> Router {
    let cors = cors(&app.cors_origins);
    Router::new()
        .route("/", get(graphiql::page))
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(graphql::other_method))
        .route("/resolve", get(resolve::get))
        .route("/.well-known/jwks.json", get(auth::public_keys))
        .route("/v1/polls/{id}/audit", get(polls::audit).fallback(media::only_get))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback(not_found)
        .route("/v1/views", post(views::post).fallback(views::other_method))
        .layer(CompressionLayer::new())
        .merge(media::routes())
        .with_state(app)
        .layer(middleware::from_fn(catch_panic))
        .layer(cors)
        .layer(middleware::from_fn(harden))
        .layer(middleware::from_fn(request_id::identify))
}

/// Pages of exactly these origins may ask. Nobody's cookies are ever sent along: there are none.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::ACCEPT,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            IDEMPOTENCY_KEY,
            TRACEPARENT,
        ])
        .expose_headers([request_id::HEADER, header::RETRY_AFTER])
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

/// What is not a GraphQL answer and could not be made, by our fault.
fn unavailable(error: &Error) -> Response {
    tracing::error!(error = error as &dyn std::error::Error, "request failed");
    let body = json!({ "errors": [{
        "message": "Internal error",
        "extensions": { "code": Code::Internal.as_str() },
    }] });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
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
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        let body = json!({ "errors": [{
            "message": "Internal error",
            "extensions": { "code": Code::Internal.as_str(), "requestId": id.as_str() },
        }] });
        (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt as _;
    use serde_json::Value;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_masked_and_carries_the_id_of_its_request() {
        let router = Router::new()
            .route("/", get(async || -> Response { panic!("a secret") }))
            .layer(middleware::from_fn(catch_panic))
            .layer(middleware::from_fn(request_id::identify));
        let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let id = answer.headers()[request_id::HEADER].to_str().unwrap().to_owned();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let error = &serde_json::from_slice::<Value>(&body).unwrap()["errors"][0];
        assert_eq!(error["message"], "Internal error");
        assert_eq!(error["extensions"], json!({ "code": "INTERNAL", "requestId": id }));
    }
}
