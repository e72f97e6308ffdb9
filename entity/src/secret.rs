//! A key that the program made for itself. It belongs to one database and is never exported.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "secret")]
pub struct Model {
    /// What it is for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: Key,
    pub created_at: DateTimeUtc,
}

/// Random bytes, which nobody sees in a log.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct Key(pub Vec<u8>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl ActiveModelBehavior for ActiveModel {}
