//! Media: stored files, their bytes and what is known of them.

pub mod copies;
pub mod inspect;
pub mod library;
mod loader;
mod mutation;
mod query;
pub mod service;
mod store;
pub mod sweep;
pub mod types;
pub mod upload;

pub use loader::ImageById;
pub use mutation::MediaMutations;
pub use query::MediaQueries;
