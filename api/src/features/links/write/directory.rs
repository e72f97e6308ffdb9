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
        audit::versioned,
        error::{Error, Result},
        form::{Patch, Problems, Target},
        id::Kind,
        outcome::Outcome,
        problem::Problem,
        transaction::Transaction,
        viewer::Viewer,
    },
};

versioned!(link_directory::Model: LinkDirectory);

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
    txn.changed(&old, &new);
    save(txn, new).await?;
    Ok(old.id)
}

/// Puts all directories in this order.
pub async fn reorder(
    txn: &mut Transaction,
    order: Vec<Target>,
    mut problems: Problems,
) -> Outcome<()> {
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let directories = store::directories(&**txn, Viewer::System).await?;
    let order = problems.order_of(&order, &directories, "input.linkDirectories");
    problems.end()?;
    for (position, old) in (0..).zip(order).filter(|(position, old)| old.position != *position) {
        let new = link_directory::Model { position, ..old.clone() };
        txn.changed(&old, &new);
        save(txn, new).await?;
    }
    Ok(())
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
    let new = link_directory::Model { deleted_at: Some(txn.now), ..old.clone() };
    txn.changed(&old, &new);
    save(txn, new).await?;
    close_gaps(txn).await?;
    txn.removed(change::Node::LinkDirectory, old.id);
    Ok(old.id)
}

/// Saves the version that a change of a directory or of the order of its links makes.
pub async fn save(txn: &mut Transaction, directory: link_directory::Model) -> Result<()> {
    let (directory_id, version) = (directory.id, directory.version + 1);
    let row = link_directory::Model { version, updated_at: txn.now, ..directory };
    store::update_directory(&**txn, row).await?;
    txn.upserted(change::Node::LinkDirectory, directory_id);
    Ok(())
}

/// The directory that somebody wants to change; what is wrong with that is noted.
pub async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<link_directory::Model>> {
    let row = match target.id {
        Some(id) => store::directory_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

/// Those behind one that is gone move up. Their order stays, so that nobody's version is out of date.
async fn close_gaps(txn: &mut Transaction) -> Result<()> {
    let left = store::directories(&**txn, Viewer::System).await?;
    for (position, old) in (0..).zip(left).filter(|(position, old)| old.position != *position) {
        store::place_directory(&**txn, old.id, position).await?;
        txn.upserted(change::Node::LinkDirectory, old.id);
    }
    Ok(())
}
