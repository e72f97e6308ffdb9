//! By which first letters articles, units, authors and congress terms are suggested.
//!
//! What is there already gets its keys from the program, which knows how names are folded.

use sea_orm_migration::{
    prelude::*,
    schema::{binary, boolean, small_integer, text_null, uuid},
};

use crate::columns::{choice, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "suggestion_key";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let suggestion_key = Table::create()
            .table(TABLE)
            .col(choice("node", &["art", "unt", "aut", "cat"]).not_null())
            // No foreign key: it refers to one of several tables.
            .col(uuid("node_id"))
            .col(small_integer("place"))
            .col(boolean("later"))
            .col(binary("exact"))
            .col(binary("folded"))
            .col(text_null("label"))
            .primary_key(Index::create().col("node").col("node_id").col("place"))
            .to_owned();
        manager.create_table(suggestion_key).await?;
        // Serve `suggest`, each for one spelling of what was typed.
        for key in ["exact", "folded"] {
            let columns = ["node", "later", key, "node_id", "place"];
            manager.create_index(index(TABLE, &columns)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
