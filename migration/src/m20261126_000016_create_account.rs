//! Who may sign in, and what everybody did.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer_null, string_len, string_len_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{choice, content_table, index, restrict, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let account = content_table("account")
            .col(string_len("login", 100))
            .col(string_len("name", 200))
            .col(choice("role", &["CONTRIBUTOR", "EDITOR", "CHIEF", "ADMIN"]))
            .col(uuid_null("unit_id"))
            .col(text("password"))
            .col(timestamp_with_time_zone_null("disabled_at"))
            .col(timestamp_with_time_zone("sessions_from"))
            .foreign_key(&mut restrict("account", "unit_id", "unit"))
            .to_owned();
        manager.create_table(account).await?;
        manager.create_index(unique_index("account", &["login"])).await?;
        // Serves the check of what depends on a unit.
        manager.create_index(index("account", &["unit_id"])).await?;
        let created_by = uuid_null("created_by").extra("REFERENCES account (id)").to_owned();
        let article = Table::alter().table("article").add_column(created_by).to_owned();
        manager.alter_table(article).await?;
        manager.create_index(index("article", &["created_by"])).await?;
        let audit_event = Table::create()
            .table("audit_event")
            .col(big_integer("seq").auto_increment().primary_key())
            .col(uuid("id"))
            .col(timestamp_with_time_zone("at"))
            // No foreign keys: an event outlives whom and what it is about.
            .col(uuid_null("account_id"))
            .col(uuid_null("api_key_id"))
            .col(string_len("action", 64))
            .col(string_len_null("node", 24))
            .col(uuid_null("node_id"))
            .col(integer_null("from_version"))
            .col(string_len_null("request_id", 64))
            .col(text_null("details"))
            .to_owned();
        manager.create_table(audit_event).await?;
        // Each serves `auditEvents`, whole or with one of its filters.
        manager.create_index(unique_index("audit_event", &["seq", "id"])).await?;
        manager.create_index(index("audit_event", &["account_id", "seq", "id"])).await?;
        manager.create_index(index("audit_event", &["node_id", "seq", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("idx_article_created_by").to_owned()).await?;
        let article = Table::alter().table("article").drop_column("created_by").to_owned();
        manager.alter_table(article).await?;
        for table in ["audit_event", "account"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
