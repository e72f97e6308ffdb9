//! The whole product through its real router, on SQLite, or on PostgreSQL when
//! `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

mod articles;
mod cli;
mod connections;
mod deploy;
mod health;
mod http;
mod import;
mod input;
mod limits;
mod migrations;
mod operations;
mod page;
mod polls;
mod resolve;
mod rooms;
mod schema;
mod statements;
mod traces;
mod units;
mod visibility;
