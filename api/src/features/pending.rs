//! Edits of published articles that wait to be published themselves: what they refer to is in use
//! as well, although no column says so.
//!
//! It stands below all features, so that those on which articles depend can ask.

use entity::{article, article_revision};
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _,
    prelude::Uuid,
    sea_query::{Expr, Query},
};

use crate::platform::{
    error::{Error, Result},
    transaction::Transaction,
};

/// What they are called where they are counted.
pub const NAMED: &str = "edits that wait to be published";

/// How many of them refer to something. Looks through the articles once and reads the content of all
/// edits that wait: there are few at a time.
pub async fn edits_with(txn: &Transaction, id: Uuid) -> Result<u64> {
    let article = |column: article::Column| Expr::col((article::Entity, column));
    let revision = |column: article_revision::Column| Expr::col((article_revision::Entity, column));
    let waits = revision(article_revision::Column::ArticleId).eq(article(article::Column::Id)).and(
        revision(article_revision::Column::Number).eq(article(article::Column::WorkingRevision)),
    );
    let count = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), "total")
        .from(article::Entity)
        .inner_join(article_revision::Entity, waits)
        .and_where(article(article::Column::WorkingRevision).is_not_null())
        // An id is written in one way only, and nothing in it has a meaning in a pattern.
        .and_where(revision(article_revision::Column::Content).like(format!("%{id}%")))
        .to_owned();
    let row = txn.query_one(&count).await?.ok_or(Error::Broken("a count returned no row"))?;
    Ok(row.try_get::<i64>("", "total")?.unsigned_abs())
}
