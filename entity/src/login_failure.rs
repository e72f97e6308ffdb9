//! Wrong passwords of the last minutes, counted for an account, for a network, or for both: a row
//! for each minute in which there were any.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_failure")]
pub struct Model {
    /// What is counted, under a secret: neither a login nor an address can be read from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    pub count: i32,
    /// Since when there was none more.
    pub since: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
