//! Creating, changing and deleting units.

use chrono::NaiveDate;
use entity::{article_listing::List, change, unit};
use sea_orm::prelude::Uuid;

use super::{
    service::{self, DatedName, MAX_DEPTH, MAX_NAME, NewUnit},
    store,
};
use crate::{
    features::{
        index, listing, pending,
        slugs::{self, Slugged},
    },
    platform::{
        audit::versioned,
        error::{Error, Result},
        form::{Patch, Problems, Target},
        id::Kind,
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        text,
        transaction::Transaction,
    },
};

/// Longest short form of a name, in characters.
pub const MAX_ABBREVIATION: usize = 100;

versioned!(unit::Model: Unit);

/// What somebody says of a unit.
#[derive(Clone, Debug, Default)]
pub struct UnitFields {
    /// What kind of organisation.
    pub kind: Patch<unit::Kind>,
    /// The latest name.
    pub name: Patch<String>,
    /// Its short form.
    pub abbreviation: Patch<String>,
    /// The unit above it.
    pub parent_id: Patch<Uuid>,
    /// First day.
    pub established_on: Patch<NaiveDate>,
    /// Last part of its address.
    pub slug: Patch<String>,
}

impl UnitFields {
    fn checked(self, problems: &mut Problems) -> Self {
        let name = problems.required(self.name, "input.name");
        let slug = problems.required(self.slug, "input.slug");
        Self {
            kind: problems.required(self.kind, "input.kind"),
            name: problems.line(name, "input.name", MAX_NAME),
            abbreviation: problems.line(self.abbreviation, "input.abbreviation", MAX_ABBREVIATION),
            slug: problems.slug(slug, "input.slug"),
            ..self
        }
    }
}

/// Creates a unit under its first name.
pub async fn create(
    txn: &mut Transaction,
    fields: UnitFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::Unit).await?;
    if let Patch::Set(parent) = fields.parent_id {
        check_parent(txn, None, parent, &mut problems).await?;
    }
    if let Patch::Set(slug) = &fields.slug {
        slugs::check(txn, Slugged::Unit, Uuid::nil(), slug, &mut problems).await?;
    }
    problems.end()?;
    let (Patch::Set(kind), Patch::Set(name)) = (fields.kind, fields.name) else {
        return Err(Error::Broken("a unit was created without its kind or name").into());
    };
    let new = NewUnit {
        kind,
        parent_id: fields.parent_id.over(None),
        names: vec![DatedName::always(name, fields.abbreviation.over(None))],
        established_on: fields.established_on.over(None),
        dissolved_on: None,
    };
    let unit = match fields.slug {
        Patch::Set(slug) => service::create_at(txn, slug, new).await?,
        Patch::Keep | Patch::Clear => service::create(txn, new).await?,
    };
    txn.audit_on(Kind::Unit, unit.id, None);
    Ok(unit.id)
}

/// Changes what is said of a unit; its latest name is corrected for all of its time.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: UnitFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::Unit).await?;
    if let Some(id) = target.id {
        index::hold_list(txn, List::UnitTree, id).await?;
    }
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let mut new = unit::Model {
        kind: fields.kind.or(old.kind),
        name: fields.name.or(old.name.clone()),
        abbreviation: fields.abbreviation.over(old.abbreviation.clone()),
        parent_id: fields.parent_id.over(old.parent_id),
        established_on: fields.established_on.over(old.established_on),
        slug: fields.slug.or(old.slug.clone()),
        ..old.clone()
    };
    check(txn, &old, &new, &mut problems).await?;
    problems.end()?;
    if new == old {
        return Ok(old.id);
    }
    if new.parent_id != old.parent_id {
        // Its place was one among other siblings.
        new.position = None;
    }
    new.sort_key = service::sort_key(new.position, &new.name);
    correct_name(txn, &old, &new).await?;
    slugs::changed(txn, Slugged::Unit, old.id, (&old.slug, &new.slug)).await?;
    let above_before = above(txn, old.parent_id).await?;
    let above_now = above(txn, new.parent_id).await?;
    if above_before != above_now {
        listing::unit_moved(txn, old.id, &above_before, &above_now).await?;
    }
    let is_renamed = (&new.name, &new.abbreviation) != (&old.name, &old.abbreviation);
    save(txn, &old, new).await?;
    if above_before != above_now {
        index::keep_list(txn, List::UnitTree, old.id).await?;
    } else if is_renamed {
        index::keep_list(txn, List::Unit, old.id).await?;
    }
    Ok(old.id)
}

