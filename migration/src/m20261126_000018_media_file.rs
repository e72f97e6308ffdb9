//! What a picture is cut around, and who brought a file.

use sea_orm_migration::{
    prelude::*,
    schema::{small_integer_null, uuid_null},
};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Thousandths of the width and of the height: whole numbers print alike on both databases.
const FOCAL: [&str; 2] = ["focal_x", "focal_y"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in FOCAL {
            let within = Expr::col(column).between(0, 1_000);
            let focal = small_integer_null(column).check(within).to_owned();
            manager.alter_table(Table::alter().table("media").add_column(focal).to_owned()).await?;
        }
        let created_by = uuid_null("created_by").extra("REFERENCES account (id)").to_owned();
        let media = Table::alter().table("media").add_column(created_by).to_owned();
        manager.alter_table(media).await?;
        // Serves the check of what depends on an account.
        manager.create_index(index("media", &["created_by"])).await?;
        // Serves the sweep, which asks for each stored file whether a row names it.
        manager.create_index(index("media", &["storage_key"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["idx_media_storage_key", "idx_media_created_by"] {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        for column in ["created_by", "focal_y", "focal_x"] {
            let media = Table::alter().table("media").drop_column(column).to_owned();
            manager.alter_table(media).await?;
        }
        Ok(())
    }
}
