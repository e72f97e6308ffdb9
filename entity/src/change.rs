//! The change log: what became different for readers, in commit order.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Grows in commit order: who has seen `n` never meets an unseen row below it.
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub node: Node,
    pub node_id: Uuid,
    pub action: Action,
}

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(24))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Node {
    Site,
    Unit,
    Author,
    CongressCategory,
    Article,
    LinkDirectory,
    Poll,
    Media,
    Redirect,
}

/// What readers see of it from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Action {
    /// New or different: read it again.
    Upserted,
    /// Gone for readers: drop the copy.
    Removed,
}

impl ActiveModelBehavior for ActiveModel {}
