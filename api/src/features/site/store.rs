//! Reads and writes of `site`.

use entity::{site, unit};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    prelude::Uuid,
};

use crate::platform::error::Result;

/// The only row, if the portal has been set up.
pub async fn find(db: &impl ConnectionTrait) -> Result<Option<site::Model>> {
    Ok(site::Entity::find_by_id(site::ID).one(db).await?)
}

/// The only row, which nobody else changes until the end of the transaction.
pub async fn find_for_update(db: &impl ConnectionTrait) -> Result<Option<site::Model>> {
    Ok(site::Entity::find_by_id(site::ID).lock_exclusive().one(db).await?)
}

/// Whether there is such a unit, which nobody deletes until the end of the transaction. Units stand
/// above the portal, so it looks for itself.
pub async fn has_unit(db: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    let select = unit::Entity::find_by_id(id).filter(unit::COLUMN.deleted_at.is_null());
    Ok(select.lock_shared().one(db).await?.is_some())
}

pub async fn insert(db: &impl ConnectionTrait, site: site::ActiveModel) -> Result<()> {
    site::Entity::insert(site).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, site: site::ActiveModel) -> Result<()> {
    site.update(db).await?;
    Ok(())
}
