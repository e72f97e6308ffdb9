//! What becomes of units: another name, another unit, several, or none. What they were stays, and
//! old articles keep the unit and the name of their day.

use chrono::NaiveDate;
use entity::{article_listing::List, unit, unit_name, unit_succession};
use sea_orm::prelude::Uuid;

use super::{
    service::{self, DatedName, MAX_NAME, NewSuccession},
    store,
    write::{self, MAX_ABBREVIATION},
};
use crate::{
    features::index,
    platform::{
        error::Result,
        form::{Patch, Problems, Target},
        id::Kind,
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        time,
        transaction::Transaction,
    },
};

/// Longest decision behind a step, in characters.
const MAX_BASIS: usize = 300;
/// Most units that one step takes together or apart.
const MAX_UNITS: usize = 100;

/// A name from a day on.
#[derive(Clone, Debug)]
pub struct NextName {
    /// The full name.
    pub name: Patch<String>,
    /// Its short form.
    pub abbreviation: Patch<String>,
    /// First day.
    pub from: Patch<NaiveDate>,
}

/// When a unit ends, and why.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The first day on which it no longer exists.
    pub effective_on: Patch<NaiveDate>,
    /// By which decision.
    pub basis: Patch<String>,
}

impl Ending {
    fn checked(self, problems: &mut Problems) -> (NaiveDate, Option<String>) {
        let basis = problems.line(self.basis, "input.basis", MAX_BASIS).over(None);
        // Where no day could be read, that is noted already.
        (self.effective_on.or(NaiveDate::MAX), basis)
    }
}

/// Gives a unit another name from a day on, which ends the one before. Its address stays.
pub async fn rename(
    txn: &mut Transaction,
    target: Target,
    next: NextName,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let name = problems.line(next.name, "input.name", MAX_NAME);
    let abbreviation =
        problems.line(next.abbreviation, "input.abbreviation", MAX_ABBREVIATION).over(None);
    txn.wait_for_others(Kind::Unit).await?;
    if let Some(id) = target.id {
        index::hold_list(txn, List::Unit, id).await?;
    }
    let Some(old) = write::find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let latest = store::names(&**txn, &[old.id]).await?.pop();
    if let Patch::Set(from) = next.from {
        check_begin(txn, &old, latest.as_ref(), from, &mut problems);
    }
    problems.end()?;
    let name = name.or(old.name.clone());
    if (&name, &abbreviation) == (&old.name, &old.abbreviation) {
        return Ok(old.id);
    }
    let valid_from = next.from.over(None);
    if let Some(latest) = latest {
        store::update_name(&**txn, unit_name::Model { valid_to: valid_from, ..latest }).await?;
    }
    let dated = DatedName {
        name: name.clone(),
        abbreviation: abbreviation.clone(),
        valid_from,
        valid_to: None,
    };
    store::insert_name(&**txn, service::name_row(txn, old.id, dated)).await?;
    let sort_key = service::sort_key(old.position, &name);
    write::save(txn, &old, unit::Model { name, abbreviation, sort_key, ..old.clone() }).await?;
    // Articles of days from then on bear it.
    index::keep_list(txn, List::Unit, old.id).await?;
    Ok(old.id)
}

/// A name begins behind the one before, while the unit exists, and today at the latest: until then it
/// would be shown too early.
fn check_begin(
    txn: &Transaction,
    unit: &unit::Model,
    latest: Option<&unit_name::Model>,
    from: NaiveDate,
    problems: &mut Problems,
) {
    let latest_from = latest.and_then(|latest| latest.valid_from);
    let fault = if from > time::local_date(txn.now) {
        "A name begins today at the latest"
    } else if latest_from.is_some_and(|latest_from| from <= latest_from) {
        "It must lie behind the day on which the present name began"
    } else if unit.established_on.is_some_and(|established_on| from < established_on)
        || unit.dissolved_on.is_some_and(|dissolved_on| from >= dissolved_on)
    {
        "The unit does not exist on that day"
    } else {
        return;
    };
    problems.note(Problem::new(ProblemCode::TimeInvalid, fault).at("input.from"));
}

/// Makes several units part of another one, which goes on.
pub async fn merge(
    txn: &mut Transaction,
    targets: Vec<Target>,
    into: Option<Uuid>,
    ending: Ending,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let (effective_on, basis) = ending.checked(&mut problems);
    check_count(targets.len(), 1, "input.units", &mut problems);
    txn.wait_for_others(Kind::Unit).await?;
    let ids: Vec<Uuid> = targets.iter().filter_map(|target| target.id).collect();
    let mut ended = Vec::new();
    for (place, target) in targets.iter().enumerate() {
        let again =
            targets[..place].iter().any(|other| target.id.is_some() && other.id == target.id);
        if again {
            problems.note(Problem::twice(&format!("{}.id", target.field)));
        } else if let Some(unit) = write::find(txn, target, &mut problems).await? {
            check_end(txn, &unit, target, (effective_on, &ids), &mut problems).await?;
            ended.push(unit);
        }
    }
    if let Some(into) = into {
        txn.audit_on(Kind::Unit, into, None);
        check_part(txn, into, &ids, (effective_on, "input.intoId"), &mut problems).await?;
    }
    let Some(into) = into else { return Err(problems.refuse()) };
    problems.end()?;
    for unit in ended {
        let kind = unit_succession::Kind::MergedInto;
        end(txn, unit, (kind, &[Some(into)]), effective_on, basis.as_deref()).await?;
    }
    Ok(into)
}

