//! Nodes: anything by its id, and what stands at an old address.

mod query;
mod resolve;
mod types;

pub use query::NodeQueries;
pub use resolve::resolve;
pub use types::{UrlResolution, UrlStatus};
