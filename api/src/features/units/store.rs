//! Reads and writes of `unit`, `unit_name` and `unit_succession`.

mod write;

pub use write::{
    at_the_top, below, dependents, find_for_update, forget_successions, insert_name, referable,
    update, update_name,
};

use std::collections::HashMap;

use entity::{unit, unit_name, unit_succession};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    QuerySelect as _, QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Expr, LockType, Query, SelectStatement},
};

use super::service::{UnitCountKey, UnitList, UnitPageKey, UnitPlace};
use crate::platform::{
    batch,
    error::Result,
    id::Kind,
    paging::{self, Key, Page, Position, SortColumns},
    scope::Viewer,
};

/// Every select of units begins here.
pub fn visible_to(viewer: Viewer) -> Select<unit::Entity> {
    unit::Entity::find().filter(live(viewer))
}

/// The same for pages. They walk the index of their order and look at each row: what SQLite can look
/// up, it looks up where it has no statistics, here nearly all units, and sorts them.
fn walked_by(viewer: Viewer) -> Select<unit::Entity> {
    unit::Entity::find().filter(live(viewer).is(Expr::Constant(true.into())))
}

fn live(_viewer: Viewer) -> Expr {
    unit::COLUMN.deleted_at.is_null()
}

pub async fn find_many(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    ids: &[Uuid],
) -> Result<Vec<unit::Model>> {
    let select = visible_to(viewer).filter(unit::COLUMN.id.is_in(ids.iter().copied()));
    Ok(select.all(db).await?)
}

pub async fn find_by_slug(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    slug: &str,
) -> Result<Option<unit::Model>> {
    Ok(visible_to(viewer).filter(unit::COLUMN.slug.eq(slug)).one(db).await?)
}

/// Pages of several lists in one statement.
pub async fn pages(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    keys: &[UnitPageKey],
) -> Result<HashMap<UnitPageKey, Page<unit::Model>>> {
    let columns = SortColumns { key: unit::Column::SortKey, id: unit::Column::Id };
    let selects = keys.iter().map(|key| {
        let mut select = listed(walked_by(viewer), &key.list).into_query();
        paging::limit_to_range(&mut select, columns, &key.range, false);
        select
    });
    let mut rows = batch::query_all(db, selects.collect()).await?;
    let mut pages = HashMap::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let units = rows.remove(&place).unwrap_or_default();
        let units = units.iter().map(|row| {
            let key = Key::Bytes(row.try_get("", "sort_key")?);
            Ok((Position(key, row.try_get("", "id")?), batch::read(row)))
        });
        let units = units.collect::<Result<Vec<_>>>()?;
        pages.insert(key.clone(), Page::new(units, &key.range, false));
    }
    Ok(pages)
}

/// Sizes of several lists in one statement, each counted up to its cap.
pub async fn counts(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    keys: &[UnitCountKey],
) -> Result<HashMap<UnitCountKey, i64>> {
    let capped = |key: &UnitCountKey| -> SelectStatement {
        let listed = listed(visible_to(viewer), &key.list).select_only().column(unit::Column::Id);
        listed.limit(key.up_to).into_query()
    };
    batch::counts(db, keys, capped).await
}

fn listed(units: Select<unit::Entity>, list: &UnitList) -> Select<unit::Entity> {
    let units = match list.place {
        UnitPlace::Anywhere => units,
        UnitPlace::Top => units.filter(unit::COLUMN.parent_id.is_null()),
        UnitPlace::Below(parent) => units.filter(unit::COLUMN.parent_id.eq(parent)),
    };
    let units = match list.kind {
        Some(kind) => units.filter(unit::COLUMN.kind.eq(kind)),
        None => units,
    };
    match &list.named {
        Some(named) => named.narrow(units, unit::Column::Id, Kind::Unit),
        None => units,
    }
}

/// The names of several units, oldest first.
pub async fn names(db: &impl ConnectionTrait, units: &[Uuid]) -> Result<Vec<unit_name::Model>> {
    let mut names = unit_name::Entity::find()
        .filter(unit_name::COLUMN.unit_id.is_in(units.iter().copied()))
        .all(db)
        .await?;
    // Sorted here: the databases disagree on where nulls belong.
    names.sort_by_key(|name| (name.unit_id, name.valid_from));
    Ok(names)
}

/// Names that equal one of the keys, for matching a byline.
pub async fn names_with_key(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    key: &str,
) -> Result<Vec<unit_name::Model>> {
    let live = visible_to(viewer).select_only().column(unit::Column::Id).into_query();
    Ok(unit_name::Entity::find()
        .filter(unit_name::COLUMN.name_key.eq(key).or(unit_name::COLUMN.abbreviation_key.eq(key)))
        .filter(Expr::col(unit_name::Column::UnitId).in_subquery(live))
        .all(db)
        .await?)
}

/// What became of several units, earliest first.
pub async fn successors(
    db: &impl ConnectionTrait,
    units: &[Uuid],
) -> Result<Vec<unit_succession::Model>> {
    let steps = unit_succession::Entity::find()
        .filter(unit_succession::COLUMN.predecessor_id.is_in(units.iter().copied()))
        .all(db)
        .await?;
    Ok(earliest_first(steps))
}

/// What several units came from, earliest first.
pub async fn predecessors(
    db: &impl ConnectionTrait,
    units: &[Uuid],
) -> Result<Vec<unit_succession::Model>> {
    let steps = unit_succession::Entity::find()
        .filter(unit_succession::COLUMN.successor_id.is_in(units.iter().copied()))
        .all(db)
        .await?;
    Ok(earliest_first(steps))
}

/// Sorted here: no index has them in this order, and a page of units has few.
fn earliest_first(mut steps: Vec<unit_succession::Model>) -> Vec<unit_succession::Model> {
    steps.sort_by_key(|step| (step.effective_on, step.id));
    steps
}

/// The parents of a unit, nearest first, one statement each; at most `depth` of them. Whoever moves
/// one of them waits until the end of the transaction that asks, and the other way round: so nobody
/// files an article below units that its own no longer stands below.
pub async fn ancestors(db: &impl ConnectionTrait, unit: Uuid, depth: usize) -> Result<Vec<Uuid>> {
    let mut ancestors = Vec::new();
    let mut child = unit;
    while ancestors.len() < depth {
        let select = Query::select()
            .column(unit::Column::ParentId)
            .from(unit::Entity)
            .and_where(Expr::col(unit::Column::Id).eq(child))
            .lock(LockType::Share)
            .to_owned();
        let row = db.query_one(&select).await?;
        let parent: Option<Uuid> = match row {
            Some(row) => row.try_get("", "parent_id")?,
            None => None,
        };
        let Some(parent) = parent else { break };
        ancestors.push(parent);
        child = parent;
    }
    Ok(ancestors)
}

pub async fn insert(
    db: &impl ConnectionTrait,
    unit: unit::ActiveModel,
    names: Vec<unit_name::ActiveModel>,
) -> Result<unit::Model> {
    let unit = unit::Entity::insert(unit).exec_with_returning(db).await?;
    unit_name::Entity::insert_many(names).exec_without_returning(db).await?;
    Ok(unit)
}

pub async fn insert_succession(
    db: &impl ConnectionTrait,
    succession: unit_succession::ActiveModel,
) -> Result<()> {
    unit_succession::Entity::insert(succession).exec_without_returning(db).await?;
    Ok(())
}
