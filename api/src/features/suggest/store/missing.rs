//! What keys are made of, page by page in the order of ids, for keys that are made anew.

use entity::{article, author, congress_category, suggestion_key, unit, unit_name};
use sea_orm::{
    ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
    prelude::Uuid,
    sea_query::{Expr, IntoTableRef as _, Order, Query},
};

use crate::platform::{error::Result, id::Kind};

/// Ids and titles of articles. Nobody changes them until the end of the transaction.
pub async fn articles(
    db: &impl ConnectionTrait,
    after: Uuid,
    limit: u64,
) -> Result<Vec<(Uuid, String)>> {
    let select = article::Entity::find()
        .select_only()
        .column(article::Column::Id)
        .column(article::Column::Title)
        .filter(article::COLUMN.id.gt(after))
        .filter(article::COLUMN.deleted_at.is_null())
        .order_by_asc(article::Column::Id)
        .limit(limit);
    Ok(select.lock_exclusive().into_tuple().all(db).await?)
}

macro_rules! page {
    ($name:ident of $table:ident) => {
        /// The same, whole rows.
        pub async fn $name(
            db: &impl ConnectionTrait,
            after: Uuid,
            limit: u64,
        ) -> Result<Vec<$table::Model>> {
            let select = $table::Entity::find()
                .filter($table::COLUMN.id.gt(after))
                .filter($table::COLUMN.deleted_at.is_null())
                .order_by_asc($table::Column::Id)
                .limit(limit);
            Ok(select.lock_exclusive().all(db).await?)
        }
    };
}

page!(units of unit);
page!(authors of author);
page!(categories of congress_category);

/// All names of several units.
pub async fn unit_names(
    db: &impl ConnectionTrait,
    units: &[Uuid],
) -> Result<Vec<unit_name::Model>> {
    let names = unit_name::Entity::find();
    Ok(names.filter(unit_name::COLUMN.unit_id.is_in(units.iter().copied())).all(db).await?)
}

/// The first thing of one kind, by its id, that has no keys.
pub async fn without_keys(db: &impl ConnectionTrait, kind: Kind) -> Result<Option<Uuid>> {
    let table = match kind {
        Kind::Article => article::Entity.into_table_ref(),
        Kind::Unit => unit::Entity.into_table_ref(),
        Kind::Author => author::Entity.into_table_ref(),
        Kind::CongressCategory => congress_category::Entity.into_table_ref(),
        _ => return Ok(None),
    };
    let keys = Query::select()
        .expr(Expr::val(1))
        .from(suggestion_key::Entity)
        .and_where(Expr::col(suggestion_key::Column::Node).eq(kind.prefix()))
        .and_where(Expr::col(suggestion_key::Column::NodeId).equals("id"))
        .to_owned();
    let select = Query::select()
        .column("id")
        .from(table)
        .and_where(Expr::col("deleted_at").is_null())
        .and_where(Expr::exists(keys).not())
        .order_by("id", Order::Asc)
        .limit(1)
        .to_owned();
    let row = db.query_one(&select).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}
