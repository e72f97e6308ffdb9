//! Somebody who may sign in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is typed to sign in, in lower case.
    pub login: String,
    /// What others see.
    pub name: String,
    pub role: Role,
    /// In whose name it writes.
    pub unit_id: Option<Uuid>,
    pub password: PasswordHash,
    /// Since when it may not sign in.
    pub disabled_at: Option<DateTimeUtc>,
    /// Tokens issued before this time are refused.
    pub sessions_from: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
}

/// What an account may do; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(24))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Role {
    /// Writes drafts.
    Contributor,
    /// Publishes for the own unit and those below it.
    Editor,
    /// Publishes for all units.
    Chief,
    /// Decides on accounts, keys and the site as well.
    Admin,
}

/// An argon2 hash in PHC form, which nobody sees in a log.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl ActiveModelBehavior for ActiveModel {}
