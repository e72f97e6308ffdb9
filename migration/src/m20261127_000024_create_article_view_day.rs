//! How often articles were read on each day, and within the last days.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, small_integer, uuid},
};

use crate::columns::{cascade, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const DAY: &str = "article_view_day";
const ROLL: &str = "article_view_roll";
/// Sums over the last days. They stand beside the total, so that one write of a row counts a view
/// in all of them.
const SUMS: [&str; 2] = ["week", "month"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let day = Table::create()
            .table(DAY)
            .col(uuid("article_id"))
            .col(date("day"))
            .col(big_integer("views").check(Expr::col("views").gte(1)))
            // Serves the sums of the last days of one article.
            .primary_key(Index::create().col("article_id").col("day"))
            .foreign_key(&mut cascade(DAY, "article_id", "article"))
            .to_owned();
        manager.create_table(day).await?;
        // Serves `mostViewed(window: DAY)`, and the days that leave the sums.
        manager.create_index(index(DAY, &["day", "views", "article_id"])).await?;
        for sum in SUMS {
            let column = big_integer(sum).default(0).to_owned();
            let view = Table::alter().table("article_view").add_column(column).to_owned();
            manager.alter_table(view).await?;
            // Serves `mostViewed(window: WEEK)` and `MONTH`.
            manager.create_index(index("article_view", &[sum, "article_id"])).await?;
        }
        let roll = Table::create()
            .table(ROLL)
            .col(small_integer("id").primary_key().check(Expr::col("id").eq(1)))
            .col(date("day"))
            .to_owned();
        manager.create_table(roll).await?;
        // Older than whatever was counted: the first pass brings it up to date.
        let first = format!("INSERT INTO {ROLL} (id, day) VALUES (1, '1970-01-01')");
        manager.get_connection().execute_unprepared(&first).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ROLL).to_owned()).await?;
        for sum in SUMS {
            let name = format!("idx_article_view_{sum}_article_id");
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
            let view = Table::alter().table("article_view").drop_column(sum).to_owned();
            manager.alter_table(view).await?;
        }
        manager.drop_table(Table::drop().table(DAY).to_owned()).await
    }
}
