//! Units: the Party organisations that publish, with the names they bore and what became of them.

mod history;
mod loader;
mod mutation;
mod order;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use loader::{UnitById, UnitCounts, UnitNames, UnitPages, UnitPredecessors, UnitSuccessors};
pub use mutation::UnitMutations;
pub use query::UnitQueries;
