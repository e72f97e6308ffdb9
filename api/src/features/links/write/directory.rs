//! Link directories.

use entity::{change, link_directory};
use sea_orm::prelude::Uuid;

use super::super::{
    service::{self, MAX_TITLE},
    store,
};
use crate::{
    features::slugs::{self, Slugged},
    platform::{
        error::{Error, Result},
        form::{Patch, Problems, Target},
        id::Kind,
        outcome::Outcome,
        problem::Problem,
        transaction::Transaction,
        viewer::Viewer,
    },
};

/// What somebody says of a link directory.
#[derive(Clone, Debug, Default)]
pub struct DirectoryFields {
    /// The heading of the group.
    pub title: Patch<String>,
    /// Names it in addresses.
    pub slug: Patch<String>,
}

impl DirectoryFields {
    fn checked(self, problems: &mut Problems) -> Self {
        let title = problems.required(self.title, "input.title");
        let slug = problems.required(self.slug, "input.slug");
        Self {
            title: problems.line(title, "input.title", MAX_TITLE),
            slug: problems.slug(slug, "input.slug"),
        }
    }
}

/// Creates a directory behind all others.
pub async fn create(
    txn: &mut Transaction,
    fields: DirectoryFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::LinkDirectory).await?;
    if let Patch::Set(slug) = &fields.slug {
        slugs::check(txn, Slugged::LinkDirectory, Uuid::nil(), slug, &mut problems).await?;
    }
    problems.end()?;
    let Patch::Set(title) = fields.title else {
        return Err(Error::Broken("a link directory was created without a title").into());
    };
    let last = store::directories(&**txn, Viewer::System).await?.pop();
    let position = last.map_or(0, |last| last.position + 1);
    let directory_id = service::create_directory(txn, &title, position).await?;
    txn.audit_on(Kind::LinkDirectory, directory_id, None);
    if let (Patch::Set(slug), Some(row)) =
        (fields.slug, store::directory_for_update(&**txn, directory_id).await?)
    {
        store::update_directory(&**txn, link_directory::Model { slug, ..row }).await?;
    }
    txn.upserted(change::Node::LinkDirectory, directory_id);
    Ok(directory_id)
}

/// Changes what is said of a directory.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: DirectoryFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let (title, slug) = (fields.title.or(old.title.clone()), fields.slug.or(old.slug.clone()));
    let new = link_directory::Model { title, slug, ..old.clone() };
    if new.slug != old.slug {
        slugs::check(txn, Slugged::LinkDirectory, old.id, &new.slug, &mut problems).await?;
    }
    problems.end()?;
    if new == old {
        return Ok(old.id);
    }
    slugs::changed(txn, Slugged::LinkDirectory, old.id, (&old.slug, &new.slug)).await?;
    let version = old.version + 1;
    let row = link_directory::Model { version, updated_at: txn.now, ..new };
    store::update_directory(&**txn, row).await?;
    txn.upserted(change::Node::LinkDirectory, old.id);
    Ok(old.id)
}

/// Puts all directories in this order.
pub async fn reorder(
    txn: &mut Transaction,
    order: Vec<Option<Uuid>>,
    mut problems: Problems,
) -> Outcome<()> {
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let directories = store::directories(&**txn, Viewer::System).await?;
    let present: Vec<Uuid> = directories.iter().map(|directory| directory.id).collect();
    problems.order(&order, &present, "input.ids");
    problems.end()?;
    let order: Vec<Uuid> = order.into_iter().flatten().collect();
    Ok(place(txn, &directories, &order).await?)
}

/// Deletes a directory without links. Those behind it move up.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let links = store::links_of(&**txn, Viewer::System, &[old.id]).await?;
    if let Some(problem) = Problem::in_use(&[("links", links.len() as u64)]) {
        problems.note(problem);
    }
    problems.end()?;
    let (directory_id, version) = (old.id, old.version + 1);
    let (deleted_at, updated_at) = (Some(txn.now), txn.now);
    let row = link_directory::Model { deleted_at, updated_at, version, ..old };
    store::update_directory(&**txn, row).await?;
    let left = store::directories(&**txn, Viewer::System).await?;
    let order: Vec<Uuid> = left.iter().map(|directory| directory.id).collect();
    place(txn, &left, &order).await?;
    txn.removed(change::Node::LinkDirectory, directory_id);
    Ok(directory_id)
}

/// The directory that somebody wants to change; what is wrong with that is noted.
async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<link_directory::Model>> {
    let row = match target.id {
        Some(id) => store::directory_for_update(&**txn, id).await?,
        None => None,
    };
    if let Some(directory) = &row {
        txn.audit_on(Kind::LinkDirectory, directory.id, Some(target.version));
    }
    Ok(problems.found(row, target, |directory| directory.version))
}

/// Gives each directory its place in an order; those that have it already are left alone.
async fn place(
    txn: &mut Transaction,
    directories: &[link_directory::Model],
    order: &[Uuid],
) -> Result<()> {
    for (id, position) in order.iter().zip(0..) {
        let is_there = |old: &link_directory::Model| old.id == *id && old.position == position;
        if !directories.iter().any(is_there) {
            store::place_directory(&**txn, *id, position).await?;
            txn.upserted(change::Node::LinkDirectory, *id);
        }
    }
    Ok(())
}
