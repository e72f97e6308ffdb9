//! What was answered to a mutation that carried an `Idempotency-Key`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotent_answer")]
pub struct Model {
    /// The account or API key that sent it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Digest of the operation.
    pub fingerprint: Vec<u8>,
    pub created_at: DateTimeUtc,
    /// Whether a transaction of it was committed; set by that transaction.
    pub done: bool,
    /// The answer; null until there is one.
    pub body: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
