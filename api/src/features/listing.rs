//! Whole lists of articles that become others: when a unit moves in the tree, or an author becomes
//! part of another.
//!
//! It stands below all features, so that units and authors, on which articles depend, can keep the
//! lists of their articles. Each function is a few statements over sets, however many articles there
//! are: what it costs grows with the rows of `article_listing` that become different.

use entity::{
    article::Status,
    article_listing::{self, Column, List},
};
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _,
    prelude::Uuid,
    sea_query::{Expr, InsertStatement, Query, SelectStatement},
};

use crate::platform::{
    error::{Error, Result},
    transaction::Transaction,
};

/// The unit, with all below it, stands below other units than before. One statement for those that
/// it no longer stands below, one for each that is new.
pub async fn unit_moved(
    txn: &Transaction,
    unit: Uuid,
    above_before: &[Uuid],
    above_now: &[Uuid],
) -> Result<()> {
    let left = above_before.iter().filter(|above| !above_now.contains(above));
    let of_unit = of(List::UnitTree, unit).column(Column::ArticleId).to_owned();
    let leave = Query::delete()
        .from_table(article_listing::Entity)
        .and_where(Expr::col(Column::List).eq(List::UnitTree))
        .and_where(Expr::col(Column::OwnerId).is_in(left.copied()))
        .and_where(Expr::col(Column::ArticleId).in_subquery(of_unit))
        .to_owned();
    txn.execute(&leave).await?;
    for above in above_now.iter().filter(|above| !above_before.contains(above)) {
        txn.execute(&copy(List::UnitTree, unit, *above)?).await?;
    }
    Ok(())
}

/// The articles of one author become those of another: two statements.
pub async fn author_merged(txn: &Transaction, from: Uuid, into: Uuid) -> Result<()> {
    let of_both = of(List::Author, into).column(Column::ArticleId).to_owned();
    let of_from = Expr::col(Column::OwnerId).eq(from).and(Expr::col(Column::List).eq(List::Author));
    let twice = Query::delete()
        .from_table(article_listing::Entity)
        .and_where(of_from.clone())
        .and_where(Expr::col(Column::ArticleId).in_subquery(of_both))
        .to_owned();
    txn.execute(&twice).await?;
    let move_over = Query::update()
        .table(article_listing::Entity)
        .value(Column::OwnerId, into)
        .and_where(of_from)
        .to_owned();
    txn.execute(&move_over).await?;
    Ok(())
}

/// The articles of an author that readers see now.
pub async fn shown_of_author(txn: &Transaction, author: Uuid) -> Result<Vec<Uuid>> {
    let select = of(List::Author, author)
        .column(Column::ArticleId)
        .and_where(Expr::col(Column::Status).eq(Status::Published))
        .and_where(Expr::col(Column::ListedAt).lte(txn.now))
        .and_where(
            Expr::col(Column::ExpiresAt).is_null().or(Expr::col(Column::ExpiresAt).gt(txn.now)),
        )
        .to_owned();
    let rows = txn.query_all(&select).await?;
    rows.iter().map(|row| Ok(row.try_get("", "article_id")?)).collect()
}

/// The rows of one list.
fn of(list: List, owner: Uuid) -> SelectStatement {
    Query::select()
        .from(article_listing::Entity)
        .and_where(Expr::col(Column::List).eq(list))
        .and_where(Expr::col(Column::OwnerId).eq(owner))
        .to_owned()
}

/// Puts all that stands in the list of one owner into that of another.
fn copy(list: List, from: Uuid, to: Uuid) -> Result<InsertStatement> {
    let kept =
        [Column::ArticleId, Column::Status, Column::ListedAt, Column::ExpiresAt, Column::TitleKey];
    let rows = of(list, from).expr(Expr::val(to)).column(Column::List).columns(kept).to_owned();
    let mut insert = Query::insert();
    insert
        .into_table(article_listing::Entity)
        .columns([Column::OwnerId, Column::List].into_iter().chain(kept));
    insert.select_from(rows).map_err(|_| Error::Broken("a list was copied into other columns"))?;
    Ok(insert)
}
