//! Polls: questions to the readers, and what they answered. Voting itself is not here yet.

mod loader;
mod query;
pub mod service;
mod store;
pub mod types;

pub use loader::OptionsByPoll;
pub use query::PollQueries;
