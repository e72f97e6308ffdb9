//! Demo: a portal's worth of content, written for this purpose.

mod content;
mod grammar;
pub mod load;
pub mod service;
