//! Who has voted in a poll that is not sealed: an HMAC under a secret of the poll, and which ballot
//! it was, so that sending it again is no second vote.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "voter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub voter_key: Vec<u8>,
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
