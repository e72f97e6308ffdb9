//! Imports: saved pages of a former portal become content.

mod page;
pub mod report;
pub mod service;
