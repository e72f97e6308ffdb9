//! Rules about link directories.

use entity::{change, link, link_directory};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, prelude::Uuid};

use super::store;
use crate::platform::{
    error::Result,
    id,
    scope::{Scope, Viewer},
    slug, text,
    transaction::Transaction,
};

/// Longest title of a link and of a directory, in characters.
pub const MAX_TITLE: usize = 300;

/// All directories in their order.
pub async fn directories(scope: &Scope) -> Result<Vec<link_directory::Model>> {
    store::directories(scope.reader(), scope.viewer).await
}

/// The directories with these ids.
pub async fn directories_with(scope: &Scope, ids: &[Uuid]) -> Result<Vec<link_directory::Model>> {
    store::directories_with(scope.reader(), scope.viewer, ids).await
}

/// The directory with this slug.
pub async fn directory_by_slug(scope: &Scope, slug: &str) -> Result<Option<link_directory::Model>> {
    store::directory_by_slug(scope.reader(), scope.viewer, slug).await
}

/// The links with these ids that the viewer may see.
pub async fn links_with(scope: &Scope, ids: &[Uuid]) -> Result<Vec<link::Model>> {
    store::links_with(scope.reader(), scope.viewer, ids).await
}

/// A link to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// What readers click on.
    pub title: String,
    /// http or https.
    pub url: String,
}

/// What [`put_directory`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// There was no directory of this title.
    Created,
    /// Links were added.
    Updated,
    /// All of it was there.
    Unchanged,
}

/// Makes sure that a directory of this title exists and has these links. Links that it has beyond
/// them stay: a saved page is no reason to delete anything.
pub async fn put_directory(txn: &mut Transaction, title: &str, links: &[NewLink]) -> Result<Put> {
    let directories = store::directories(&**txn, Viewer::System).await?;
    let key = text::exact_key(title);
    let known = directories.iter().find(|directory| text::exact_key(&directory.title) == key);
    let (directory_id, put) = match known {
        Some(directory) => (directory.id, Put::Updated),
        None => {
            let position = directories.last().map_or(0, |last| last.position + 1);
            (create_directory(txn, title, position).await?, Put::Created)
        }
    };
    let present = store::links_of(&**txn, Viewer::System, &[directory_id]).await?;
    let missing: Vec<_> =
        links.iter().filter(|link| present.iter().all(|known| known.url != link.url)).collect();
    if missing.is_empty() && put == Put::Updated {
        return Ok(Put::Unchanged);
    }
    let next = present.last().map_or(0, |last| last.position + 1);
    let rows = missing.into_iter().zip(next..);
    let rows = rows.map(|(link, position)| link_row(txn, directory_id, link, position)).collect();
    store::insert_links(&**txn, rows).await?;
    txn.upserted(change::Node::LinkDirectory, directory_id);
    Ok(put)
}

async fn create_directory(txn: &Transaction, title: &str, position: i32) -> Result<Uuid> {
    let db: &DatabaseTransaction = txn;
    let slug = slug::first_free(text::slug(title), "lien-ket", |slug| async move {
        Ok(store::directory_by_slug(db, Viewer::System, &slug).await?.is_some())
    });
    let slug = slug.await?;
    let directory_id = id::new(txn.now);
    let directory = link_directory::ActiveModel {
        id: Set(directory_id),
        slug: Set(slug),
        title: Set(title.to_owned()),
        position: Set(position),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
        deleted_at: Set(None),
    };
    store::insert_directory(&**txn, directory).await?;
    Ok(directory_id)
}

fn link_row(
    txn: &Transaction,
    directory_id: Uuid,
    link: &NewLink,
    position: i32,
) -> link::ActiveModel {
    link::ActiveModel {
        id: Set(id::new(txn.now)),
        directory_id: Set(directory_id),
        title: Set(link.title.clone()),
        url: Set(link.url.clone()),
        position: Set(position),
        active: Set(true),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
    }
}
