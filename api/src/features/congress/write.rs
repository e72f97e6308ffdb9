//! Creating, changing and deleting congress terms.

use chrono::NaiveDate;
use entity::{
    change,
    congress_category::{self, Series},
};
use sea_orm::prelude::Uuid;

use super::{
    service::{self, CategoryList, NewCategory},
    store,
};
use crate::{
    features::{
        names::{self, Names},
        pending,
        slugs::{self, Slugged},
        units,
    },
    platform::{
        audit::versioned,
        error::{Error, Result},
        form::{Patch, Problems, Target},
        id::Kind,
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        transaction::Transaction,
        viewer::Viewer,
    },
};

/// Longest introduction, in characters.
const MAX_INTRODUCTION: usize = 10_000;
/// Congresses are counted from 1; their numerals end here.
const NUMBERS: (i16, i16) = (1, 99);
/// Years that a term may have.
const YEARS: (i16, i16) = (1_900, 2_200);

versioned!(congress_category::Model: CongressCategory);

/// What somebody says of a congress term.
#[derive(Clone, Debug, Default)]
pub struct CategoryFields {
    /// National or provincial.
    pub series: Patch<Series>,
    /// Who held the congress.
    pub unit_id: Patch<Uuid>,
    /// Which congress.
    pub number: Patch<i32>,
    /// First year of the term.
    pub start_year: Patch<i32>,
    /// Last year of the term.
    pub end_year: Patch<i32>,
    /// First day of the congress.
    pub opened_on: Patch<NaiveDate>,
    /// Last day of the congress.
    pub closed_on: Patch<NaiveDate>,
    /// A few words about it.
    pub introduction: Patch<String>,
    /// Last part of its address.
    pub slug: Patch<String>,
}

/// The same, each value as it is stored.
struct Checked {
    series: Patch<Series>,
    unit_id: Patch<Uuid>,
    number: Patch<i16>,
    start_year: Patch<i16>,
    end_year: Patch<i16>,
    opened_on: Patch<NaiveDate>,
    closed_on: Patch<NaiveDate>,
    introduction: Patch<String>,
    slug: Patch<String>,
}

impl CategoryFields {
    fn checked(self, problems: &mut Problems) -> Checked {
        let number = problems.required(self.number, "input.number");
        let slug = problems.required(self.slug, "input.slug");
        Checked {
            series: problems.required(self.series, "input.series"),
            unit_id: self.unit_id,
            number: problems.number(number, "input.number", NUMBERS),
            start_year: problems.number(self.start_year, "input.startYear", YEARS),
            end_year: problems.number(self.end_year, "input.endYear", YEARS),
            opened_on: self.opened_on,
            closed_on: self.closed_on,
            introduction: problems.lines(self.introduction, "input.introduction", MAX_INTRODUCTION),
            slug: problems.slug(slug, "input.slug"),
        }
    }
}

impl Checked {
    fn over(self, old: congress_category::Model) -> congress_category::Model {
        congress_category::Model {
            series: self.series.or(old.series),
            unit_id: self.unit_id.over(old.unit_id),
            number: self.number.or(old.number),
            start_year: self.start_year.over(old.start_year),
            end_year: self.end_year.over(old.end_year),
            opened_on: self.opened_on.over(old.opened_on),
            closed_on: self.closed_on.over(old.closed_on),
            introduction: self.introduction.over(old.introduction.clone()),
            slug: self.slug.or(old.slug.clone()),
            ..old
        }
    }
}

/// Creates a term.
pub async fn create(
    txn: &mut Transaction,
    fields: CategoryFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::CongressCategory).await?;
    let (Patch::Set(series), number) = (fields.series.clone(), fields.number.clone()) else {
        return Err(Error::Broken("a congress term was created without a series").into());
    };
    // Where no number could be read, that is noted already.
    let draft = fields.over(blank(series, number.or(0)));
    check(txn, &draft, &mut problems).await?;
    // What has no slug yet gets one that nothing has.
    if !draft.slug.is_empty() {
        slugs::check(txn, Slugged::CongressCategory, draft.id, &draft.slug, &mut problems).await?;
    }
    problems.end()?;
    let new = NewCategory {
        series,
        unit_id: draft.unit_id,
        number: draft.number,
        years: None,
        days: None,
        introduction: None,
    };
    let row = service::create(txn, new).await?;
    txn.audit_on(Kind::CongressCategory, row.id, None);
    let category_id = row.id;
    let slug = if draft.slug.is_empty() { row.slug.clone() } else { draft.slug.clone() };
    let whole = congress_category::Model {
        id: row.id,
        slug,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        ..draft
    };
    if whole != row {
        names::replace(&**txn, Names::of_category(&whole)).await?;
        store::update(&**txn, whole).await?;
    }
    Ok(category_id)
}

