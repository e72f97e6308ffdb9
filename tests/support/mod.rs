//! What tests share: an app of their own, clients, builders.

pub mod app;
pub mod bucket;
pub mod database;
pub mod make;
pub mod member;
pub mod program;
pub mod walk;

pub use app::TestApp;
