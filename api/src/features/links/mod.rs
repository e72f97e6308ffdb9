//! Link directories: titled, ordered groups of outside web links.

mod loader;
mod mutation;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use loader::{DirectoryById, LinksByDirectory};
pub use mutation::LinkMutations;
pub use query::LinkQueries;
