//! Congtin, outermost room first: a request comes in through `http`, is resolved by the `schema`,
//! which is made of `features`, which stand on the tools of the `platform`.
//!
//! `app` is what lives as long as the process, `config` what may be set about it, `cli` the
//! commands of the program.

pub mod app;
pub mod cli;
pub mod config;

mod features;
mod http;
mod platform;
mod schema;

pub use platform::{
    scope::Clock,
    time::{Instant, parse_rfc3339},
};
