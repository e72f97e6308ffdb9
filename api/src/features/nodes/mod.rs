//! Nodes: anything by its id, and what stands at an old address.

mod query;
mod resolve;
pub mod types;

pub use query::{NodeQueries, find_each};
pub use resolve::resolve;
pub use types::{UrlResolution, UrlStatus};
