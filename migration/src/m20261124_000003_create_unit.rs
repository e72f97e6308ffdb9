//! Units, the names they bore, and what became of them.

use sea_orm_migration::{
    prelude::*,
    schema::{date, date_null, string_len, string_len_null, uuid, uuid_null, var_binary},
};

use crate::columns::{
    cascade, choice, content_table, deleted_at, index, live, restrict, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_unit(manager).await?;
        create_unit_name(manager).await?;
        create_unit_succession(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite empties a table before it drops it, and no row goes while another one is below it.
        let flat = Query::update().table("unit").value("parent_id", Keyword::Null).to_owned();
        manager.execute(flat).await?;
        for table in ["unit_succession", "unit_name", "unit"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn create_unit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let unit = content_table("unit")
        .col(string_len("slug", 120))
        .col(choice("kind", &["COMMITTEE", "ADVISORY_BODY", "GRASSROOTS", "AFFILIATED"]))
        .col(uuid_null("parent_id"))
        .col(string_len("name", 300))
        .col(string_len_null("abbreviation", 100))
        .col(var_binary("sort_key", 4096))
        .col(date_null("established_on"))
        .col(date_null("dissolved_on"))
        .col(deleted_at())
        .foreign_key(&mut restrict("unit", "parent_id", "unit"))
        .check(Expr::col("parent_id").ne(Expr::col("id")))
        .check(Expr::col("established_on").lte(Expr::col("dissolved_on")))
        .to_owned();
    manager.create_table(unit).await?;
    manager.create_index(unique_index("unit", &["slug"]).and_where(live()).to_owned()).await?;
    // Serves `units`, in their order.
    manager.create_index(index("unit", &["sort_key", "id"])).await?;
    // Serves `units(filter: {kind:})`.
    manager.create_index(index("unit", &["kind", "sort_key", "id"])).await?;
    // Serves `Unit.children`.
    manager.create_index(index("unit", &["parent_id", "sort_key", "id"])).await
}

async fn create_unit_name(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let unit_name = Table::create()
        .table("unit_name")
        .col(uuid("id").primary_key())
        .col(uuid("unit_id"))
        .col(string_len("name", 300))
        .col(string_len_null("abbreviation", 100))
        .col(string_len("name_key", 300))
        .col(string_len_null("abbreviation_key", 100))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .foreign_key(&mut cascade("unit_name", "unit_id", "unit"))
        .check(Expr::col("valid_from").lt(Expr::col("valid_to")))
        .to_owned();
    manager.create_table(unit_name).await?;
    // Serves the name of a day and `Unit.names`; one name begins on a day.
    manager.create_index(unique_index("unit_name", &["unit_id", "valid_from"])).await?;
    // These serve the matching of bylines.
    manager.create_index(index("unit_name", &["name_key"])).await?;
    manager.create_index(index("unit_name", &["abbreviation_key"])).await
}

async fn create_unit_succession(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let kinds = ["RENAMED", "MERGED_INTO", "SPLIT_INTO", "DISSOLVED"];
    let dissolved = Expr::col("kind").eq("DISSOLVED");
    let ended_for_good = Expr::col("successor_id").is_null();
    let succession = Table::create()
        .table("unit_succession")
        .col(uuid("id").primary_key())
        .col(uuid("predecessor_id"))
        .col(uuid_null("successor_id"))
        .col(choice("kind", &kinds))
        .col(date("effective_on"))
        .col(string_len_null("basis", 300))
        .foreign_key(&mut cascade("unit_succession", "predecessor_id", "unit"))
        .foreign_key(&mut cascade("unit_succession", "successor_id", "unit"))
        .check(Expr::col("successor_id").ne(Expr::col("predecessor_id")))
        // Exactly a dissolution has no successor.
        .check(dissolved.eq(ended_for_good))
        .to_owned();
    manager.create_table(succession).await?;
    // Serves `Unit.successors`; a step is recorded once.
    let step = ["predecessor_id", "successor_id"];
    manager.create_index(unique_index("unit_succession", &step)).await?;
    // Serves `Unit.predecessors`.
    manager.create_index(index("unit_succession", &["successor_id"])).await
}
