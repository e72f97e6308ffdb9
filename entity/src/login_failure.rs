//! Wrong passwords of the last minutes, counted for an account, for a network, or for both.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_failure")]
pub struct Model {
    /// What is counted, under a secret: neither a login nor an address can be read from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    pub count: i32,
    /// When the first of them came.
    pub since: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
