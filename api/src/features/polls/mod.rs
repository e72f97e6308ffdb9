//! Polls: questions to the readers, and what they answered.

pub mod ballot_box;
mod cast;
mod chain;
mod loader;
mod mutation;
mod query;
pub mod seal;
pub mod service;
mod store;
pub mod types;
mod voter;
mod write;

pub use loader::OptionsByPoll;
pub use mutation::PollMutations;
pub use query::PollQueries;
