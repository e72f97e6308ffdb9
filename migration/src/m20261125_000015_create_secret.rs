//! Keys that the program makes for itself.

use sea_orm_migration::{
    prelude::*,
    schema::{binary_len, string_len, timestamp_with_time_zone},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let secret = Table::create()
            .table("secret")
            .col(string_len("name", 40).primary_key())
            .col(binary_len("value", 32))
            .col(timestamp_with_time_zone("created_at"))
            .to_owned();
        manager.create_table(secret).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("secret").to_owned()).await
    }
}
