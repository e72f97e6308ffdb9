//! What writing still needs: the audit log in the order of time, in which it can be cut out by time
//! as well; a version of each redirect; the place of a unit among its siblings; and the author that
//! another one has become part of.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, small_integer_null, uuid_null},
};

use crate::columns::{index, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const LOG: &str = "audit_event";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in by_place() {
            drop(manager, &index).await?;
        }
        for index in by_time() {
            manager.create_index(index).await?;
        }
        let version = integer("version").default(1).check(Expr::col("version").gte(1)).to_owned();
        add(manager, "redirect", version).await?;
        // None: it stands behind those that have one, by its name.
        let position =
            small_integer_null("position").check(Expr::col("position").gte(0)).to_owned();
        add(manager, "unit", position).await?;
        // No foreign key: a transfer brings authors in the order of their ids, and none is erased.
        add(manager, "author", uuid_null("merged_into")).await?;
        manager.create_index(index("author", &["merged_into"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &index("author", &["merged_into"])).await?;
        for (table, column) in
            [("author", "merged_into"), ("unit", "position"), ("redirect", "version")]
        {
            let table = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        for index in by_time() {
            drop(manager, &index).await?;
        }
        for index in by_place() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Each serves `auditEvents` and `congtin export audit`, whole or with its filters, for any span of
/// time. What was done to one thing is little, so that further conditions on it need no index.
fn by_time() -> [IndexCreateStatement; 5] {
    [
        unique_index(LOG, &["at", "id"]),
        index(LOG, &["account_id", "at", "id"]),
        // Also what happened since the version that somebody has seen.
        index(LOG, &["node_id", "at", "id"]),
        index(LOG, &["action", "at", "id"]),
        index(LOG, &["account_id", "action", "at", "id"]),
    ]
}

/// Those that served the same in the order of `seq`, which no span of time could be cut out of.
fn by_place() -> [IndexCreateStatement; 3] {
    [
        unique_index(LOG, &["seq", "id"]),
        index(LOG, &["account_id", "seq", "id"]),
        index(LOG, &["node_id", "seq", "id"]),
    ]
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn drop(manager: &SchemaManager<'_>, index: &IndexCreateStatement) -> Result<(), DbErr> {
    let name = index.get_index_spec().get_name().unwrap_or_default().to_owned();
    manager.drop_index(Index::drop().name(name).to_owned()).await
}
