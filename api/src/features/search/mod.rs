//! Search over articles: what was typed, how well it is met, and the page of it.
//!
//! The engines are those of the databases, but all that they are told is made here: terms of one
//! kind (`index`), no operator that somebody typed, no ranking. How good a hit is, is one of a few
//! tiers, each a condition of its own; within a tier the newest stands first. So the order is total,
//! the same on both databases, and a page at any depth begins at its cursor.

mod highlight;
mod query;
mod service;
mod store;
mod tier;
mod types;

pub use query::SearchQueries;
