//! Links in their directories.

use entity::{change, link};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        service::{self, MAX_TITLE, NewLink},
        store,
    },
    directory,
};
use crate::platform::{
    audit::{Versioned as _, versioned},
    error::{Error, Result},
    form::{Patch, Problems, Target},
    id::Kind,
    outcome::Outcome,
    problem::Problem,
    transaction::Transaction,
    viewer::Viewer,
};

versioned!(link::Model: Link);

/// What somebody says of a link.
#[derive(Clone, Debug, Default)]
pub struct LinkFields {
    /// The group that it stands in.
    pub directory_id: Patch<Uuid>,
    /// What readers click on.
    pub title: Patch<String>,
    /// http or https.
    pub url: Patch<String>,
    /// Whether readers see it.
    pub active: Patch<bool>,
}

impl LinkFields {
    fn checked(self, problems: &mut Problems) -> Self {
        let title = problems.required(self.title, "input.title");
        let url = problems.required(self.url, "input.url");
        Self {
            directory_id: problems.required(self.directory_id, "input.directoryId"),
            title: problems.line(title, "input.title", MAX_TITLE),
            url: problems.web_address(url, "input.url"),
            active: problems.required(self.active, "input.active"),
        }
    }
}

/// Adds a link behind the others of its directory.
pub async fn create(
    txn: &mut Transaction,
    fields: LinkFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::LinkDirectory).await?;
    check_directory(txn, &fields.directory_id, &mut problems).await?;
    problems.end()?;
    let (Patch::Set(directory), Patch::Set(title), Patch::Set(url)) =
        (fields.directory_id, fields.title, fields.url)
    else {
        return Err(Error::Broken("a link was created without its parts").into());
    };
    let position = next_place(txn, directory).await?;
    let row = service::link_row(txn, directory, &NewLink { title, url }, position);
    let active = fields.active.or(true);
    let row = link::ActiveModel { active: sea_orm::ActiveValue::Set(active), ..row };
    let link_id = *row.id.as_ref();
    store::insert_links(&**txn, vec![row]).await?;
    txn.audit_on(Kind::Link, link_id, None);
    if active {
        txn.upserted(change::Node::LinkDirectory, directory);
    }
    Ok(link_id)
}

/// Changes what is said of a link. One that moves to another directory goes behind the others there.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: LinkFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    check_directory(txn, &fields.directory_id, &mut problems).await?;
    problems.end()?;
    let mut new = link::Model {
        directory_id: fields.directory_id.or(old.directory_id),
        title: fields.title.or(old.title.clone()),
        url: fields.url.or(old.url.clone()),
        active: fields.active.or(old.active),
        ..old.clone()
    };
    if new == old {
        return Ok(old.id);
    }
    let moved = new.directory_id != old.directory_id;
    if moved {
        new.position = next_place(txn, new.directory_id).await?;
    }
    txn.changed(&old, &new);
    let version = old.version + 1;
    store::update_link(&**txn, link::Model { version, updated_at: txn.now, ..new.clone() }).await?;
    if moved {
        close_gaps(txn, old.directory_id).await?;
    }
    for link in [&old, &new].into_iter().filter(|link| link.active) {
        txn.upserted(change::Node::LinkDirectory, link.directory_id);
    }
    Ok(old.id)
}

/// Puts all links of a directory in this order.
pub async fn reorder(
    txn: &mut Transaction,
    directory: Target,
    order: Vec<Option<Uuid>>,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let Some(row) = directory::find(txn, &directory, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let links = store::links_of(&**txn, Viewer::System, &[row.id]).await?;
    let present: Vec<Uuid> = links.iter().map(|link| link.id).collect();
    problems.order(&order, &present, "input.linkIds");
    problems.end()?;
    let order: Vec<Uuid> = order.into_iter().flatten().collect();
    let directory_id = row.id;
    if place(txn, &links, &order).await? {
        // An order belongs to the directory: whoever has seen another one is told.
        txn.changed_part(row.present(), "links");
        directory::save(txn, row).await?;
    }
    Ok(directory_id)
}

/// Deletes a link. Those behind it move up.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::LinkDirectory).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    problems.end()?;
    txn.changed_part(old.present(), "deletedAt");
    store::delete_link(&**txn, old.id).await?;
    close_gaps(txn, old.directory_id).await?;
    if old.active {
        txn.upserted(change::Node::LinkDirectory, old.directory_id);
    }
    Ok(old.id)
}

async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<link::Model>> {
    let row = match target.id {
        Some(id) => store::link_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

async fn check_directory(
    txn: &Transaction,
    directory: &Patch<Uuid>,
    problems: &mut Problems,
) -> Result<()> {
    if let Patch::Set(id) = directory
        && store::directory_for_update(&**txn, *id).await?.is_none()
    {
        problems.note(Problem::no_reference("input.directoryId"));
    }
    Ok(())
}

async fn next_place(txn: &Transaction, directory: Uuid) -> Result<i32> {
    let last = store::links_of(&**txn, Viewer::System, &[directory]).await?.pop();
    Ok(last.map_or(0, |last| last.position + 1))
}

async fn close_gaps(txn: &Transaction, directory: Uuid) -> Result<()> {
    let links = store::links_of(&**txn, Viewer::System, &[directory]).await?;
    let order: Vec<Uuid> = links.iter().map(|link| link.id).collect();
    place(txn, &links, &order).await?;
    Ok(())
}

/// Gives each link its place in an order, and says whether any had another one.
async fn place(txn: &Transaction, links: &[link::Model], order: &[Uuid]) -> Result<bool> {
    let mut moved = false;
    for (id, position) in order.iter().zip(0..) {
        if !links.iter().any(|old| old.id == *id && old.position == position) {
            store::place_link(&**txn, *id, position).await?;
            moved = true;
        }
    }
    Ok(moved)
}
