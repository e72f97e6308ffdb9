//! Redirects: old addresses, and what stands there now. `resolveUrl` reads them.

mod mutation;
mod store;
mod types;
mod write;

pub use mutation::RedirectMutations;
