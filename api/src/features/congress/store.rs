//! Reads and writes of `congress_category`.

mod write;

pub use write::{articles_of, find_for_update, update};

use entity::congress_category;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, Select, prelude::Uuid,
};

use super::service::CategoryList;
use crate::platform::{error::Result, id::Kind, scope::Viewer};

/// Every select of congress categories begins here.
pub fn visible_to(_viewer: Viewer) -> Select<congress_category::Entity> {
    congress_category::Entity::find().filter(congress_category::COLUMN.deleted_at.is_null())
}

/// The terms of a list, in no order. A province has a few dozen in a century.
pub async fn all(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    list: &CategoryList,
) -> Result<Vec<congress_category::Model>> {
    let mut select = visible_to(viewer);
    if let Some(series) = list.series {
        select = select.filter(congress_category::Column::Series.eq(series));
    }
    if let Some(unit) = list.unit {
        select = select.filter(congress_category::COLUMN.unit_id.eq(unit));
    }
    if let Some(named) = &list.named {
        select = named.narrow(select, congress_category::Column::Id, Kind::CongressCategory);
    }
    Ok(select.all(db).await?)
}

pub async fn find_many(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    ids: &[Uuid],
) -> Result<Vec<congress_category::Model>> {
    let select = visible_to(viewer);
    Ok(select.filter(congress_category::COLUMN.id.is_in(ids.iter().copied())).all(db).await?)
}

pub async fn find_by_slug(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    slug: &str,
) -> Result<Option<congress_category::Model>> {
    Ok(visible_to(viewer).filter(congress_category::COLUMN.slug.eq(slug)).one(db).await?)
}

pub async fn insert(
    db: &impl ConnectionTrait,
    category: congress_category::ActiveModel,
) -> Result<congress_category::Model> {
    Ok(congress_category::Entity::insert(category).exec_with_returning(db).await?)
}
