//! Authors: pen names, which may belong to a unit.

mod loader;
mod query;
pub mod service;
mod store;
pub mod types;

pub use loader::{AuthorCounts, AuthorPages, AuthorsByArticle};
pub use query::AuthorQueries;
