//! What articles are found by. The keys themselves are made by the program (`congtin reindex`): no
//! database folds Vietnamese.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, uuid},
};

use crate::columns::{cascade, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "article_search";

/// Terms are made by the program, so that they are split at spaces and nowhere else. There are no
/// positions: neighbours are terms of their own.
const SQLITE: &[&str] = &["CREATE VIRTUAL TABLE article_term USING fts5(\
     terms, content='', contentless_delete=1, detail=none, tokenize=\"ascii tokenchars '_:'\")"];

/// The short vector holds what titles and what stands beside the text are found by, so that most
/// searches read no long one. A page of the list of entries that wait is read with every search,
/// hence the small limit.
const POSTGRES: &[&str] = &[
    "ALTER TABLE article_search ADD COLUMN head tsvector NOT NULL, \
     ADD COLUMN terms tsvector NOT NULL",
    "CREATE INDEX idx_article_search_head ON article_search USING gin (head) \
     WITH (gin_pending_list_limit = 256)",
    "CREATE INDEX idx_article_search_terms ON article_search USING gin (terms) \
     WITH (gin_pending_list_limit = 1024)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let article_search = Table::create()
            .table(TABLE)
            .col(uuid("article_id").primary_key())
            .col(big_integer("ordinal"))
            .col(integer("key_version"))
            .foreign_key(&mut cascade(TABLE, "article_id", "article"))
            .to_owned();
        manager.create_table(article_search).await?;
        // Serves what is found, newest first.
        manager.create_index(unique_index(TABLE, &["ordinal"])).await?;
        let db = manager.get_connection();
        let statements = match db.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for statement in statements {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if db.get_database_backend() == DbBackend::Sqlite {
            db.execute_unprepared("DROP TABLE article_term").await?;
        }
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
