//! Pen names.

use sea_orm_migration::{
    prelude::*,
    schema::{string_len, text_null, uuid_null, var_binary},
};

use crate::columns::{content_table, deleted_at, index, live, restrict, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let author = content_table("author")
            .col(string_len("slug", 120))
            .col(string_len("pen_name", 200))
            .col(string_len("pen_name_key", 200))
            .col(string_len("sort_name", 200))
            .col(var_binary("sort_key", 4096))
            .col(uuid_null("unit_id"))
            .col(text_null("bio"))
            .col(uuid_null("avatar_id"))
            .col(deleted_at())
            .foreign_key(&mut restrict("author", "unit_id", "unit"))
            .foreign_key(&mut restrict("author", "avatar_id", "media"))
            .to_owned();
        manager.create_table(author).await?;
        manager
            .create_index(unique_index("author", &["slug"]).and_where(live()).to_owned())
            .await?;
        // Serves the matching of bylines.
        manager.create_index(index("author", &["pen_name_key"])).await?;
        // Serves `authors`, in their order.
        manager.create_index(index("author", &["sort_key", "id"])).await?;
        // Serves `Unit.authors`.
        manager.create_index(index("author", &["unit_id", "sort_key", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("author").to_owned()).await
    }
}
