//! Columns and constraints that many tables share.

use sea_orm_migration::{
    prelude::{
        ColumnDef, Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index,
        IndexCreateStatement, SimpleExpr, Table, TableCreateStatement,
    },
    schema::{integer, string_len, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid},
};

/// A table of content: an id, and when and how often each row was written.
pub fn content_table(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("id").primary_key())
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(integer("version"))
        .check(Expr::col("version").gte(1))
        .to_owned()
}

/// When a row was deleted; null while it lives. Unique indexes cover live rows only.
pub fn deleted_at() -> ColumnDef {
    timestamp_with_time_zone_null("deleted_at")
}

/// An enum, stored under the names that the API shows.
pub fn choice(name: &'static str, values: &[&str]) -> ColumnDef {
    string_len(name, 24).check(Expr::col(name).is_in(values.iter().copied())).to_owned()
}

/// A foreign key that refuses to leave a reference behind.
pub fn restrict(
    table: &'static str,
    column: &'static str,
    target: &'static str,
) -> ForeignKeyCreateStatement {
    foreign_key(table, column, target, "id", ForeignKeyAction::Restrict)
}

/// A foreign key of a row that has no meaning without its owner.
pub fn cascade(
    table: &'static str,
    column: &'static str,
    target: &'static str,
) -> ForeignKeyCreateStatement {
    foreign_key(table, column, target, "id", ForeignKeyAction::Cascade)
}

fn foreign_key(
    table: &'static str,
    column: &'static str,
    target: &'static str,
    target_column: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(target, target_column)
        .on_delete(on_delete)
        .to_owned()
}

/// An index named after its table and columns, in that order.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("idx_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// An index that also holds `covered` columns, so that a count reads no row of the table. They
/// are ordinary columns at its end: SQLite has no INCLUDE.
pub fn covering_index(
    table: &'static str,
    columns: &[&'static str],
    covered: &[&'static str],
) -> IndexCreateStatement {
    let mut index = index(table, columns);
    for column in covered {
        index.col(*column);
    }
    index
}

/// [`index`], unique.
pub fn unique_index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().to_owned()
}

/// The rows that are not deleted: what a unique index over content covers.
pub fn live() -> SimpleExpr {
    Expr::col("deleted_at").is_null()
}
