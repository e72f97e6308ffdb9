//! The indexes of the listing begin with the owner now, and the kind of list comes second.
//!
//! There are five kinds of lists, so that SQLite, once it had statistics, went through all five
//! instead of naming one (a skip-scan), and then had to sort the whole list for one page of it.
//! There are thousands of owners, which makes that too dear to be considered.

use sea_orm_migration::prelude::*;

use crate::columns::covering_index;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "article_listing";

/// Serves every list by time and every count, and every list by title: what follows the list and
/// its owner, and what is covered besides.
const ORDERS: [(&[&str], &[&str]); 2] = [
    (&["status", "listed_at", "article_id"], &["expires_at"]),
    (&["status", "title_key", "article_id"], &["listed_at", "expires_at"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, ["list", "owner_id"], ["owner_id", "list"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, ["owner_id", "list"], ["list", "owner_id"]).await
    }
}

/// Replaces the indexes that begin with some columns by equal ones that begin with others.
async fn replace(
    manager: &SchemaManager<'_>,
    old: [&'static str; 2],
    new: [&'static str; 2],
) -> Result<(), DbErr> {
    for (order, covered) in ORDERS {
        let begin = |columns: [&'static str; 2]| [&columns, order].concat();
        let index = |columns| covering_index(TABLE, &begin(columns), covered);
        let name = index(old).get_index_spec().get_name().unwrap_or_default().to_owned();
        manager.drop_index(Index::drop().name(name).to_owned()).await?;
        manager.create_index(index(new)).await?;
    }
    Ok(())
}
