//! Reads and writes of `link_directory` and `link`.

mod write;

pub use write::{
    delete_link, directory_for_update, link_for_update, place_directory, place_link,
    update_directory, update_link,
};

use entity::{link, link_directory};
use sea_orm::{
    ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select, prelude::Uuid, sea_query::Expr,
};

use crate::platform::{
    error::Result,
    viewer::{Reach, Viewer},
};

/// Every select of directories begins here.
pub fn visible_to(_viewer: Viewer) -> Select<link_directory::Entity> {
    link_directory::Entity::find().filter(link_directory::COLUMN.deleted_at.is_null())
}

/// Every select of links begins here: readers see active links of live directories.
pub fn links_visible_to(viewer: Viewer) -> Select<link::Entity> {
    let live = visible_to(viewer).select_only().column(link_directory::Column::Id).into_query();
    let links = link::Entity::find().filter(Expr::col(link::Column::DirectoryId).in_subquery(live));
    match viewer.sees() {
        Reach::Everything => links,
        _ => links.filter(link::COLUMN.active.eq(true)),
    }
}

/// All directories, as portals show them. A portal has a handful.
pub async fn directories(
    db: &impl ConnectionTrait,
    viewer: Viewer,
) -> Result<Vec<link_directory::Model>> {
    let mut directories = visible_to(viewer).all(db).await?;
    directories.sort_by_key(|directory| (directory.position, directory.id));
    Ok(directories)
}

pub async fn directories_with(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    ids: &[Uuid],
) -> Result<Vec<link_directory::Model>> {
    let select = visible_to(viewer);
    Ok(select.filter(link_directory::COLUMN.id.is_in(ids.iter().copied())).all(db).await?)
}

pub async fn directory_by_slug(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    slug: &str,
) -> Result<Option<link_directory::Model>> {
    Ok(visible_to(viewer).filter(link_directory::COLUMN.slug.eq(slug)).one(db).await?)
}

/// The links of several directories in one statement, in their order.
pub async fn links_of(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    directories: &[Uuid],
) -> Result<Vec<link::Model>> {
    Ok(links_visible_to(viewer)
        .filter(link::COLUMN.directory_id.is_in(directories.iter().copied()))
        .order_by_asc(link::Column::Position)
        .order_by_asc(link::Column::Id)
        .all(db)
        .await?)
}

pub async fn links_with(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    ids: &[Uuid],
) -> Result<Vec<link::Model>> {
    let select = links_visible_to(viewer);
    Ok(select.filter(link::COLUMN.id.is_in(ids.iter().copied())).all(db).await?)
}

pub async fn insert_directory(
    db: &impl ConnectionTrait,
    directory: link_directory::ActiveModel,
) -> Result<()> {
    link_directory::Entity::insert(directory).exec_without_returning(db).await?;
    Ok(())
}

pub async fn insert_links(db: &impl ConnectionTrait, links: Vec<link::ActiveModel>) -> Result<()> {
    link::Entity::insert_many(links).exec_without_returning(db).await?;
    Ok(())
}
