//! An old address and what stands there now.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "redirect")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Lower-case host; empty for an address of this portal.
    pub host: String,
    /// Path with its significant parameters in order, as `platform::address` normalises it.
    pub path: String,
    /// Null when what stood there is gone for good.
    pub article_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
