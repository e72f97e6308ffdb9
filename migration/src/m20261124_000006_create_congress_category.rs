//! Congress terms.

use sea_orm_migration::{
    prelude::*,
    schema::{date_null, small_integer, small_integer_null, string_len, text_null, uuid_null},
};

use crate::columns::{choice, content_table, deleted_at, live, restrict, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "congress_category";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let category = content_table(TABLE)
            .col(string_len("slug", 120))
            .col(choice("series", &["NATIONAL", "PROVINCIAL"]))
            .col(uuid_null("unit_id"))
            .col(small_integer("number").check(Expr::col("number").between(1, 99)))
            .col(small_integer_null("start_year"))
            .col(small_integer_null("end_year"))
            .col(date_null("opened_on"))
            .col(date_null("closed_on"))
            .col(text_null("introduction"))
            .col(deleted_at())
            .foreign_key(&mut restrict(TABLE, "unit_id", "unit"))
            // Terms touch: the last year of one is the first of the next.
            .check(Expr::col("start_year").lte(Expr::col("end_year")))
            .check(Expr::col("opened_on").lte(Expr::col("closed_on")))
            .to_owned();
        manager.create_table(category).await?;
        manager.create_index(unique_index(TABLE, &["slug"]).and_where(live()).to_owned()).await?;
        // A unit counts its congresses; two provinces may both have a twenty-second.
        let of_unit = unique_index(TABLE, &["unit_id", "number"]).and_where(live()).to_owned();
        manager.create_index(of_unit).await?;
        // Where no unit is known, the series stands for it: NULLs never collide by themselves.
        let without_unit = unique_index(TABLE, &["series", "number"])
            .and_where(live())
            .and_where(Expr::col("unit_id").is_null())
            .to_owned();
        manager.create_index(without_unit).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
