//! Units, authors and congress terms.

use std::collections::HashMap;

use entity::{author, congress_category, unit, unit_name, unit_succession};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    prelude::Uuid,
};

use super::{
    super::super::record::{
        Author, AuthorId, CongressCategory, CongressCategoryId, MediaId, Record, Unit, UnitId,
        UnitName, UnitSuccession,
    },
    PAGE, Page, behind, belonging,
};
use crate::platform::error::Result;

/// Units, each behind the one above it. Their ids are read anew for every page: a page is some
/// hundred rows, and all ids are two narrow columns of a table that has some hundred as well.
pub async fn units(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let order = order(db).await?;
    let start = after.and_then(|after| order.iter().position(|id| *id == after));
    let start = start.map_or(0, |last| last + 1);
    let ids: Vec<Uuid> = order.into_iter().skip(start).take(PAGE as usize).collect();
    let rows = unit::Entity::find().filter(unit::Column::Id.is_in(ids.iter().copied()));
    let rows = rows.all(db).await?.into_iter().map(|row| (row.id, row));
    let mut rows: HashMap<Uuid, unit::Model> = rows.collect();
    let mut names = belonging::<unit_name::Entity, _>(
        db,
        unit_name::Column::UnitId,
        &ids,
        |name| name.unit_id,
        |name| (name.valid_from, name.id),
    )
    .await?;
    let units = ids.into_iter().filter_map(|id| rows.remove(&id));
    Ok(units.map(|row| (row.id, unit(names.remove(&row.id).unwrap_or_default(), row))).collect())
}

/// All ids, those above before those below them, and otherwise by id.
async fn order(db: &impl ConnectionTrait) -> Result<Vec<Uuid>> {
    let select = unit::Entity::find().select_only();
    let select = select.column(unit::Column::Id).column(unit::Column::ParentId);
    let parents: Vec<(Uuid, Option<Uuid>)> = select.into_tuple().all(db).await?;
    let parents: HashMap<Uuid, Option<Uuid>> = parents.into_iter().collect();
    let depth = |id: &Uuid| {
        let above = |id: &Uuid| parents.get(id).copied().flatten();
        // A circle, which nothing makes, would otherwise have no end.
        std::iter::successors(above(id), above).take(parents.len()).count()
    };
    let mut order: Vec<Uuid> = parents.keys().copied().collect();
    order.sort_by_cached_key(|id| (depth(id), *id));
    Ok(order)
}

fn unit(names: Vec<unit_name::Model>, row: unit::Model) -> Record {
    let names = names.into_iter().map(|name| UnitName {
        id: name.id,
        name: name.name,
        abbreviation: name.abbreviation,
        valid_from: name.valid_from,
        valid_to: name.valid_to,
    });
    Record::Unit(Unit {
        id: UnitId(row.id),
        slug: row.slug,
        kind: row.kind,
        parent: row.parent_id.map(UnitId),
        name: row.name,
        abbreviation: row.abbreviation,
        names: names.collect(),
        position: row.position,
        established_on: row.established_on,
        dissolved_on: row.dissolved_on,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
    })
}

pub async fn successions(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<unit_succession::Entity>(unit_succession::Column::Id, after);
    let rows = select.all(db).await?.into_iter();
    let record = |row: unit_succession::Model| UnitSuccession {
        id: row.id,
        predecessor: UnitId(row.predecessor_id),
        successor: row.successor_id.map(UnitId),
        kind: row.kind,
        effective_on: row.effective_on,
        basis: row.basis,
    };
    Ok(rows.map(|row| (row.id, Record::UnitSuccession(record(row)))).collect())
}

pub async fn authors(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let rows = behind::<author::Entity>(author::Column::Id, after).all(db).await?.into_iter();
    let record = |row: author::Model| Author {
        id: AuthorId(row.id),
        slug: row.slug,
        pen_name: row.pen_name,
        sort_name: row.sort_name,
        unit: row.unit_id.map(UnitId),
        bio: row.bio,
        avatar: row.avatar_id.map(MediaId),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
        merged_into: row.merged_into.map(AuthorId),
    };
    Ok(rows.map(|row| (row.id, Record::Author(record(row)))).collect())
}

pub async fn categories(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<congress_category::Entity>(congress_category::Column::Id, after);
    let rows = select.all(db).await?.into_iter();
    let record = |row: congress_category::Model| CongressCategory {
        id: CongressCategoryId(row.id),
        slug: row.slug,
        series: row.series,
        unit: row.unit_id.map(UnitId),
        number: row.number,
        start_year: row.start_year,
        end_year: row.end_year,
        opened_on: row.opened_on,
        closed_on: row.closed_on,
        introduction: row.introduction,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
    };
    Ok(rows.map(|row| (row.id, Record::CongressCategory(record(row)))).collect())
}
