//! The units that send articles in, under the names that they had.

use chrono::NaiveDate;

use super::dice::Dice;

/// One unit, as far as a byline has to know it.
#[derive(Clone, Debug)]
pub struct UnitWords {
    /// Its names; the unit exists while one of them holds.
    pub names: Vec<UnitName>,
}

/// A name with the days on which it holds.
#[derive(Clone, Debug)]
pub struct UnitName {
    /// In full, as in "Ban Dân vận Huyện ủy Quế Sơn".
    pub name: String,
    /// As bylines have it, as in "Ban DVHU Quế Sơn".
    pub abbreviation: Option<String>,
    /// The first day; open when it always was so.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

impl UnitWords {
    /// The name that holds on that day.
    pub(super) fn on(&self, day: NaiveDate) -> Option<&UnitName> {
        let holds = |name: &&UnitName| {
            name.valid_from.is_none_or(|from| from <= day)
                && name.valid_to.is_none_or(|to| day < to)
        };
        self.names.iter().find(holds)
    }
}

impl UnitName {
    /// What stands in a byline.
    pub(super) fn short(&self) -> &str {
        self.abbreviation.as_deref().unwrap_or(&self.name)
    }
}

/// A unit that exists on that day, with the name that it has then.
pub(super) fn draw<'a>(
    units: &'a [UnitWords],
    dice: &mut Dice,
    day: NaiveDate,
) -> Option<(usize, &'a UnitName)> {
    let start = dice.index(units.len());
    let mut from_start = (0..units.len()).map(|step| (start + step) % units.len());
    from_start.find_map(|index| Some((index, units[index].on(day)?)))
}
