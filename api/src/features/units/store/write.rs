//! Writes of units, and what is looked at for them.

use entity::{account, article, author, congress_category, site, unit, unit_name, unit_succession};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QuerySelect as _, prelude::Uuid,
};

use super::visible_to;
use crate::platform::{error::Result, viewer::Viewer};

/// The unit, which nobody else changes or refers to until the end of the transaction.
pub async fn find_for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<unit::Model>> {
    let select = visible_to(Viewer::System).filter(unit::COLUMN.id.eq(id));
    Ok(select.lock_exclusive().one(db).await?)
}

/// Those of the units that can be referred to, which nobody deletes until the end of the transaction.
pub async fn referable(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<unit::Model>> {
    let select = visible_to(Viewer::System).filter(unit::COLUMN.id.is_in(ids.iter().copied()));
    Ok(select.lock_shared().all(db).await?)
}

/// The units directly below some others.
pub async fn below(db: &impl ConnectionTrait, units: &[Uuid]) -> Result<Vec<unit::Model>> {
    let parents = unit::COLUMN.parent_id.is_in(units.iter().copied());
    let select = visible_to(Viewer::System).filter(parents);
    Ok(select.all(db).await?)
}

/// The units that stand below no other.
pub async fn at_the_top(db: &impl ConnectionTrait) -> Result<Vec<unit::Model>> {
    Ok(visible_to(Viewer::System).filter(unit::COLUMN.parent_id.is_null()).all(db).await?)
}

pub async fn update(db: &impl ConnectionTrait, unit: unit::Model) -> Result<()> {
    unit.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn insert_name(db: &impl ConnectionTrait, name: unit_name::ActiveModel) -> Result<()> {
    unit_name::Entity::insert(name).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update_name(db: &impl ConnectionTrait, name: unit_name::Model) -> Result<()> {
    name.into_active_model().reset_all().update(db).await?;
    Ok(())
}

/// Forgets what became of a unit.
pub async fn forget_successions(db: &impl ConnectionTrait, unit: Uuid) -> Result<()> {
    let steps = unit_succession::Entity::delete_many();
    steps.filter(unit_succession::COLUMN.predecessor_id.eq(unit)).exec(db).await?;
    Ok(())
}

/// What refers to a unit, and how often. Deleted articles count: they can be restored.
pub async fn dependents(db: &impl ConnectionTrait, unit: Uuid) -> Result<[(&'static str, u64); 7]> {
    let articles = article::Entity::find().filter(article::COLUMN.unit_id.eq(unit));
    let authors = author::Entity::find()
        .filter(author::COLUMN.unit_id.eq(unit))
        .filter(author::COLUMN.deleted_at.is_null());
    let below = visible_to(Viewer::System).filter(unit::COLUMN.parent_id.eq(unit));
    let accounts = account::Entity::find().filter(account::COLUMN.unit_id.eq(unit));
    let terms = congress_category::Entity::find()
        .filter(congress_category::COLUMN.unit_id.eq(unit))
        .filter(congress_category::COLUMN.deleted_at.is_null());
    let steps = unit_succession::Entity::find().filter(
        unit_succession::COLUMN
            .predecessor_id
            .eq(unit)
            .or(unit_succession::COLUMN.successor_id.eq(unit)),
    );
    let portals = site::Entity::find().filter(site::COLUMN.unit_id.eq(unit));
    Ok([
        ("articles", articles.count(db).await?),
        ("authors", authors.count(db).await?),
        ("units below it", below.count(db).await?),
        ("accounts", accounts.count(db).await?),
        ("congress categories", terms.count(db).await?),
        ("steps in the history of units", steps.count(db).await?),
        ("portals", portals.count(db).await?),
    ])
}
