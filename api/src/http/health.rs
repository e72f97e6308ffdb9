//! Whether the process lives, and whether it can serve.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::app::App;

/// The process runs. Asks nothing else: a database that is away is no reason to restart it.
pub async fn live() -> Response {
    plain(StatusCode::OK, "ok\n")
}

/// The database answers on both handles and has exactly the migrations of this program. Details go to the log, not
/// to whoever asks.
pub async fn ready(State(app): State<App>) -> Response {
    match app.db.check_ready().await {
        Ok(()) => plain(StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
