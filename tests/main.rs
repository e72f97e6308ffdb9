//! The whole product through its real router, on SQLite, or on PostgreSQL when
//! `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

mod accounts;
mod arguments;
mod articles;
mod audit;
mod audits;
mod cli;
mod clients;
mod commands;
mod connections;
mod demo;
mod deploy;
mod documents;
mod faults;
mod finding;
mod health;
mod hostile;
mod http;
mod import;
mod indexes;
mod injection;
mod input;
mod leaks;
mod limits;
mod media;
mod migrations;
mod newsroom;
mod once;
mod operations;
mod page;
mod permissions;
mod polls;
mod reimport;
mod resolve;
mod rooms;
mod schema;
mod search;
mod statements;
mod stopping;
mod suggest;
mod traces;
mod transfer;
mod units;
mod views;
mod visibility;
mod voting;
mod writing;
