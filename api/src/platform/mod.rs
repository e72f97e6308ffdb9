//! Tools that know no feature, from the ground up.

pub mod address;
pub mod blob;
pub mod choice;
pub mod error;
pub mod hex;
pub mod id;
pub mod text;
pub mod time;
pub mod trace;

pub mod database;
pub mod latest;
pub mod origin;
pub mod reader;
pub mod readers;
pub mod scope;
pub mod secret;
pub mod slug;
pub mod transaction;
pub mod viewer;

pub mod access;
pub mod audit;
pub mod batch;
pub mod connection;
pub mod cursor;
pub mod form;
pub mod graphql;
pub mod lines;
pub mod outcome;
pub mod pace;
pub mod paging;
pub mod problem;
pub mod tasks;
