//! Link directories: titled, ordered groups of outside web links.

mod loader;
mod query;
pub mod service;
mod store;
pub mod types;

pub use loader::{DirectoryById, LinksByDirectory};
pub use query::LinkQueries;
