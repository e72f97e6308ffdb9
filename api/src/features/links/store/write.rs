//! Writes of link directories and links.

use entity::{link, link_directory};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QuerySelect as _, prelude::Uuid, sea_query::Expr,
};

use super::{links_visible_to, visible_to};
use crate::platform::{error::Result, viewer::Viewer};

/// The directory, which nobody else changes or fills until the end of the transaction.
pub async fn directory_for_update(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<link_directory::Model>> {
    let select = visible_to(Viewer::System).filter(link_directory::COLUMN.id.eq(id));
    Ok(select.lock_exclusive().one(db).await?)
}

/// The link, which nobody else changes until the end of the transaction.
pub async fn link_for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<link::Model>> {
    let select = links_visible_to(Viewer::System).filter(link::COLUMN.id.eq(id));
    Ok(select.lock_exclusive().one(db).await?)
}

pub async fn update_directory(
    db: &impl ConnectionTrait,
    directory: link_directory::Model,
) -> Result<()> {
    directory.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn update_link(db: &impl ConnectionTrait, link: link::Model) -> Result<()> {
    link.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn delete_link(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    link::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Puts a directory in its place; that changes nothing about it.
pub async fn place_directory(db: &impl ConnectionTrait, id: Uuid, position: i32) -> Result<()> {
    link_directory::Entity::update_many()
        .col_expr(link_directory::Column::Position, Expr::val(position))
        .filter(link_directory::COLUMN.id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Puts a link in its place; that changes nothing about it.
pub async fn place_link(db: &impl ConnectionTrait, id: Uuid, position: i32) -> Result<()> {
    link::Entity::update_many()
        .col_expr(link::Column::Position, Expr::val(position))
        .filter(link::COLUMN.id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}
