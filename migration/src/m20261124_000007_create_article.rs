//! Articles. How they are listed stands in `article_listing`.

use sea_orm_migration::{
    prelude::*,
    schema::{
        date_null, integer, integer_null, string_len, string_len_null, text, text_null,
        timestamp_with_time_zone_null, uuid_null, var_binary,
    },
};

use crate::columns::{
    choice, content_table, covering_index, deleted_at, index, live, restrict, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(article()).await?;
        // Serves `article(by: {slug:})`.
        let slug = unique_index("article", &["slug"]).and_where(live()).to_owned();
        manager.create_index(slug).await?;
        // These serve repeated imports.
        manager.create_index(unique_index("article", &["external_id"])).await?;
        manager.create_index(unique_index("article", &["legacy_url"])).await?;
        // Serves `archive`: counted from the index alone.
        let covered = ["published_at", "expires_at", "deleted_at"];
        let archive = covering_index("article", &["status", "published_month"], &covered);
        manager.create_index(archive).await?;
        // Serves the foreign keys' own checks.
        manager.create_index(index("article", &["unit_id"])).await?;
        manager.create_index(index("article", &["cover_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("article").to_owned()).await
    }
}

fn article() -> TableCreateStatement {
    let published = Expr::col("status").ne("PUBLISHED");
    content_table("article")
        .col(string_len("slug", 120))
        .col(string_len("title", 300))
        .col(var_binary("title_key", 4096))
        .col(string_len_null("byline", 300))
        .col(uuid_null("unit_id"))
        .col(uuid_null("cover_id"))
        .col(choice("status", &["DRAFT", "IN_REVIEW", "PUBLISHED", "WITHDRAWN"]))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(date_null("published_on"))
        .col(integer_null("published_month"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(string_len_null("source_name", 300))
        .col(string_len_null("source_url", 2000))
        .col(string_len_null("external_id", 200))
        .col(string_len_null("legacy_url", 2000))
        .col(integer("syllable_count"))
        .col(deleted_at())
        .col(text_null("summary"))
        .col(text("body_html"))
        .col(text("body_text"))
        .col(text("body_blocks"))
        .foreign_key(&mut restrict("article", "unit_id", "unit"))
        .foreign_key(&mut restrict("article", "cover_id", "media"))
        .check(published.or(Expr::col("published_at").is_not_null()))
        // The instant, its local day and its local month are one fact and stand or fall together.
        .check(same_nullity("published_at", "published_on"))
        .check(same_nullity("published_at", "published_month"))
        .to_owned()
}

fn same_nullity(left: &'static str, right: &'static str) -> SimpleExpr {
    Expr::col(left).is_null().eq(Expr::col(right).is_null())
}
