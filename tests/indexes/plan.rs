//! Plans of statements, and what is wrong with them.
//!
//! A plan is at fault when what it reads or sorts grows with the portal instead of with the page:
//!
//! - a table that grows is read without an index;
//! - an index is walked from its beginning where nothing ends the walk: it must be the outermost
//!   loop of a select with a LIMIT, and nothing between the two may need all rows first;
//! - more rows than a page has are sorted or grouped;
//! - a page begins elsewhere than at its cursor, which only SQLite's plan tells.
//!
//! A walk that does end may still pass over rows that a filter drops. How many cannot be told from
//! a plan; `ARCHITECTURE.md` says what that costs at worst.

mod postgres;
mod sqlite;

use sea_orm::{DbBackend, Statement};

use crate::support::TestApp;

/// What is wrong with the plan of a statement on this database.
pub async fn faults(app: &TestApp, statement: &Statement) -> Vec<String> {
    match statement.db_backend {
        DbBackend::Sqlite => sqlite::faults(app, statement).await,
        _ => postgres::faults(app, statement).await,
    }
}

/// The same statement, asking for its plan.
fn explained(statement: &Statement, with: &str) -> Statement {
    Statement { sql: format!("{with} {}", statement.sql), ..statement.clone() }
}
