//! How often articles are read: counted in memory, written in batches, shown as lists.
//!
//! A view changes the tables of views alone: no content, no version, no change log. Nothing of who
//! reads is kept: a mark of a device and an article, which another process cannot make, lives in
//! memory for half an hour.

mod counter;
mod mutation;
mod query;
pub mod service;
mod store;

pub use counter::{Counter, View};
pub use mutation::ViewMutations;
pub use query::ViewQueries;
