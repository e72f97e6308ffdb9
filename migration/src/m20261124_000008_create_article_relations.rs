//! What belongs to an article: authors, congress terms, figures, views.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, small_integer, string_len_null, text_null, uuid, uuid_null},
};

use crate::columns::{cascade, index, restrict};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(article_author()).await?;
        manager.create_index(index("article_author", &["author_id"])).await?;
        manager.create_table(article_congress_category()).await?;
        let category = ["congress_category_id"];
        manager.create_index(index("article_congress_category", &category)).await?;
        manager.create_table(article_figure()).await?;
        manager.create_index(index("article_figure", &["media_id"])).await?;
        manager.create_table(article_view()).await?;
        // Serves `articles(order: {field: VIEW_COUNT})`.
        manager.create_index(index("article_view", &["total", "article_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["article_view", "article_figure", "article_congress_category", "article_author"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn article_author() -> TableCreateStatement {
    Table::create()
        .table("article_author")
        .col(uuid("article_id"))
        .col(uuid("author_id"))
        .col(small_integer("position"))
        .primary_key(Index::create().col("article_id").col("author_id"))
        .foreign_key(&mut cascade("article_author", "article_id", "article"))
        .foreign_key(&mut restrict("article_author", "author_id", "author"))
        .to_owned()
}

fn article_congress_category() -> TableCreateStatement {
    let table = "article_congress_category";
    Table::create()
        .table(table)
        .col(uuid("article_id"))
        .col(uuid("congress_category_id"))
        .primary_key(Index::create().col("article_id").col("congress_category_id"))
        .foreign_key(&mut cascade(table, "article_id", "article"))
        .foreign_key(&mut restrict(table, "congress_category_id", "congress_category"))
        .to_owned()
}

fn article_figure() -> TableCreateStatement {
    Table::create()
        .table("article_figure")
        .col(uuid("article_id"))
        .col(small_integer("position").check(Expr::col("position").gte(0)))
        .col(text_null("caption"))
        .col(string_len_null("credit", 300))
        .col(string_len_null("alt", 1000))
        .col(uuid_null("media_id"))
        .col(string_len_null("source_url", 2000))
        .primary_key(Index::create().col("article_id").col("position"))
        .foreign_key(&mut cascade("article_figure", "article_id", "article"))
        .foreign_key(&mut restrict("article_figure", "media_id", "media"))
        .to_owned()
}

fn article_view() -> TableCreateStatement {
    Table::create()
        .table("article_view")
        .col(uuid("article_id").primary_key())
        .col(big_integer("imported").check(Expr::col("imported").gte(0)))
        .col(big_integer("counted").check(Expr::col("counted").gte(0)))
        .col(big_integer("total"))
        .foreign_key(&mut cascade("article_view", "article_id", "article"))
        .check(Expr::col("total").eq(Expr::col("imported").add(Expr::col("counted"))))
        .to_owned()
}
