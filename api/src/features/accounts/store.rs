//! Reads and writes of accounts and of what proves who somebody is.

pub mod accounts;
pub mod api_keys;
pub mod failures;
pub mod sessions;
pub mod signing_keys;
