//! Site: the portal itself.

mod query;
pub mod service;
mod store;
pub mod types;

pub use query::SiteQueries;
