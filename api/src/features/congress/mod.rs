//! Congress categories: the terms of congresses, on which articles and papers hang.

mod query;
pub mod service;
mod store;
pub mod types;

pub use query::CongressQueries;
