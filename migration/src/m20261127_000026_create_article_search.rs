//! What articles are found by. The keys themselves are made by the program (`congtin reindex`): no
//! database folds Vietnamese.

use sea_orm::{ConnectionTrait, DbBackend, prelude::Uuid};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string_len, uuid},
};

use crate::columns::{cascade, content_table, unique_index};

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

const SYNONYM: &str = "search_synonym";

/// What a portal of the Party writes short.
const SYNONYMS: [(&str, &str); 22] = [
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("UBKT", "Ủy ban Kiểm tra"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("MTTQVN", "Mặt trận Tổ quốc Việt Nam"),
    ("BCH", "Ban Chấp hành"),
    ("BTV", "Ban Thường vụ"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("BTG", "Ban Tuyên giáo"),
    ("BTC", "Ban Tổ chức"),
    ("BDV", "Ban Dân vận"),
    ("TW", "Trung ương"),
    ("TƯ", "Trung ương"),
    ("TU", "Tỉnh ủy"),
    ("HU", "Huyện ủy"),
    ("DVTU", "Dân vận Tỉnh ủy"),
    ("DVHU", "Dân vận Huyện ủy"),
    ("TGTU", "Tuyên giáo Tỉnh ủy"),
    ("TGHU", "Tuyên giáo Huyện ủy"),
    ("LĐLĐ", "Liên đoàn Lao động"),
    ("XHCN", "xã hội chủ nghĩa"),
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
        create_synonyms(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SYNONYM).to_owned()).await?;
        let db = manager.get_connection();
        if db.get_database_backend() == DbBackend::Sqlite {
            db.execute_unprepared("DROP TABLE article_term").await?;
        }
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

async fn create_synonyms(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let synonym =
        content_table(SYNONYM).col(string_len("short", 40)).col(string_len("long", 200)).to_owned();
    manager.create_table(synonym).await?;
    manager.create_index(unique_index(SYNONYM, &["short", "long"])).await?;
    let epoch = "1970-01-01 00:00:00.000000 +00:00";
    let mut insert = Query::insert();
    insert.into_table(SYNONYM).columns([
        "id",
        "short",
        "long",
        "version",
        "created_at",
        "updated_at",
    ]);
    for (number, (short, long)) in (1_u128..).zip(SYNONYMS) {
        let time = || Expr::val(epoch).cast_as("timestamptz");
        let time = || match manager.get_database_backend() {
            DbBackend::Postgres => time(),
            _ => Expr::val(epoch),
        };
        insert.values_panic([
            Expr::val(Uuid::from_u128(number)),
            Expr::val(short),
            Expr::val(long),
            Expr::val(1),
            time(),
            time(),
        ]);
    }
    manager.get_connection().execute(&insert).await.map(|_| ())
}
