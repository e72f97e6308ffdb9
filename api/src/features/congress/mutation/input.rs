//! What clients say to change congress terms.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::super::{types::CongressSeries, write::CategoryFields};
use crate::platform::{
    form::{Patch, Problems, Target},
    graphql::{Date, Given},
    id::Kind,
};

/// A congress term to be created.
#[derive(Debug, InputObject)]
pub struct CongressCategoryCreateInput {
    /// Whose congresses are counted.
    series: CongressSeries,
    /// Who held the congress; none for the national Party.
    unit_id: Option<ID>,
    /// Which congress, 1 to 99.
    number: i32,
    /// First year of the term.
    start_year: Option<i32>,
    /// Last year of the term; the next term may begin in it.
    end_year: Option<i32>,
    /// First day of the congress.
    opened_on: Option<Given<Date>>,
    /// Last day of the congress.
    closed_on: Option<Given<Date>>,
    /// A few words about the term, at most 10000 characters.
    introduction: Option<String>,
    /// Last part of its address; made of the number if nothing is said.
    slug: Option<String>,
}

impl CongressCategoryCreateInput {
    pub fn read(self, problems: &mut Problems) -> CategoryFields {
        let opened_on = problems.scalar(self.opened_on.into(), "input.openedOn");
        let closed_on = problems.scalar(self.closed_on.into(), "input.closedOn");
        CategoryFields {
            series: Patch::Set(self.series.into()),
            unit_id: problems.reference(Kind::Unit, self.unit_id.into(), "input.unitId"),
            number: Patch::Set(self.number),
            start_year: self.start_year.into(),
            end_year: self.end_year.into(),
            opened_on: opened_on.map(|day| day.0),
            closed_on: closed_on.map(|day| day.0),
            introduction: self.introduction.into(),
            slug: self.slug.into(),
        }
    }
}

/// What becomes different of a congress term: what is left out stays, null clears.
#[derive(Debug, InputObject)]
pub struct CongressCategoryUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// Whose congresses are counted.
    series: MaybeUndefined<CongressSeries>,
    /// Who held the congress.
    unit_id: MaybeUndefined<ID>,
    /// Which congress, 1 to 99.
    number: MaybeUndefined<i32>,
    /// First year of the term.
    start_year: MaybeUndefined<i32>,
    /// Last year of the term.
    end_year: MaybeUndefined<i32>,
    /// First day of the congress.
    opened_on: MaybeUndefined<Given<Date>>,
    /// Last day of the congress.
    closed_on: MaybeUndefined<Given<Date>>,
    /// A few words about the term.
    introduction: MaybeUndefined<String>,
    /// Last part of its address. Under the one until now the term is still found.
    slug: MaybeUndefined<String>,
}

impl CongressCategoryUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, CategoryFields) {
        let target = problems.target(Kind::CongressCategory, &self.id, self.version, "input");
        let opened_on = problems.scalar(self.opened_on.into(), "input.openedOn");
        let closed_on = problems.scalar(self.closed_on.into(), "input.closedOn");
        let fields = CategoryFields {
            series: Patch::from(self.series).map(Into::into),
            unit_id: problems.reference(Kind::Unit, self.unit_id.into(), "input.unitId"),
            number: self.number.into(),
            start_year: self.start_year.into(),
            end_year: self.end_year.into(),
            opened_on: opened_on.map(|day| day.0),
            closed_on: closed_on.map(|day| day.0),
            introduction: self.introduction.into(),
            slug: self.slug.into(),
        };
        (target, fields)
    }
}

/// A congress term to be deleted.
#[derive(Debug, InputObject)]
pub struct CongressCategoryDeleteInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl CongressCategoryDeleteInput {
    pub fn read(self, problems: &mut Problems) -> Target {
        problems.target(Kind::CongressCategory, &self.id, self.version, "input")
    }
}
