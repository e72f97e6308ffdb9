//! The place of an article among all that are searched. What it is found by stands beside it: on
//! PostgreSQL in two columns of this table, on SQLite in a full-text table whose rows are numbered
//! by `ordinal`. Neither is a column for both databases, so neither is here.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_search")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article_id: Uuid,
    /// Grows with the time of publication, and among equals with the id.
    #[sea_orm(unique)]
    pub ordinal: i64,
    /// By which rules the keys were made.
    pub key_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
