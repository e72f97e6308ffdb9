//! The portal itself.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, string_len, string_len_null, timestamp_with_time_zone, uuid_null},
};

use crate::columns::restrict;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let site = Table::create()
            .table("site")
            .col(integer("id").primary_key())
            .col(string_len("name", 300))
            .col(string_len_null("greeting", 1000))
            .col(string_len_null("contact", 4000))
            .col(string_len_null("base_url", 300))
            .col(string_len_null("article_url_template", 300))
            .col(uuid_null("unit_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .col(integer("version"))
            .foreign_key(&mut restrict("site", "unit_id", "unit"))
            // One portal, one row.
            .check(Expr::col("id").eq(1))
            .check(Expr::col("version").gte(1))
            .to_owned();
        manager.create_table(site).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("site").to_owned()).await
    }
}
