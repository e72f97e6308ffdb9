//! Files over HTTP: `PUT /media` brings one, `GET /media/{id}/{name}` shows one.

mod fault;
mod read;
mod show;
mod take;

use axum::{
    Router,
    routing::{get, put},
};

pub use self::fault::{Fault, only_get};
use crate::app::App;

/// The addresses of files. Apart from those of the API, whose answers are compressed: pictures are
/// already, and parts of a file must be parts of what it is.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/media", put(take::put).fallback(fault::only_put))
        .route("/media/{id}/{name}", get(show::get).fallback(only_get))
}
