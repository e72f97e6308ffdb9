//! Polls: questions to the readers, and what they answered.

pub mod audit;
pub mod ballot_box;
mod cast;
mod chain;
pub mod lines;
mod loader;
mod mutation;
mod query;
pub mod seal;
pub mod service;
mod store;
pub mod types;
pub mod verify;
mod voter;
mod write;

pub use loader::OptionsByPoll;
pub use mutation::PollMutations;
pub use query::PollQueries;
