//! What everybody did: the log that mutations and logins leave, for administrators.

pub mod export;
mod query;
pub mod service;
mod store;
pub mod types;

pub use query::AuditQueries;
