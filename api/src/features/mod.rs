//! The product, one room per feature; all rooms have the same seven names inside.
//!
//! Services form a tree (site, media ← units, authors, congress ← articles ← links, polls), so that
//! no rule depends on a rule that depends on it. `types` may point at each other freely: the schema
//! is a graph, the code under it is a tree.

pub mod gate;
pub mod index;
pub mod listing;
pub mod loaders;
pub mod names;
pub mod pending;
pub mod slugs;
pub mod wanted;

pub mod accounts;
pub mod articles;
pub mod audit;
pub mod authors;
pub mod congress;
pub mod idempotency;
pub mod links;
pub mod media;
pub mod nodes;
pub mod participation;
pub mod polls;
pub mod redirects;
pub mod search;
pub mod site;
pub mod suggest;
pub mod synonyms;
pub mod units;
pub mod views;

pub mod demo;
pub mod imports;
pub mod transfer;
