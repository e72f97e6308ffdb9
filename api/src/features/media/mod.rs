//! Media: stored files. What is known of them is served here; their bytes are not yet.

mod loader;
pub mod service;
mod store;
pub mod types;

pub use loader::ImageById;
