//! Sessions and what proves them, API keys, and wrong passwords.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, binary_len, integer, string_len, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{cascade, choice, index, restrict, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sessions(manager).await?;
        // Serves the list of accounts.
        manager.create_index(index("account", &["created_at", "id"])).await?;
        let signing_key = Table::create()
            .table("signing_key")
            .col(uuid("id").primary_key())
            .col(choice("algorithm", &["EdDSA"]))
            .col(binary("private_key"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("retires_at"))
            .to_owned();
        manager.create_table(signing_key).await?;
        let api_key = Table::create()
            .table("api_key")
            .col(uuid("id").primary_key())
            .col(string_len("name", 200))
            .col(string_len("prefix", 8))
            .col(binary_len("hash", 32))
            .col(string_len("scopes", 100))
            .col(uuid_null("created_by"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .foreign_key(&mut restrict("api_key", "created_by", "account"))
            .to_owned();
        manager.create_table(api_key).await?;
        // Finds the key that a request brings.
        manager.create_index(unique_index("api_key", &["prefix"])).await?;
        manager.create_index(unique_index("api_key", &["hash"])).await?;
        let login_failure = Table::create()
            .table("login_failure")
            .col(binary_len("key", 32).primary_key())
            .col(integer("count").check(Expr::col("count").gte(1)))
            .col(timestamp_with_time_zone("since"))
            .to_owned();
        manager.create_table(login_failure).await?;
        // Finds what is forgotten.
        manager.create_index(index("login_failure", &["since"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("idx_account_created_at_id").to_owned()).await?;
        for table in ["login_failure", "api_key", "signing_key", "refresh_token", "session"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let session = Table::create()
        .table("session")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut cascade("session", "account_id", "account"))
        .to_owned();
    manager.create_table(session).await?;
    // Ends all sessions of an account.
    manager.create_index(index("session", &["account_id"])).await?;
    // Finds those whose time is over.
    manager.create_index(index("session", &["expires_at"])).await?;
    let refresh_token = Table::create()
        .table("refresh_token")
        .col(uuid("id").primary_key())
        .col(uuid("session_id"))
        .col(binary_len("hash", 32))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut cascade("refresh_token", "session_id", "session"))
        .to_owned();
    manager.create_table(refresh_token).await?;
    manager.create_index(unique_index("refresh_token", &["hash"])).await?;
    // Serves the end of a session, and forgets old tokens of one that goes on.
    manager.create_index(index("refresh_token", &["session_id", "expires_at"])).await
}
