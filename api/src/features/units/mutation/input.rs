//! What clients say to change units.

use async_graphql::{ID, InputObject, MaybeUndefined};

use sea_orm::prelude::Uuid;

use super::super::{
    history::{Ending, NextName},
    types::UnitKind,
    write::UnitFields,
};
use crate::platform::{
    form::{Patch, Problems, Target},
    graphql::{Date, Given},
    id::Kind,
};

/// A unit to be created.
#[derive(Debug, InputObject)]
pub struct UnitCreateInput {
    /// What kind of organisation it is.
    kind: UnitKind,
    /// The full name, at most 300 characters.
    name: String,
    /// The short form that bylines use, at most 100 characters.
    abbreviation: Option<String>,
    /// The unit directly above it; none: it stands at the top. Units stand at most six levels below
    /// a top one.
    parent_id: Option<ID>,
    /// The day on which it was established.
    established_on: Option<Given<Date>>,
    /// Last part of its address; made of the name if nothing is said.
    slug: Option<String>,
}

impl UnitCreateInput {
    pub fn read(self, problems: &mut Problems) -> UnitFields {
        let established_on = problems.scalar(self.established_on.into(), "input.establishedOn");
        UnitFields {
            kind: Patch::Set(self.kind.into()),
            name: Patch::Set(self.name),
            abbreviation: self.abbreviation.into(),
            parent_id: problems.reference(Kind::Unit, self.parent_id.into(), "input.parentId"),
            established_on: established_on.map(|day| day.0),
            slug: self.slug.into(),
        }
    }
}

/// What becomes different of a unit: what is left out stays, null clears.
#[derive(Debug, InputObject)]
pub struct UnitUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// What kind of organisation it is.
    kind: MaybeUndefined<UnitKind>,
    /// Corrects the latest name, also for the days on which it was borne. A new name is given by
    /// `unitRename`.
    name: MaybeUndefined<String>,
    /// Corrects the short form of the latest name.
    abbreviation: MaybeUndefined<String>,
    /// The unit directly above it; null: it goes to the top. Its articles go along, into the lists
    /// of the units that it stands below from now on.
    parent_id: MaybeUndefined<ID>,
    /// The day on which it was established.
    established_on: MaybeUndefined<Given<Date>>,
    /// Last part of its address. Under the one until now the unit is still found.
    slug: MaybeUndefined<String>,
}

impl UnitUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, UnitFields) {
        let established_on = problems.scalar(self.established_on.into(), "input.establishedOn");
        let target = problems.target(Kind::Unit, &self.id, self.version, "input");
        let fields = UnitFields {
            kind: Patch::from(self.kind).map(Into::into),
            name: self.name.into(),
            abbreviation: self.abbreviation.into(),
            parent_id: problems.reference(Kind::Unit, self.parent_id.into(), "input.parentId"),
            established_on: established_on.map(|day| day.0),
            slug: self.slug.into(),
        };
        (target, fields)
    }
}

/// A unit in the version that was seen of it.
#[derive(Debug, InputObject)]
pub struct UnitVersionInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl UnitVersionInput {
    pub fn read(&self, problems: &mut Problems, field: &str) -> Target {
        problems.target(Kind::Unit, &self.id, self.version, field)
    }
}

/// An order of the units that stand directly below the same one.
#[derive(Debug, InputObject)]
pub struct UnitsReorderInput {
    /// The unit that they stand below; none: those at the top.
    parent_id: Option<ID>,
    /// All units there, each once, in their new order; those that have ended as well.
    units: Vec<UnitVersionInput>,
}

impl UnitsReorderInput {
    pub fn read(self, problems: &mut Problems) -> (Patch<Uuid>, Vec<Target>) {
        let parent = problems.reference(Kind::Unit, self.parent_id.into(), "input.parentId");
        (parent, targets(&self.units, problems))
    }
}

fn targets(units: &[UnitVersionInput], problems: &mut Problems) -> Vec<Target> {
    let units = units.iter().enumerate();
    units.map(|(place, unit)| unit.read(problems, &format!("input.units.{place}"))).collect()
}

/// A name from a day on.
#[derive(Debug, InputObject)]
pub struct UnitRenameInput {
    /// Which unit.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// The new name, at most 300 characters.
    name: String,
    /// Its short form; none: it has none.
    abbreviation: Option<String>,
    /// The first day of the new name: today, or an earlier one behind the first day of the present
    /// name. Articles published from that day on show the new name.
    from: Given<Date>,
}

impl UnitRenameInput {
    pub fn read(self, problems: &mut Problems) -> (Target, NextName) {
        let target = problems.target(Kind::Unit, &self.id, self.version, "input");
        let from = problems.scalar(Patch::Set(self.from), "input.from").map(|day| day.0);
        let (name, abbreviation) = (Patch::Set(self.name), self.abbreviation.into());
        (target, NextName { name, abbreviation, from })
    }
}

/// Units that become part of another one.
#[derive(Debug, InputObject)]
pub struct UnitMergeInput {
    /// Those that end, 1 to 100.
    pub units: Vec<UnitVersionInput>,
    /// What they become part of; it goes on.
    pub into_id: ID,
    /// The first day on which they no longer exist.
    effective_on: Given<Date>,
    /// The decision behind it: `Nghị quyết 1241/NQ-UBTVQH15`.
    basis: Option<String>,
}

impl UnitMergeInput {
    pub fn read(self, problems: &mut Problems) -> (Vec<Target>, Option<Uuid>, Ending) {
        let targets = targets(&self.units, problems);
        let into = problems.id(Kind::Unit, &self.into_id, "input.intoId");
        (targets, into, ending(self.effective_on, self.basis, problems))
    }
}

/// A unit in whose place there are several others.
#[derive(Debug, InputObject)]
pub struct UnitSplitInput {
    /// The one that ends.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// What it is split into, 2 to 100 units that have been created already.
    into_ids: Vec<ID>,
    /// The first day on which it no longer exists.
    effective_on: Given<Date>,
    /// The decision behind it.
    basis: Option<String>,
}

impl UnitSplitInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Vec<Option<Uuid>>, Ending) {
        let target = problems.target(Kind::Unit, &self.id, self.version, "input");
        let parts = problems.ids(Kind::Unit, &self.into_ids, "input.intoIds");
        (target, parts, ending(self.effective_on, self.basis, problems))
    }
}

/// A unit that ends without a successor.
#[derive(Debug, InputObject)]
pub struct UnitDissolveInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// The first day on which it no longer exists.
    effective_on: Given<Date>,
    /// The decision behind it.
    basis: Option<String>,
}

impl UnitDissolveInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Ending) {
        let target = problems.target(Kind::Unit, &self.id, self.version, "input");
        (target, ending(self.effective_on, self.basis, problems))
    }
}

fn ending(effective_on: Given<Date>, basis: Option<String>, problems: &mut Problems) -> Ending {
    let effective_on = problems.scalar(Patch::Set(effective_on), "input.effectiveOn");
    Ending { effective_on: effective_on.map(|day| day.0), basis: basis.into() }
}
