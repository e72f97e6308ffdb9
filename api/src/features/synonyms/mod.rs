//! Synonyms: short forms and what they stand for, which administrators edit. `search` reads them.

mod mutation;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use mutation::SynonymMutations;
pub use query::SynonymQueries;
