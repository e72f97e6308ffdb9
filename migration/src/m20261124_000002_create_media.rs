//! Stored files.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, binary_len, binary_len_null, integer_null, string_len, string_len_null},
};

use crate::columns::{content_table, deleted_at, live, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let media = content_table("media")
            .col(binary_len("sha256", 32))
            .col(string_len("mime_type", 64))
            .col(big_integer("size").check(Expr::col("size").gte(0)))
            .col(integer_null("width").check(Expr::col("width").gt(0)))
            .col(integer_null("height").check(Expr::col("height").gt(0)))
            .col(string_len_null("alt", 1000))
            .col(binary_len_null("thumbhash", 64))
            .col(string_len("file_name", 255))
            .col(string_len("storage_key", 255))
            .col(deleted_at())
            .to_owned();
        manager.create_table(media).await?;
        // Equal files are stored once.
        manager.create_index(unique_index("media", &["sha256"]).and_where(live()).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("media").to_owned()).await
    }
}
