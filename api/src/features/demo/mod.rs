//! Demo: a portal's worth of content, written for this purpose.

mod content;
pub mod service;
