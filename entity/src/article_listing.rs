//! Every list in which an article stands, one row each: the index behind all article lists.
//!
//! Derived from `article` and its relations and rewritten with them in the same transaction, so
//! that each filter and order is one walk along one index, however many articles there are.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: List,
    /// The unit, author, category or account whose list it is; nil for [`List::All`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub article_id: Uuid,
    pub status: super::article::Status,
    /// `published_at`, or the time of creation while there is none.
    pub listed_at: DateTimeUtc,
    pub expires_at: Option<DateTimeUtc>,
    pub title_key: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum List {
    All,
    /// Articles of exactly this unit.
    Unit,
    /// Articles of this unit and of those below it.
    UnitTree,
    Author,
    CongressCategory,
    /// Articles that an account began.
    Creator,
}

impl ActiveModelBehavior for ActiveModel {}
