//! A key that signs access tokens. It belongs to one database and is never exported.

use sea_orm::entity::prelude::*;

use crate::secret::Key;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// The `kid` of the tokens that it signs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The `alg` of these tokens.
    pub algorithm: String,
    /// In PKCS #8.
    pub private_key: Key,
    pub created_at: DateTimeUtc,
    /// From when on it signs nothing any more.
    pub retires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
