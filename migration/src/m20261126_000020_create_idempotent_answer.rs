//! The answers of mutations that carried an `Idempotency-Key`.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, string_len, text_null, timestamp_with_time_zone, uuid, var_binary},
};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let answer = Table::create()
            .table("idempotent_answer")
            .col(uuid("actor_id"))
            .col(string_len("key", 255))
            .col(var_binary("fingerprint", 32))
            .col(timestamp_with_time_zone("created_at"))
            .col(boolean("done"))
            .col(text_null("body"))
            .primary_key(Index::create().col("actor_id").col("key"))
            .to_owned();
        manager.create_table(answer).await?;
        // Serves the sweeping of old ones.
        manager.create_index(index("idempotent_answer", &["created_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("idempotent_answer").to_owned()).await
    }
}
