//! Rules about congress categories.

use chrono::NaiveDate;
use entity::{
    change,
    congress_category::{self, Series},
};
use sea_orm::{ActiveValue::Set, prelude::Uuid};

use super::store;
use crate::{
    features::{
        names::{self, Named, Names},
        slugs::{self, Slugged},
    },
    platform::{
        error::Result,
        id,
        scope::{Scope, Viewer},
        text,
        transaction::Transaction,
    },
};

/// Where a term stands among others: by series, then by year, for numbers restart when units
/// merge, then by number. Never by text, which would put XIX before XX but IX behind both.
pub fn rank(category: &congress_category::Model) -> (Series, Option<i16>, i16, Uuid) {
    (category.series, category.start_year, category.number, category.id)
}

/// Which terms a list holds.
#[derive(Clone, Debug, Default)]
pub struct CategoryList {
    /// Only those of one series.
    pub series: Option<Series>,
    /// Only those of congresses that this unit held.
    pub unit: Option<Uuid>,
    /// Only those with such names.
    pub named: Option<Named>,
}

/// The terms of a list in their order.
pub async fn all(scope: &Scope, list: &CategoryList) -> Result<Vec<congress_category::Model>> {
    let mut categories = store::all(scope.reader(), scope.viewer, list).await?;
    categories.sort_by_key(rank);
    Ok(categories)
}

/// The terms with these ids that the viewer may see.
pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<congress_category::Model>> {
    store::find_many(scope.reader(), scope.viewer, ids).await
}

/// The term that has this slug or had it once, if the viewer may see it.
pub async fn find_by_slug(scope: &Scope, slug: &str) -> Result<Option<congress_category::Model>> {
    let found = store::find_by_slug(scope.reader(), scope.viewer, slug).await?;
    if found.is_some() {
        return Ok(found);
    }
    match slugs::former_holder(scope.reader(), Slugged::CongressCategory, slug).await? {
        Some(id) => Ok(find_many(scope, &[id]).await?.pop()),
        None => Ok(None),
    }
}

/// A term to be created.
#[derive(Clone, Debug)]
pub struct NewCategory {
    /// National or provincial.
    pub series: Series,
    /// Who held the congress; none for the national Party.
    pub unit_id: Option<Uuid>,
    /// 1 to 99.
    pub number: i16,
    /// Years of the term.
    pub years: Option<(i16, i16)>,
    /// Days of the congress.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// A few words about it.
    pub introduction: Option<String>,
}

impl NewCategory {
    /// A term of which only the number is known.
    pub fn numbered(series: Series, unit_id: Option<Uuid>, number: u8) -> Self {
        let number = number.into();
        Self { series, unit_id, number, years: None, days: None, introduction: None }
    }
}

/// The Roman numeral of a term.
pub fn numeral(number: i16) -> String {
    text::roman(u8::try_from(number).unwrap_or_default())
}

/// Creates a term.
pub async fn create(txn: &mut Transaction, new: NewCategory) -> Result<congress_category::Model> {
    let NewCategory { series, unit_id, number, years, days, introduction } = new;
    let label = format!("Khóa {}", numeral(number));
    let slug = slugs::free(&**txn, Slugged::CongressCategory, &label).await?;
    let category = congress_category::ActiveModel {
        id: Set(id::new(txn.now)),
        slug: Set(slug),
        series: Set(series),
        unit_id: Set(unit_id),
        number: Set(number),
        start_year: Set(years.map(|(start, _)| start)),
        end_year: Set(years.map(|(_, end)| end)),
        opened_on: Set(days.map(|(opened, _)| opened)),
        closed_on: Set(days.map(|(_, closed)| closed)),
        introduction: Set(introduction),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
        deleted_at: Set(None),
    };
    let category = store::insert(&**txn, category).await?;
    names::insert(&**txn, [Names::of_category(&category)]).await?;
    txn.upserted(change::Node::CongressCategory, category.id);
    Ok(category)
}

/// Makes sure that there is a term with this number, and says whether it was new. A unit is compared
/// only in the provincial series, where both are known: the national one has none, and a term may
/// have been imported before anybody said whose portal it is.
pub async fn ensure(
    txn: &mut Transaction,
    series: Series,
    unit_id: Option<Uuid>,
    number: u8,
) -> Result<bool> {
    let unit_id = if series == Series::Provincial { unit_id } else { None };
    let list = CategoryList { series: Some(series), ..CategoryList::default() };
    let known = store::all(&**txn, Viewer::System, &list).await?;
    let same = |known: &congress_category::Model| {
        let units = known.unit_id.zip(unit_id);
        known.number == i16::from(number) && units.is_none_or(|(known, unit)| known == unit)
    };
    if known.iter().any(same) {
        return Ok(false);
    }
    create(txn, NewCategory::numbered(series, unit_id, number)).await?;
    Ok(true)
}
