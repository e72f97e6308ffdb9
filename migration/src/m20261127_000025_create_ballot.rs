//! Votes: who may vote, ballots in the order in which they were counted, and keys of voters that are
//! gone when the poll is closed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, binary, binary_null, timestamp_with_time_zone_null, uuid},
};

use crate::columns::{cascade, choice};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut voters = choice("voters", &["OPEN", "SIGNED_IN", "CODE"]);
        let voters = voters.not_null().default("OPEN").to_owned();
        add(manager, "poll", voters).await?;
        let mut imported = big_integer("imported");
        add(manager, "poll_tally", imported.default(0).to_owned()).await?;
        // Until now nobody could vote here: whatever is there was brought along.
        let brought =
            Query::update().table("poll_tally").value("imported", Expr::col("votes")).to_owned();
        manager.execute(brought).await?;
        manager.create_table(poll_chain()).await?;
        manager.create_table(ballot()).await?;
        manager.create_table(voter()).await?;
        manager.create_table(poll_code()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["poll_code", "voter", "ballot", "poll_chain"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        drop(manager, "poll_tally", "imported").await?;
        drop(manager, "poll", "voters").await
    }
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn drop(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}

fn poll_chain() -> TableCreateStatement {
    Table::create()
        .table("poll_chain")
        .col(uuid("poll_id").primary_key())
        .col(big_integer("ballots").check(Expr::col("ballots").gte(0)))
        .col(binary("head"))
        // Erased with the keys of the voters, which are made with it.
        .col(binary_null("secret"))
        .col(timestamp_with_time_zone_null("sealed_at"))
        .check(Expr::col("secret").is_null().eq(Expr::col("sealed_at").is_not_null()))
        .foreign_key(&mut cascade("poll_chain", "poll_id", "poll"))
        .to_owned()
}

fn ballot() -> TableCreateStatement {
    Table::create()
        .table("ballot")
        .col(uuid("poll_id"))
        .col(big_integer("position").check(Expr::col("position").gte(1)))
        .col(uuid("receipt"))
        .col(binary("choices"))
        .col(binary("hash"))
        .primary_key(Index::create().col("poll_id").col("position"))
        .foreign_key(&mut cascade("ballot", "poll_id", "poll"))
        .to_owned()
}

/// What makes one ballot of one voter: the primary key.
fn voter() -> TableCreateStatement {
    Table::create()
        .table("voter")
        .col(uuid("poll_id"))
        .col(binary("voter_key"))
        .col(big_integer("position"))
        .primary_key(Index::create().col("poll_id").col("voter_key"))
        .foreign_key(&mut cascade("voter", "poll_id", "poll"))
        .to_owned()
}

fn poll_code() -> TableCreateStatement {
    Table::create()
        .table("poll_code")
        .col(uuid("poll_id"))
        .col(binary("voter_key"))
        .primary_key(Index::create().col("poll_id").col("voter_key"))
        .foreign_key(&mut cascade("poll_code", "poll_id", "poll"))
        .to_owned()
}
