//! Rules about units.

use chrono::NaiveDate;
use entity::{change, unit, unit_name, unit_succession};
use sea_orm::{ActiveValue::Set, ConnectionTrait, prelude::Uuid};

use super::store;
use crate::{
    features::{
        names::{self, Named, Names},
        slugs::{self, Slugged},
    },
    platform::{
        error::Result,
        id,
        paging::{Range, Sorting},
        scope::{Scope, Viewer},
        text,
        transaction::Transaction,
    },
};

/// A unit stands at most this deep below a top one: the Party's own ladder is shorter.
pub const MAX_DEPTH: usize = 6;

/// Longest name, in characters.
pub const MAX_NAME: usize = 300;

/// The one order of units: by their place, if editors gave them one, then by name, without the type
/// in front of it.
pub const BY_PLACE: Sorting = Sorting { name: "unit.place:asc", descending: false };

/// What units are sorted by. Keys of names never begin with a zero, so that whoever has a place
/// stands ahead of those that have none.
pub fn sort_key(position: Option<i16>, name: &str) -> Vec<u8> {
    let place = position.map(|position| [&[0], &position.to_be_bytes()[..]].concat());
    [place.unwrap_or_default(), text::sort_key(&text::place_sort_name(name))].concat()
}

/// Which units a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct UnitList {
    /// Where in the tree.
    pub place: UnitPlace,
    /// Of one kind only.
    pub kind: Option<unit::Kind>,
    /// With such names only.
    pub named: Option<Named>,
}

/// A part of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum UnitPlace {
    /// The whole tree.
    #[default]
    Anywhere,
    /// Units without a parent.
    Top,
    /// Units directly below this one.
    Below(Uuid),
}

/// One page of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitPageKey {
    /// The list.
    pub list: UnitList,
    /// The part of it.
    pub range: Range,
}

/// The size of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitCountKey {
    /// The list.
    pub list: UnitList,
    /// Counting stops here.
    pub up_to: u64,
}

/// The unit with this id or slug, if the viewer may see it.
pub async fn find(scope: &Scope, by: UnitSelector) -> Result<Option<unit::Model>> {
    match by {
        UnitSelector::Id(id) => {
            Ok(store::find_many(scope.reader(), scope.viewer, &[id]).await?.pop())
        }
        UnitSelector::Slug(slug) => {
            let found = store::find_by_slug(scope.reader(), scope.viewer, &slug).await?;
            if found.is_some() {
                return Ok(found);
            }
            match slugs::former_holder(scope.reader(), Slugged::Unit, &slug).await? {
                Some(id) => Ok(find_many(scope, &[id]).await?.pop()),
                None => Ok(None),
            }
        }
    }
}

/// How one unit is named.
#[derive(Clone, Debug)]
pub enum UnitSelector {
    /// By id.
    Id(Uuid),
    /// By slug.
    Slug(String),
}

/// The units with these ids that the viewer may see.
pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<unit::Model>> {
    store::find_many(scope.reader(), scope.viewer, ids).await
}

/// The name that was valid on a day, or the nearest one where the history has a gap.
pub fn name_on(names: &[unit_name::Model], day: NaiveDate) -> Option<&unit_name::Model> {
    let valid = |name: &&unit_name::Model| {
        name.valid_from.is_none_or(|from| from <= day) && name.valid_to.is_none_or(|to| day < to)
    };
    let begun = |name: &&unit_name::Model| name.valid_from.is_none_or(|from| from <= day);
    names.iter().rfind(valid).or_else(|| names.iter().rfind(begun)).or_else(|| names.first())
}

/// What a byline says about the unit behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitMatch {
    /// No unit bears or bore this name.
    None,
    /// Exactly one does.
    One(Uuid),
    /// Several do; which one is meant cannot be told.
    Several(Vec<String>),
}

/// Finds a unit by name or abbreviation, without regard to case and tone place.
pub async fn match_name(db: &impl ConnectionTrait, name: &str) -> Result<UnitMatch> {
    let names = store::names_with_key(db, Viewer::System, &text::exact_key(name)).await?;
    let mut units: Vec<Uuid> = names.iter().map(|name| name.unit_id).collect();
    units.sort();
    units.dedup();
    Ok(match units.as_slice() {
        [] => UnitMatch::None,
        [unit] => UnitMatch::One(*unit),
        _ => UnitMatch::Several(names.into_iter().map(|name| name.name).collect()),
    })
}

/// A unit to be created.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// What kind of organisation.
    pub kind: unit::Kind,
    /// The unit above it.
    pub parent_id: Option<Uuid>,
    /// Names it bore, oldest first; the last is the present one. Never empty.
    pub names: Vec<DatedName>,
    /// First day.
    pub established_on: Option<NaiveDate>,
    /// First day on which it no longer existed.
    pub dissolved_on: Option<NaiveDate>,
}

