//! A short form and what it stands for: whoever looks for one finds the other as well.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_synonym")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// As it is written: "UBND".
    pub short: String,
    /// As it is spoken: "Ủy ban nhân dân".
    pub long: String,
    /// The place of the short form in the Vietnamese alphabet.
    pub sort_key: Vec<u8>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    /// A deleted one keeps its id taken, so that an import does not bring it back.
    pub deleted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
