//! Sizes of lists of authors, units and polls, counted from an index alone. They were counted by
//! reading every row, because no index knew which rows are deleted. And whose portrait a picture
//! is, which decides whether readers may see it.

use sea_orm_migration::prelude::*;

use crate::columns::{covering_index, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Serves `polls`, newest first.
const POLLS: [&str; 3] = ["status", "opens_at", "id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // These serve `authors { totalCount }` and `units { totalCount }`. Those that serve the
        // pages begin with a sort key, which is too long to be read for a count.
        for table in ["author", "unit"] {
            manager.create_index(index(table, &["deleted_at", "id"])).await?;
        }
        manager.create_index(index("author", &["avatar_id"])).await?;
        replace(manager, covering_index("poll", &POLLS, &["deleted_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["author", "unit"] {
            drop(manager, &index(table, &["deleted_at", "id"])).await?;
        }
        drop(manager, &index("author", &["avatar_id"])).await?;
        replace(manager, index("poll", &POLLS)).await
    }
}

/// Puts an index in the place of the one of the same name.
async fn replace(
    manager: &SchemaManager<'_>,
    replacement: IndexCreateStatement,
) -> Result<(), DbErr> {
    drop(manager, &replacement).await?;
    manager.create_index(replacement).await
}

async fn drop(manager: &SchemaManager<'_>, index: &IndexCreateStatement) -> Result<(), DbErr> {
    let name = index.get_index_spec().get_name().unwrap_or_default().to_owned();
    manager.drop_index(Index::drop().name(name).to_owned()).await
}
