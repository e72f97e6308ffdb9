//! The change log.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, timestamp_with_time_zone, uuid},
};

use crate::columns::choice;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::create()
            .table("change")
            .col(big_integer("seq").primary_key().auto_increment())
            .col(timestamp_with_time_zone("at"))
            .col(choice("node", NODES))
            .col(uuid("node_id"))
            .col(choice("action", &["UPSERTED", "REMOVED"]))
            .to_owned();
        manager.create_table(change).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("change").to_owned()).await
    }
}

const NODES: &[&str] = &[
    "SITE",
    "UNIT",
    "AUTHOR",
    "CONGRESS_CATEGORY",
    "ARTICLE",
    "LINK_DIRECTORY",
    "POLL",
    "MEDIA",
    "REDIRECT",
];