/// Ends a unit, in whose place there are several others.
pub async fn split(
    txn: &mut Transaction,
    target: Target,
    parts: Vec<Option<Uuid>>,
    ending: Ending,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let (effective_on, basis) = ending.checked(&mut problems);
    check_count(parts.len(), 2, "input.intoIds", &mut problems);
    txn.wait_for_others(Kind::Unit).await?;
    let Some(unit) = write::find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let besides: Vec<Uuid> = parts.iter().copied().flatten().collect();
    check_end(txn, &unit, &target, (effective_on, &besides), &mut problems).await?;
    for (place, part) in parts.iter().enumerate() {
        let Some(part) = part else { continue };
        let field = format!("input.intoIds.{place}");
        if parts[..place].contains(&Some(*part)) {
            problems.note(Problem::twice(&field));
        } else {
            check_part(txn, *part, &[unit.id], (effective_on, &field), &mut problems).await?;
        }
    }
    problems.end()?;
    let unit_id = unit.id;
    let kind = unit_succession::Kind::SplitInto;
    end(txn, unit, (kind, &parts), effective_on, basis.as_deref()).await?;
    Ok(unit_id)
}

/// Ends a unit without a successor.
pub async fn dissolve(
    txn: &mut Transaction,
    target: Target,
    ending: Ending,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let (effective_on, basis) = ending.checked(&mut problems);
    txn.wait_for_others(Kind::Unit).await?;
    let Some(unit) = write::find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    check_end(txn, &unit, &target, (effective_on, &[]), &mut problems).await?;
    problems.end()?;
    let unit_id = unit.id;
    let kind = unit_succession::Kind::Dissolved;
    end(txn, unit, (kind, &[None]), effective_on, basis.as_deref()).await?;
    Ok(unit_id)
}

/// Takes back that a unit ended, and what became of it.
pub async fn reinstate(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Unit).await?;
    let Some(unit) = write::find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    if unit.dissolved_on.is_none() {
        let message = "The unit has not ended";
        problems.note(Problem::new(ProblemCode::IllegalTransition, message).at("input.id"));
    }
    problems.end()?;
    for step in store::successors(&**txn, &[unit.id]).await? {
        if let Some(successor) = step.successor_id {
            txn.upserted(entity::change::Node::Unit, successor);
        }
    }
    store::forget_successions(&**txn, unit.id).await?;
    write::save(txn, &unit, unit::Model { dissolved_on: None, ..unit.clone() }).await?;
    Ok(unit.id)
}

fn check_count(count: usize, least: usize, field: &str, problems: &mut Problems) {
    if count < least {
        let message = format!("At least {least} must be named");
        problems.note(Problem::new(ProblemCode::Required, message).at(field));
    }
    if count > MAX_UNITS {
        let message = format!("At most {MAX_UNITS} can be named");
        problems.note(Problem::new(ProblemCode::TooMany, message).at(field).limit(MAX_UNITS));
    }
}

/// A unit ends once, not before it began, and leaves no units below it; `besides` are those that
/// are part of the same step.
async fn check_end(
    txn: &Transaction,
    unit: &unit::Model,
    target: &Target,
    (effective_on, besides): (NaiveDate, &[Uuid]),
    problems: &mut Problems,
) -> Result<()> {
    let field = format!("{}.id", target.field);
    if unit.dissolved_on.is_some() {
        let message = "The unit has ended already";
        problems.note(Problem::new(ProblemCode::IllegalTransition, message).at(&field));
    }
    if unit.established_on.is_some_and(|established_on| effective_on < established_on) {
        let message = "It must not lie before the day on which the unit was established";
        problems.note(Problem::new(ProblemCode::TimeInvalid, message).at("input.effectiveOn"));
    }
    let below = store::below(&**txn, &[unit.id]).await?;
    let left = below.iter().filter(|below| !besides.contains(&below.id));
    let left = left.filter(|below| below.dissolved_on.is_none_or(|ended| ended > effective_on));
    if let Some(problem) = Problem::in_use(&[("units below it that go on", left.count() as u64)]) {
        problems.note(problem.at(&field));
    }
    Ok(())
}

/// What a unit becomes part of, or is split into, is another one that exists on that day.
async fn check_part(
    txn: &Transaction,
    part: Uuid,
    ended: &[Uuid],
    (effective_on, field): (NaiveDate, &str),
    problems: &mut Problems,
) -> Result<()> {
    let problem = match store::referable(&**txn, &[part]).await?.pop() {
        None => Problem::no_reference(field),
        Some(unit) if ended.contains(&unit.id) => {
            Problem::new(ProblemCode::Invalid, "A unit cannot become itself").at(field)
        }
        Some(unit)
            if unit.dissolved_on.is_some_and(|dissolved_on| dissolved_on <= effective_on)
                || unit.established_on.is_some_and(|established| effective_on < established) =>
        {
            let message = "The unit does not exist on that day";
            Problem::new(ProblemCode::IllegalTransition, message).at(field)
        }
        Some(_) => return Ok(()),
    };
    problems.note(problem);
    Ok(())
}

/// Ends a unit and records what became of it.
async fn end(
    txn: &mut Transaction,
    unit: unit::Model,
    (kind, successors): (unit_succession::Kind, &[Option<Uuid>]),
    effective_on: NaiveDate,
    basis: Option<&str>,
) -> Result<()> {
    let predecessor_id = unit.id;
    let ended = unit::Model { dissolved_on: Some(effective_on), ..unit.clone() };
    write::save(txn, &unit, ended).await?;
    for successor_id in successors.iter().copied() {
        let basis = basis.map(str::to_owned);
        let step = NewSuccession { predecessor_id, successor_id, kind, effective_on, basis };
        service::succeed(txn, step).await?;
    }
    Ok(())
}
