//! Accounts, their sessions and passwords, and API keys: who may ask for more than readers may.

mod access;
pub mod keys;
mod mutation;
mod password;
mod query;
pub mod service;
pub mod session;
mod signing;
mod store;
mod throttle;
mod token;
pub mod types;

pub use access::{Accounts, Known};
pub use mutation::{AccountMutations, ApiKeyMutations, SessionMutations};
pub use query::AccountQueries;
