//! What a search box offers while somebody types: units, terms, authors and titles by their first
//! letters.

mod query;
pub mod service;
mod store;
mod types;

pub use query::SuggestQueries;
