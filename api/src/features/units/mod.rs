//! Units: the Party organisations that publish, with the names they bore and what became of them.

mod loader;
mod query;
pub mod service;
mod store;
pub mod types;

pub use loader::{UnitById, UnitCounts, UnitNames, UnitPages, UnitPredecessors, UnitSuccessors};
pub use query::UnitQueries;
