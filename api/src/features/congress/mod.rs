//! Congress categories: the terms of congresses, on which articles and papers hang.

mod mutation;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use mutation::CongressMutations;
pub use query::CongressQueries;
