//! Units, authors and congress terms.

use entity::{author, congress_category, unit, unit_name, unit_succession};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        record::{Author, CongressCategory, Unit, UnitName, UnitSuccession},
        store::Rows,
    },
    Checked, Fault, History, in_order, line, line_or_null, lines_or_null, slug, within,
};
use crate::{
    features::{authors::service as authors, units::service as units},
    platform::text,
};

/// Most characters of a few words about somebody.
const MAX_TEXT: usize = 10_000;

pub fn unit(unit: Unit) -> Checked<Rows> {
    let times = (unit.created_at, unit.updated_at);
    let history = History::new("unit", times, unit.version, unit.deleted_at)?;
    let name = line("unit.name", &unit.name, units::MAX_NAME)?;
    if unit.names.is_empty() {
        return Err(Fault::new("unit.names", "a unit has at least one name"));
    }
    let message = "not before `established_on`";
    in_order("unit.dissolved_on", unit.established_on, unit.dissolved_on, message)?;
    let unit_id = unit.id.0;
    let position = match unit.position {
        Some(position) => Some(within("unit.position", position, (0, i16::MAX))?),
        None => None,
    };
    let names = unit.names.into_iter().enumerate();
    let names = names.map(|(place, name)| unit_name(unit_id, place, name));
    let names = names.collect::<Checked<_>>()?;
    let row = unit::Model {
        id: unit_id,
        slug: slug("unit.slug", unit.slug)?,
        kind: unit.kind,
        parent_id: unit.parent.map(|parent| parent.0),
        sort_key: units::sort_key(unit.position, &name),
        name,
        abbreviation: line_or_null("unit.abbreviation", unit.abbreviation.as_deref(), 100)?,
        established_on: unit.established_on,
        dissolved_on: unit.dissolved_on,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
        position,
    };
    Ok(Rows::Unit(row, names))
}

fn unit_name(unit: Uuid, place: usize, name: UnitName) -> Checked<unit_name::Model> {
    let field = |part: &str| format!("unit.names[{place}].{part}");
    let message = "after `valid_from`";
    let next = name.valid_from.and_then(|from| from.succ_opt());
    in_order(&field("valid_to"), next, name.valid_to, message)?;
    let full = line(&field("name"), &name.name, units::MAX_NAME)?;
    let abbreviation = line_or_null(&field("abbreviation"), name.abbreviation.as_deref(), 100)?;
    Ok(unit_name::Model {
        id: name.id,
        unit_id: unit,
        name_key: text::exact_key(&full),
        abbreviation_key: abbreviation.as_deref().map(text::exact_key),
        name: full,
        abbreviation,
        valid_from: name.valid_from,
        valid_to: name.valid_to,
    })
}

pub fn succession(succession: UnitSuccession) -> Checked<Rows> {
    let UnitSuccession { id, predecessor, successor, kind, effective_on, basis } = succession;
    let ends = kind == unit_succession::Kind::Dissolved;
    if ends != successor.is_none() {
        let message = "null exactly where `kind` is DISSOLVED";
        return Err(Fault::new("unit_succession.successor", message));
    }
    if successor == Some(predecessor) {
        return Err(Fault::new("unit_succession.successor", "another unit than `predecessor`"));
    }
    Ok(Rows::UnitSuccession(unit_succession::Model {
        id,
        predecessor_id: predecessor.0,
        successor_id: successor.map(|unit| unit.0),
        kind,
        effective_on,
        basis: line_or_null("unit_succession.basis", basis.as_deref(), 300)?,
    }))
}

pub fn author(author: Author) -> Checked<Rows> {
    let times = (author.created_at, author.updated_at);
    let history = History::new("author", times, author.version, author.deleted_at)?;
    let pen_name = line("author.pen_name", &author.pen_name, authors::MAX_PEN_NAME)?;
    let sort_name = line("author.sort_name", &author.sort_name, authors::MAX_PEN_NAME)?;
    Ok(Rows::Author(author::Model {
        id: author.id.0,
        slug: slug("author.slug", author.slug)?,
        pen_name_key: text::exact_key(&pen_name),
        pen_name,
        sort_key: text::sort_key(&sort_name),
        sort_name,
        unit_id: author.unit.map(|unit| unit.0),
        bio: lines_or_null("author.bio", author.bio.as_deref(), MAX_TEXT)?,
        avatar_id: author.avatar.map(|media| media.0),
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
        merged_into: author.merged_into.map(|author| author.0),
    }))
}

pub fn category(category: CongressCategory) -> Checked<Rows> {
    let times = (category.created_at, category.updated_at);
    let history = History::new("congress_category", times, category.version, category.deleted_at)?;
    let (years, days) =
        ((category.start_year, category.end_year), (category.opened_on, category.closed_on));
    in_order("congress_category.end_year", years.0, years.1, "not before `start_year`")?;
    in_order("congress_category.closed_on", days.0, days.1, "not before `opened_on`")?;
    let introduction = category.introduction.as_deref();
    Ok(Rows::CongressCategory(congress_category::Model {
        id: category.id.0,
        slug: slug("congress_category.slug", category.slug)?,
        series: category.series,
        unit_id: category.unit.map(|unit| unit.0),
        number: within("congress_category.number", category.number, (1, 99))?,
        start_year: years.0,
        end_year: years.1,
        opened_on: days.0,
        closed_on: days.1,
        introduction: lines_or_null("congress_category.introduction", introduction, MAX_TEXT)?,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
    }))
}
