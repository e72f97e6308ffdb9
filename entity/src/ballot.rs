//! What one voter chose. Nothing here tells who.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    /// From 1 on, in the order in which ballots were counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// A random number that its voter was told.
    pub receipt: Uuid,
    /// The ids of the options, 16 bytes each, in ascending order.
    pub choices: Vec<u8>,
    /// SHA-256 over this ballot and all before it.
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
