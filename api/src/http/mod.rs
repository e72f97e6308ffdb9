//! HTTP: every address the server answers, and how it listens.

mod client;
mod graphiql;
mod graphql;
mod health;
mod metrics;
mod observe;
mod serve;

use std::{any::Any, time::Duration};

use axum::{
    Json, Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use serde_json::json;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
};

use crate::{app::App, platform::error::Code};

pub use self::{
    client::{Budget, BudgetTerms},
    graphql::{Engine, Limits, Terms},
    metrics::serve as serve_metrics,
    serve::{Server, shutdown_signal},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(CompressionLayer::new())
        .layer(cors)
        .layer(middleware::from_fn(harden))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
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

/// A panic is our fault like any other: logged by the panic hook, masked here.
fn answer_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    let body = json!({ "errors": [{
        "message": "Internal error",
        "extensions": { "code": Code::Internal.as_str() },
    }] });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}
