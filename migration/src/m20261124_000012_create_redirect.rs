//! Old addresses.

use sea_orm_migration::{
    prelude::*,
    schema::{string_len, timestamp_with_time_zone, uuid, uuid_null},
};

use crate::columns::{cascade, index, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let redirect = Table::create()
            .table("redirect")
            .col(uuid("id").primary_key())
            .col(string_len("host", 255))
            .col(string_len("path", 2000))
            .col(uuid_null("article_id"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut cascade("redirect", "article_id", "article"))
            .to_owned();
        manager.create_table(redirect).await?;
        // Serves `resolveUrl`; an address leads to one place.
        manager.create_index(unique_index("redirect", &["path", "host"])).await?;
        manager.create_index(index("redirect", &["article_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("redirect").to_owned()).await
    }
}
