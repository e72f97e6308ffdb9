//! A key of a program of somebody else's.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is for, in words.
    pub name: String,
    /// The part of it that is shown, and by which it is found.
    pub prefix: String,
    /// SHA-256 of the whole key, which nobody keeps.
    pub hash: Vec<u8>,
    /// Names of what it may be used for, with spaces between them.
    pub scopes: String,
    /// The account that made it; none: a command did.
    pub created_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub expires_at: Option<DateTimeUtc>,
    /// Roughly: it is noted at most once a minute.
    pub last_used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
