//! A portal of many years, made by the database itself: rows in bulk, spread as real ones are.
//!
//! Rows depend on their numbers alone, and the articles of any number are spread over the same
//! years, units, authors and terms. So statements that a small portal was asked with can be
//! planned for a large one.

mod articles;
mod dialect;
mod people;
mod rows;

pub use people::{ADMIN, CONTRIBUTOR, EDITOR};
pub use rows::{ACCOUNT, ARTICLE, AUTHOR, Articles, DIRECTORY, LINK, MEDIA, POLL, TERM, UNIT};

use sea_orm::{ConnectionTrait as _, QueryResult, TransactionTrait as _};

use self::dialect::Dialect;
use crate::support::TestApp;

/// Fills an empty database with so many articles and all that goes with them.
pub async fn fill(app: &TestApp, articles: Articles) {
    let dialect = Dialect::of(&app.db);
    for statement in dialect.before() {
        app.db.write.execute_unprepared(statement).await.unwrap();
    }
    let password = people::hashed(app).await;
    let txn = app.db.write.begin().await.unwrap();
    for statement in dialect.begun() {
        txn.execute_unprepared(statement).await.unwrap();
    }
    // An index is made much faster than it is kept.
    let indexes = txn.query_all_raw(dialect.indexes()).await.unwrap();
    let read = |row: &QueryResult, column| row.try_get::<String>("", column).unwrap();
    for index in &indexes {
        txn.execute_unprepared(&format!("DROP INDEX {}", read(index, "name"))).await.unwrap();
    }
    for insert in rows::inserts(dialect, articles) {
        txn.execute_unprepared(&insert).await.unwrap();
    }
    txn.execute_unprepared(&people::password(&password)).await.unwrap();
    for index in &indexes {
        txn.execute_unprepared(&read(index, "sql")).await.unwrap();
    }
    txn.commit().await.unwrap();
    for statement in dialect.after() {
        app.db.write.execute_unprepared(statement).await.unwrap();
    }
}

/// The public id of a row, by its kind and number.
pub fn id(prefix: &str, kind: u16, number: u32) -> String {
    format!("{prefix}_{number:012x}7{kind:03x}8{number:015x}")
}
