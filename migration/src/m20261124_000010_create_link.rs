//! Link directories and their links.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer, string_len, uuid},
};

use crate::columns::{cascade, content_table, deleted_at, index, live, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let directory = content_table("link_directory")
            .col(string_len("slug", 120))
            .col(string_len("title", 300))
            .col(integer("position"))
            .col(deleted_at())
            .to_owned();
        manager.create_table(directory).await?;
        let slug = unique_index("link_directory", &["slug"]).and_where(live()).to_owned();
        manager.create_index(slug).await?;

        let web = Expr::col("url").like("http://%").or(Expr::col("url").like("https://%"));
        let link = content_table("link")
            .col(uuid("directory_id"))
            .col(string_len("title", 300))
            .col(string_len("url", 2000).check(web))
            .col(integer("position"))
            .col(boolean("active"))
            .foreign_key(&mut cascade("link", "directory_id", "link_directory"))
            .to_owned();
        manager.create_table(link).await?;
        // Serves `LinkDirectory.links`.
        manager.create_index(index("link", &["directory_id", "position", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("link").to_owned()).await?;
        manager.drop_table(Table::drop().table("link_directory").to_owned()).await
    }
}
