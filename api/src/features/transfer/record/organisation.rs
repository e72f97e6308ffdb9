//! Units, authors and congress terms as records.

use chrono::NaiveDate;
use entity::{congress_category::Series, unit, unit_succession};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::{AuthorId, CongressCategoryId, MediaId, UnitId};
use crate::platform::{choice, time::Instant};

/// A unit with the names that it bore.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// `unt_…`
    pub id: UnitId,
    /// Last part of its address.
    pub slug: String,
    /// COMMITTEE, ADVISORY_BODY, GRASSROOTS or AFFILIATED.
    #[serde(with = "choice")]
    pub kind: unit::Kind,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// The latest name.
    pub name: String,
    /// Its short form.
    pub abbreviation: Option<String>,
    /// All names, oldest first.
    pub names: Vec<UnitName>,
    /// Its place among its siblings, from 0; null: behind those that have one, by its name.
    pub position: Option<i16>,
    /// First day.
    pub established_on: Option<NaiveDate>,
    /// First day on which it no longer existed.
    pub dissolved_on: Option<NaiveDate>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}

/// A name with its days.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitName {
    /// Of the row; the API never shows it.
    pub id: Uuid,
    /// In full.
    pub name: String,
    /// The short form that bylines use.
    pub abbreviation: Option<String>,
    /// First day; null: from the beginning.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer held; null: it still does.
    pub valid_to: Option<NaiveDate>,
}

/// One step in the history of a unit.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitSuccession {
    /// Of the row; the API never shows it.
    pub id: Uuid,
    /// What ended or changed.
    pub predecessor: UnitId,
    /// What it became; null for a dissolution.
    pub successor: Option<UnitId>,
    /// RENAMED, MERGED_INTO, SPLIT_INTO or DISSOLVED.
    #[serde(with = "choice")]
    pub kind: unit_succession::Kind,
    /// When.
    pub effective_on: NaiveDate,
    /// By which decision.
    pub basis: Option<String>,
}

/// A pen name.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// `aut_…`
    pub id: AuthorId,
    /// Last part of its address.
    pub slug: String,
    /// The name that is printed.
    pub pen_name: String,
    /// The name by which lists are sorted, given name first.
    pub sort_name: String,
    /// The unit that the author writes for.
    pub unit: Option<UnitId>,
    /// A few words about the author.
    pub bio: Option<String>,
    /// A picture.
    pub avatar: Option<MediaId>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
    /// The author that this one has become part of.
    pub merged_into: Option<AuthorId>,
}

/// A congress term.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CongressCategory {
    /// `cat_…`
    pub id: CongressCategoryId,
    /// Last part of its address.
    pub slug: String,
    /// NATIONAL or PROVINCIAL.
    #[serde(with = "choice")]
    pub series: Series,
    /// Who held the congress.
    pub unit: Option<UnitId>,
    /// 1 to 99.
    pub number: i16,
    /// First year of the term.
    pub start_year: Option<i16>,
    /// Last year of the term.
    pub end_year: Option<i16>,
    /// First day of the congress.
    pub opened_on: Option<NaiveDate>,
    /// Last day of the congress.
    pub closed_on: Option<NaiveDate>,
    /// A few words about it.
    pub introduction: Option<String>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}