/// Deletes a unit that nothing refers to.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Unit).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let mut dependents = store::dependents(&**txn, old.id).await?.to_vec();
    dependents.push((pending::NAMED, pending::edits_with(txn, old.id).await?));
    if let Some(problem) = Problem::in_use(&dependents) {
        problems.note(problem);
    }
    problems.end()?;
    let (unit_id, deleted_at) = (old.id, Some(txn.now));
    save(txn, &old, unit::Model { deleted_at, ..old.clone() }).await?;
    txn.removed(change::Node::Unit, unit_id);
    Ok(unit_id)
}

/// The unit that somebody wants to change; what is wrong with that is noted.
pub async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<unit::Model>> {
    let row = match target.id {
        Some(id) => store::find_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

/// Saves a unit that became different.
pub async fn save(txn: &mut Transaction, old: &unit::Model, new: unit::Model) -> Result<()> {
    let (unit_id, version) = (old.id, old.version + 1);
    txn.changed(old, &new);
    let named =
        |unit: &unit::Model| (unit.name.clone(), unit.abbreviation.clone(), unit.deleted_at);
    if named(old) != named(&new) {
        service::keep_names(txn, &new).await?;
    }
    store::update(&**txn, unit::Model { updated_at: txn.now, version, ..new }).await?;
    txn.upserted(change::Node::Unit, unit_id);
    Ok(())
}

async fn check(
    txn: &Transaction,
    old: &unit::Model,
    new: &unit::Model,
    problems: &mut Problems,
) -> Result<()> {
    if let Some(parent) = new.parent_id.filter(|parent| old.parent_id != Some(*parent)) {
        check_parent(txn, Some(new.id), parent, problems).await?;
    }
    if new.slug != old.slug {
        slugs::check(txn, Slugged::Unit, new.id, &new.slug, problems).await?;
    }
    let ends_first = new.established_on.zip(new.dissolved_on);
    if ends_first.is_some_and(|(established, dissolved)| dissolved < established) {
        let message = "It must not lie behind the day on which the unit ended";
        let problem = Problem::new(ProblemCode::TimeInvalid, message);
        problems.note(problem.at("input.establishedOn"));
    }
    Ok(())
}

/// A unit, with all below it, may stand below another one that is there, that is not below itself,
/// and that is not too deep.
async fn check_parent(
    txn: &Transaction,
    unit: Option<Uuid>,
    parent: Uuid,
    problems: &mut Problems,
) -> Result<()> {
    const FIELD: &str = "input.parentId";
    if store::referable(&**txn, &[parent]).await?.is_empty() {
        problems.note(Problem::no_reference(FIELD));
        return Ok(());
    }
    let above = service::lineage(&**txn, parent).await?;
    let height = match unit {
        Some(unit) if above.contains(&unit) => {
            let message = "A unit cannot stand below itself";
            problems.note(Problem::new(ProblemCode::Invalid, message).at(FIELD));
            return Ok(());
        }
        Some(unit) => height(txn, unit).await?,
        None => 0,
    };
    if above.len() + height > MAX_DEPTH {
        let message = format!("Units stand at most {MAX_DEPTH} levels below a top one");
        problems.note(Problem::new(ProblemCode::Invalid, message).at(FIELD).limit(MAX_DEPTH));
    }
    Ok(())
}

/// How many levels there are below a unit.
async fn height(txn: &Transaction, unit: Uuid) -> Result<usize> {
    let mut height = 0;
    let mut level = vec![unit];
    while height <= MAX_DEPTH {
        level = store::below(&**txn, &level).await?.into_iter().map(|unit| unit.id).collect();
        if level.is_empty() {
            break;
        }
        height += 1;
    }
    Ok(height)
}

/// All above a unit with this parent, nearest first.
async fn above(txn: &Transaction, parent: Option<Uuid>) -> Result<Vec<Uuid>> {
    match parent {
        Some(parent) => service::lineage(&**txn, parent).await,
        None => Ok(Vec::new()),
    }
}

/// Corrects the latest name where it stands in the history.
async fn correct_name(txn: &Transaction, old: &unit::Model, new: &unit::Model) -> Result<()> {
    if (&old.name, &old.abbreviation) == (&new.name, &new.abbreviation) {
        return Ok(());
    }
    if let Some(mut latest) = store::names(&**txn, &[old.id]).await?.pop() {
        latest.name_key = text::exact_key(&new.name);
        latest.abbreviation_key = new.abbreviation.as_deref().map(text::exact_key);
        latest.name = new.name.clone();
        latest.abbreviation = new.abbreviation.clone();
        store::update_name(&**txn, latest).await?;
    }
    Ok(())
}
