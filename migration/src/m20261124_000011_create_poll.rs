//! Polls, their options and tallies.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, small_integer, string_len, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

use crate::columns::{cascade, choice, content_table, deleted_at, index, live, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(poll()).await?;
        // Serves `polls`, newest first.
        manager.create_index(index("poll", &["status", "opens_at", "id"])).await?;
        // At most one poll is featured.
        let featured = unique_index("poll", &["featured"])
            .and_where(Expr::col("featured").eq(true))
            .and_where(live())
            .to_owned();
        manager.create_index(featured).await?;
        manager.create_table(poll_option()).await?;
        // Serves `Poll.options`; no two stand in one place.
        manager.create_index(unique_index("poll_option", &["poll_id", "position"])).await?;
        manager.create_table(poll_tally()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["poll_tally", "poll_option", "poll"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn poll() -> TableCreateStatement {
    content_table("poll")
        .col(string_len("question", 500))
        .col(small_integer("min_choices").check(Expr::col("min_choices").gte(1)))
        .col(small_integer("max_choices"))
        .col(timestamp_with_time_zone("opens_at"))
        .col(timestamp_with_time_zone_null("closes_at"))
        .col(choice("results", &["ALWAYS", "AFTER_VOTE", "AFTER_CLOSE"]))
        .col(boolean("featured"))
        .col(choice("status", &["DRAFT", "PUBLISHED"]))
        .col(deleted_at())
        .check(Expr::col("min_choices").lte(Expr::col("max_choices")))
        .check(Expr::col("opens_at").lt(Expr::col("closes_at")))
        .to_owned()
}

fn poll_option() -> TableCreateStatement {
    Table::create()
        .table("poll_option")
        .col(uuid("id").primary_key())
        .col(uuid("poll_id"))
        .col(string_len("text", 500))
        .col(integer("position"))
        .foreign_key(&mut cascade("poll_option", "poll_id", "poll"))
        .to_owned()
}

fn poll_tally() -> TableCreateStatement {
    Table::create()
        .table("poll_tally")
        .col(uuid("option_id").primary_key())
        .col(big_integer("votes").check(Expr::col("votes").gte(0)))
        .foreign_key(&mut cascade("poll_tally", "option_id", "poll_option"))
        .to_owned()
}
