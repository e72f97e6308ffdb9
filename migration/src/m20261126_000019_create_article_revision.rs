//! What an article was after each save, and the edit of a published one that waits.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, integer, integer_null, string_len, string_len_null, text,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null, var_binary,
    },
};

use crate::columns::{cascade, choice, covering_index, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Columns of `article` that this migration adds.
const ADDED: [&str; 4] = ["revised_at", "withdrawn_at", "withdrawn_reason", "working_revision"];

const LISTING: &str = "article_listing";
/// The lists that there were.
const LISTS: [&str; 5] = ["ALL", "UNIT", "UNIT_TREE", "AUTHOR", "CONGRESS_CATEGORY"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            timestamp_with_time_zone_null(ADDED[0]),
            timestamp_with_time_zone_null(ADDED[1]),
            string_len_null(ADDED[2], 1000),
            integer_null(ADDED[3]),
        ];
        for column in columns {
            let article = Table::alter().table("article").add_column(column).to_owned();
            manager.alter_table(article).await?;
        }
        let decorative = boolean("decorative").default(false).to_owned();
        let figure = Table::alter().table("article_figure").add_column(decorative).to_owned();
        manager.alter_table(figure).await?;
        let revision = Table::create()
            .table("article_revision")
            .col(uuid("id").primary_key())
            .col(uuid("article_id"))
            .col(integer("number"))
            .col(timestamp_with_time_zone("at"))
            // No foreign keys: a revision outlives who made it.
            .col(uuid_null("account_id"))
            .col(uuid_null("api_key_id"))
            .col(string_len("action", 64))
            .col(string_len_null("note", 1000))
            .col(text("fields"))
            .col(text("content"))
            .foreign_key(&mut cascade("article_revision", "article_id", "article"))
            .to_owned();
        manager.create_table(revision).await?;
        // Serves the revisions of an article, latest first.
        manager.create_index(unique_index("article_revision", &["article_id", "number"])).await?;
        allow_lists(manager, &[&LISTS[..], &["CREATOR"]].concat()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let creators = Query::delete()
            .from_table(LISTING)
            .and_where(Expr::col("list").eq("CREATOR"))
            .to_owned();
        manager.execute(creators).await?;
        allow_lists(manager, &LISTS).await?;
        manager.drop_table(Table::drop().table("article_revision").to_owned()).await?;
        let figure = Table::alter().table("article_figure").drop_column("decorative").to_owned();
        manager.alter_table(figure).await?;
        for column in ADDED {
            let article = Table::alter().table("article").drop_column(column).to_owned();
            manager.alter_table(article).await?;
        }
        Ok(())
    }
}

/// Lets the listing have these lists. SQLite cannot change a check, so that the table is made anew
/// there.
async fn allow_lists(manager: &SchemaManager<'_>, lists: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
        let names = lists.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let check = format!(
            "ALTER TABLE article_listing DROP CONSTRAINT article_listing_list_check, \
             ADD CONSTRAINT article_listing_list_check CHECK (list IN ({names}))"
        );
        db.execute_unprepared(&check).await?;
        return Ok(());
    }
    db.execute_unprepared("ALTER TABLE article_listing RENAME TO old_listing").await?;
    let listing = Table::create()
        .table(LISTING)
        .col(choice("list", lists))
        .col(uuid("owner_id"))
        .col(uuid("article_id"))
        .col(choice("status", &["DRAFT", "IN_REVIEW", "PUBLISHED", "WITHDRAWN"]))
        .col(timestamp_with_time_zone("listed_at"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(var_binary("title_key", 4096))
        .primary_key(Index::create().col("article_id").col("list").col("owner_id"))
        .foreign_key(&mut cascade(LISTING, "article_id", "article"))
        .to_owned();
    manager.create_table(listing).await?;
    let columns = "list, owner_id, article_id, status, listed_at, expires_at, title_key";
    let copy = format!("INSERT INTO article_listing ({columns}) SELECT {columns} FROM old_listing");
    db.execute_unprepared(&copy).await?;
    db.execute_unprepared("DROP TABLE old_listing").await?;
    let by_time = ["owner_id", "list", "status", "listed_at", "article_id"];
    manager.create_index(covering_index(LISTING, &by_time, &["expires_at"])).await?;
    let by_title = ["owner_id", "list", "status", "title_key", "article_id"];
    let covered = ["listed_at", "expires_at"];
    manager.create_index(covering_index(LISTING, &by_title, &covered)).await
}
