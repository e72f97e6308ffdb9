//! Authors: pen names, which may belong to a unit.

mod loader;
mod mutation;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use loader::{AuthorCounts, AuthorPages, AuthorsByArticle};
pub use mutation::AuthorMutations;
pub use query::AuthorQueries;
