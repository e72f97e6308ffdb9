//! What administrators need to edit synonyms: their order, and a trace of those that were deleted,
//! which an import must not bring back.

use sea_orm_migration::{prelude::*, schema::binary};

use crate::columns::{deleted_at, index, live, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "search_synonym";

/// Where the short forms that came with the table stand in the Vietnamese alphabet: no
/// database knows that order. Whatever else is there gets its key when it is next saved.
const KEYS: [(&str, &[u8]); 22] = [
    ("UBND", b"\x53\x2d\x45\x31\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("HĐND", b"\x39\x32\x02\x45\x31\x01\x08\x01\xdc\xc6\xdc\xdc"),
    ("UBKT", b"\x53\x2d\x3f\x51\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("UBMTTQ", b"\x53\x2d\x43\x51\x51\x4b\x01\x0a\x01\xdc\xdc\xdc\xdc\xdc\xdc"),
    ("MTTQ", b"\x43\x51\x51\x4b\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("MTTQVN", b"\x43\x51\x51\x4b\x55\x45\x01\x0a\x01\xdc\xdc\xdc\xdc\xdc\xdc"),
    ("BCH", b"\x2d\x2f\x39\x01\x07\x01\xdc\xdc\xdc"),
    ("BTV", b"\x2d\x51\x55\x01\x07\x01\xdc\xdc\xdc"),
    ("BCĐ", b"\x2d\x2f\x32\x02\x01\x07\x01\xdc\xdc\xc6"),
    ("BTG", b"\x2d\x51\x37\x01\x07\x01\xdc\xdc\xdc"),
    ("BTC", b"\x2d\x51\x2f\x01\x07\x01\xdc\xdc\xdc"),
    ("BDV", b"\x2d\x31\x55\x01\x07\x01\xdc\xdc\xdc"),
    ("TW", b"\x51\x57\x01\x06\x01\xdc\xdc"),
    ("TƯ", b"\x51\x54\x02\x01\x06\x01\xdc\xc6"),
    ("TU", b"\x51\x53\x01\x06\x01\xdc\xdc"),
    ("HU", b"\x39\x53\x01\x06\x01\xdc\xdc"),
    ("DVTU", b"\x31\x55\x51\x53\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("DVHU", b"\x31\x55\x39\x53\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("TGTU", b"\x51\x37\x51\x53\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("TGHU", b"\x51\x37\x39\x53\x01\x08\x01\xdc\xdc\xdc\xdc"),
    ("LĐLĐ", b"\x41\x32\x02\x41\x32\x02\x01\x08\x01\xdc\xc6\xdc\xc6"),
    ("XHCN", b"\x59\x39\x2f\x45\x01\x08\x01\xdc\xdc\xdc\xdc"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sort_key = binary("sort_key").default(Vec::<u8>::new()).to_owned();
        for column in [sort_key, deleted_at()] {
            let table = Table::alter().table(TABLE).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        for (short, key) in KEYS {
            let mut update = Query::update();
            update
                .table(TABLE)
                .value("sort_key", key.to_vec())
                .and_where(Expr::col("short").eq(short));
            manager.get_connection().execute(&update).await?;
        }
        drop(manager, &unique_index(TABLE, &PAIR)).await?;
        manager.create_index(unique_index(TABLE, &PAIR).and_where(live()).to_owned()).await?;
        // Serves `searchSynonyms`.
        manager.create_index(index(TABLE, &["sort_key", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &index(TABLE, &["sort_key", "id"])).await?;
        drop(manager, &unique_index(TABLE, &PAIR)).await?;
        let mut deleted = Query::delete();
        deleted.from_table(TABLE).and_where(Expr::col("deleted_at").is_not_null());
        manager.get_connection().execute(&deleted).await?;
        for column in ["deleted_at", "sort_key"] {
            let table = Table::alter().table(TABLE).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        manager.create_index(unique_index(TABLE, &PAIR)).await
    }
}

/// What is kept once.
const PAIR: [&str; 2] = ["short", "long"];

async fn drop(manager: &SchemaManager<'_>, index: &IndexCreateStatement) -> Result<(), DbErr> {
    let name = index.get_index_spec().get_name().unwrap_or_default().to_owned();
    manager.drop_index(Index::drop().name(name).to_owned()).await
}
