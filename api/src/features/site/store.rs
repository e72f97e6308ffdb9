//! Reads and writes of `site`.

use entity::site;
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait as _};

use crate::platform::error::Result;

/// The only row, if the portal has been set up.
pub async fn find(db: &impl ConnectionTrait) -> Result<Option<site::Model>> {
    Ok(site::Entity::find_by_id(site::ID).one(db).await?)
}

pub async fn insert(db: &impl ConnectionTrait, site: site::ActiveModel) -> Result<()> {
    site::Entity::insert(site).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, site: site::ActiveModel) -> Result<()> {
    site.update(db).await?;
    Ok(())
}