/// A name and when it was borne.
#[derive(Clone, Debug)]
pub struct DatedName {
    /// The full name.
    pub name: String,
    /// The short form that bylines use.
    pub abbreviation: Option<String>,
    /// First day; none: from the beginning.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer held; none: it still does.
    pub valid_to: Option<NaiveDate>,
}

impl DatedName {
    /// A name without dates.
    pub fn always(name: String, abbreviation: Option<String>) -> Self {
        Self { name, abbreviation, valid_from: None, valid_to: None }
    }
}

/// Creates a unit with its names, under an address that follows from the present one.
pub async fn create(txn: &mut Transaction, new: NewUnit) -> Result<unit::Model> {
    let present = new.names.last().map(|present| present.name.as_str());
    let slug = slugs::free(&**txn, Slugged::Unit, present.unwrap_or_default()).await?;
    create_at(txn, slug, new).await
}

/// Creates a unit with its names under an address that nothing has.
pub async fn create_at(txn: &mut Transaction, slug: String, new: NewUnit) -> Result<unit::Model> {
    let NewUnit { kind, parent_id, names, established_on, dissolved_on } = new;
    let present = names.last().cloned().expect("a unit has a name");
    let unit_id = id::new(txn.now);
    let unit = unit::ActiveModel {
        id: Set(unit_id),
        slug: Set(slug),
        kind: Set(kind),
        parent_id: Set(parent_id),
        sort_key: Set(sort_key(None, &present.name)),
        name: Set(present.name),
        abbreviation: Set(present.abbreviation),
        established_on: Set(established_on),
        dissolved_on: Set(dissolved_on),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
        deleted_at: Set(None),
        position: Set(None),
    };
    let names = names.into_iter().map(|name| name_row(txn, unit_id, name)).collect();
    let unit = store::insert(&**txn, unit, names).await?;
    keep_names(txn, &unit).await?;
    txn.upserted(change::Node::Unit, unit_id);
    Ok(unit)
}

/// Keeps the keys of all names of a unit, once these are saved.
pub async fn keep_names(txn: &Transaction, unit: &unit::Model) -> Result<()> {
    let all = store::names(&**txn, &[unit.id]).await?;
    names::replace(&**txn, Names::of_unit(unit, &all)).await
}

/// The row of a name that a unit bears.
pub fn name_row(txn: &Transaction, unit_id: Uuid, name: DatedName) -> unit_name::ActiveModel {
    let DatedName { name, abbreviation, valid_from, valid_to } = name;
    unit_name::ActiveModel {
        id: Set(id::new(txn.now)),
        unit_id: Set(unit_id),
        name_key: Set(text::exact_key(&name)),
        abbreviation_key: Set(abbreviation.as_deref().map(text::exact_key)),
        name: Set(name),
        abbreviation: Set(abbreviation),
        valid_from: Set(valid_from),
        valid_to: Set(valid_to),
    }
}

/// One step in the history of a unit.
#[derive(Clone, Debug)]
pub struct NewSuccession {
    /// What ended or changed.
    pub predecessor_id: Uuid,
    /// What it became; none for a dissolution.
    pub successor_id: Option<Uuid>,
    /// How.
    pub kind: unit_succession::Kind,
    /// When.
    pub effective_on: NaiveDate,
    /// By which decision.
    pub basis: Option<String>,
}

/// Records what became of a unit.
pub async fn succeed(txn: &mut Transaction, new: NewSuccession) -> Result<()> {
    let NewSuccession { predecessor_id, successor_id, kind, effective_on, basis } = new;
    let succession = unit_succession::ActiveModel {
        id: Set(id::new(txn.now)),
        predecessor_id: Set(predecessor_id),
        successor_id: Set(successor_id),
        kind: Set(kind),
        effective_on: Set(effective_on),
        basis: Set(basis),
    };
    store::insert_succession(&**txn, succession).await?;
    for unit in std::iter::once(predecessor_id).chain(successor_id) {
        txn.upserted(change::Node::Unit, unit);
    }
    Ok(())
}

/// Whether a unit is there to be referred to; until the end of the transaction nobody deletes it.
pub async fn can_be_referred_to(txn: &Transaction, unit: Uuid) -> Result<bool> {
    Ok(!store::referable(&**txn, &[unit]).await?.is_empty())
}

/// A unit and all above it, nearest first: the lists in which its articles stand.
pub async fn lineage(db: &impl ConnectionTrait, unit: Uuid) -> Result<Vec<Uuid>> {
    let mut lineage = vec![unit];
    lineage.extend(store::ancestors(db, unit, MAX_DEPTH).await?);
    Ok(lineage)
}
