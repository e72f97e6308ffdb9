//! The places that articles are about, as the administrative map had them in each year.

use chrono::{Datelike, NaiveDate};

use super::{dice::Dice, rules::WordFault};

/// One place under the kind that it had for some years.
#[derive(Debug)]
pub(super) struct Place {
    /// "Quế Sơn".
    pub(super) name: &'static str,
    /// "huyện".
    pub(super) kind: &'static str,
    /// "Huyện ủy".
    pub(super) committee: &'static str,
    /// What it consists of; never empty.
    pub(super) communes: Vec<&'static str>,
    first_year: i32,
    last_year: i32,
}

/// All places.
#[derive(Debug)]
pub(super) struct Places(Vec<Place>);

impl Places {
    /// Reads the file, whose first lines say what its columns are.
    pub(super) fn read(file: &'static str) -> Result<Self, WordFault> {
        let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let place = |line| place(line).ok_or_else(|| WordFault::Malformed(String::from(line)));
        let places: Vec<_> = lines.map(place).collect::<Result<_, _>>()?;
        if places.is_empty() {
            return Err(WordFault::Malformed(file.to_owned()));
        }
        Ok(Self(places))
    }

    /// The line whose place, or one of whose communes, the name of a unit ends with.
    pub(super) fn of_unit(&self, name: &str) -> Option<usize> {
        let seat = self.0.iter().position(|place| name.ends_with(place.name));
        seat.or_else(|| {
            let ends = |commune: &&str| name.ends_with(*commune);
            self.0.iter().position(|place| place.communes.iter().any(ends))
        })
    }

    /// The place of that line on that day, or its neighbour's when the line was out of date.
    pub(super) fn on(&self, line: usize, day: NaiveDate) -> &Place {
        let current = |place: &&Place| (place.first_year..=place.last_year).contains(&day.year());
        let mut from_line = self.0.iter().cycle().skip(line).take(self.0.len());
        from_line.find(current).unwrap_or(&self.0[0])
    }

    /// Any place.
    pub(super) fn any(&self, dice: &mut Dice, day: NaiveDate) -> &Place {
        self.on(dice.index(self.0.len()), day)
    }

    /// A place of another name.
    pub(super) fn other(&self, dice: &mut Dice, day: NaiveDate, place: &Place) -> &Place {
        let start = dice.index(self.0.len());
        let mut others = (start..start + self.0.len()).map(|line| self.on(line, day));
        others.find(|other| other.name != place.name).unwrap_or(&self.0[0])
    }
}

fn place(line: &'static str) -> Option<Place> {
    let columns: Vec<&'static str> = line.split(" | ").collect();
    let [name, kind, committee, first_year, last_year, communes] = columns[..] else {
        return None;
    };
    Some(Place {
        name,
        kind,
        committee,
        communes: communes.split(", ").collect(),
        first_year: first_year.parse().ok()?,
        last_year: last_year.parse().ok()?,
    })
}
