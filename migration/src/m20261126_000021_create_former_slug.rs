//! Slugs that units, authors, terms and link directories had once.

use sea_orm_migration::{
    prelude::*,
    schema::{string_len, timestamp_with_time_zone, uuid},
};

use crate::columns::{choice, index, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "former_slug";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let former_slug = Table::create()
            .table(TABLE)
            .col(uuid("id").primary_key())
            .col(choice("node", &["unt", "aut", "cat", "dir"]))
            .col(string_len("slug", 120))
            // No foreign key: it refers to one of several tables.
            .col(uuid("node_id"))
            .col(timestamp_with_time_zone("created_at"))
            .to_owned();
        manager.create_table(former_slug).await?;
        // Serves what is asked for by a slug that nothing has now.
        manager.create_index(unique_index(TABLE, &["node", "slug"])).await?;
        // Serves the merging of two things, whose former slugs become those of one.
        manager.create_index(index(TABLE, &["node_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
