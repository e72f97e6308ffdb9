//! Who asks.

use axum::http::request::Parts;

use crate::{app::App, http::graphql::Failure, platform::scope::Viewer};

/// Who asks, by the header that says so.
pub async fn viewer(_app: &App, parts: &Parts) -> Result<Viewer, Failure> {
    Ok(parts.extensions.get::<Viewer>().copied().unwrap_or(Viewer::Anonymous))
}
