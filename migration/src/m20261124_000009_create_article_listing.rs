//! The index behind all article lists.

use sea_orm_migration::{
    prelude::*,
    schema::{timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, var_binary},
};

use crate::columns::{cascade, choice, covering_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "article_listing";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let listing = Table::create()
            .table(TABLE)
            .col(choice("list", &["ALL", "UNIT", "UNIT_TREE", "AUTHOR", "CONGRESS_CATEGORY"]))
            .col(uuid("owner_id"))
            .col(uuid("article_id"))
            .col(choice("status", &["DRAFT", "IN_REVIEW", "PUBLISHED", "WITHDRAWN"]))
            .col(timestamp_with_time_zone("listed_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(var_binary("title_key", 4096))
            // Serves the second and third filter of a list: is the article in it as well?
            .primary_key(Index::create().col("article_id").col("list").col("owner_id"))
            .foreign_key(&mut cascade(TABLE, "article_id", "article"))
            .to_owned();
        manager.create_table(listing).await?;
        // Serves every list by time, and every count.
        let by_time = ["list", "owner_id", "status", "listed_at", "article_id"];
        manager.create_index(covering_index(TABLE, &by_time, &["expires_at"])).await?;
        // Serves every list by title.
        let by_title = ["list", "owner_id", "status", "title_key", "article_id"];
        let covered = ["listed_at", "expires_at"];
        manager.create_index(covering_index(TABLE, &by_title, &covered)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
