//! Imports: saved pages of a former portal become content.

mod article;
mod identity;
mod page;
pub mod report;
pub mod service;
mod sidebar;
