//! Polls: questions to the readers, and what they answered. Voting itself is not here yet.

mod loader;
mod mutation;
mod query;
pub mod service;
mod store;
pub mod types;
mod write;

pub use loader::OptionsByPoll;
pub use mutation::PollMutations;
pub use query::PollQueries;