/// Changes what is said of a term.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: CategoryFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::CongressCategory).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let new = fields.over(old.clone());
    check(txn, &new, &mut problems).await?;
    if new.slug != old.slug {
        slugs::check(txn, Slugged::CongressCategory, old.id, &new.slug, &mut problems).await?;
    }
    problems.end()?;
    if new == old {
        return Ok(old.id);
    }
    slugs::changed(txn, Slugged::CongressCategory, old.id, (&old.slug, &new.slug)).await?;
    save(txn, &old, new).await?;
    txn.upserted(change::Node::CongressCategory, old.id);
    Ok(old.id)
}

/// Deletes a term on which no article hangs.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::CongressCategory).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let articles = store::articles_of(&**txn, old.id).await?;
    let edits = pending::edits_with(txn, old.id).await?;
    if let Some(problem) = Problem::in_use(&[("articles", articles), (pending::NAMED, edits)]) {
        problems.note(problem);
    }
    problems.end()?;
    let deleted_at = Some(txn.now);
    save(txn, &old, congress_category::Model { deleted_at, ..old.clone() }).await?;
    txn.removed(change::Node::CongressCategory, old.id);
    Ok(old.id)
}

async fn save(
    txn: &mut Transaction,
    old: &congress_category::Model,
    new: congress_category::Model,
) -> Result<()> {
    let version = old.version + 1;
    txn.changed(old, &new);
    names::replace(&**txn, Names::of_category(&new)).await?;
    let row = congress_category::Model { version, updated_at: txn.now, ..new };
    store::update(&**txn, row).await
}

async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<congress_category::Model>> {
    let row = match target.id {
        Some(id) => store::find_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

async fn check(
    txn: &Transaction,
    new: &congress_category::Model,
    problems: &mut Problems,
) -> Result<()> {
    if let Some(unit) = new.unit_id {
        if new.series == Series::National {
            let message = "The national congresses are those of no unit";
            problems.note(Problem::new(ProblemCode::Invalid, message).at("input.unitId"));
        } else if !units::service::can_be_referred_to(txn, unit).await? {
            problems.note(Problem::no_reference("input.unitId"));
        }
    }
    let mut in_order = |is_in_order: bool, field: &str| {
        if !is_in_order {
            let message = "It must not lie before the beginning";
            problems.note(Problem::new(ProblemCode::TimeInvalid, message).at(field));
        }
    };
    let years = new.start_year.zip(new.end_year);
    in_order(years.is_none_or(|(start, end)| start <= end), "input.endYear");
    let days = new.opened_on.zip(new.closed_on);
    in_order(days.is_none_or(|(opened, closed)| opened <= closed), "input.closedOn");
    // A unit counts its congresses; where no unit is known, the series stands for it.
    let known = store::all(&**txn, Viewer::System, &CategoryList::default()).await?;
    let counted_together = |known: &congress_category::Model| {
        known.unit_id == new.unit_id && (new.unit_id.is_some() || known.series == new.series)
    };
    let mut namesakes = known.iter().filter(|known| counted_together(known));
    if namesakes.any(|known| known.number == new.number && known.id != new.id) {
        problems.note(Problem::taken("input.number"));
    }
    Ok(())
}

/// A term of which nothing else is known, and which is nowhere yet.
fn blank(series: Series, number: i16) -> congress_category::Model {
    congress_category::Model {
        id: Uuid::nil(),
        slug: String::new(),
        series,
        unit_id: None,
        number,
        start_year: None,
        end_year: None,
        opened_on: None,
        closed_on: None,
        introduction: None,
        created_at: Default::default(),
        updated_at: Default::default(),
        version: 1,
        deleted_at: None,
    }
}
