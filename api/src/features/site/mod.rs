//! Site: the portal itself.

mod loader;
mod mutation;
mod paths;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use loader::OwnHost;
pub use mutation::SiteMutations;
pub use paths::Paths;
pub use query::SiteQueries;
