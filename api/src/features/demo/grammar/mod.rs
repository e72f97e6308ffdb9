//! Grammar: articles without end, made from word lists and a seed.
//!
//! Article `n` of a seed is the same on every machine and whatever else is made, as long as the
//! word lists and the units stay as they are. Every sentence and every figure in it is invented,
//! the numbers of documents too; the places are real.
//!
//! Deliberately absent: floating point, clocks, and any library that draws numbers. Their answers
//! may differ between platforms or versions.

mod body;
mod calendar;
mod chain;
mod dice;
mod measures;
mod places;
mod rules;
mod scene;
mod slot;
mod spelling;
mod terms;
#[cfg(test)]
mod tests;
mod units;

use chrono::{DateTime, NaiveDate, Utc};
use entity::congress_category::Series;

pub use self::units::{UnitName, UnitWords};
use self::{
    body::Shapes,
    calendar::Calendar,
    chain::Sections,
    dice::Dice,
    places::Place,
    rules::{RuleId, WordFault},
    scene::{Scene, Setting, Stock},
    spelling::Spelling,
};

/// How many people write for the portal.
const PEN_NAMES: usize = 300;

/// What articles are made from.
#[derive(Debug)]
pub struct Grammar {
    seed: u64,
    units: Vec<UnitWords>,
    /// Of each unit, the line of its place.
    seats: Vec<Option<usize>>,
    pen_names: Vec<String>,
    stock: Stock,
    sections: Sections,
    calendar: Calendar,
    shapes: Shapes,
    summary: RuleId,
}

/// An article, as an editor would hand it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The headline, of 8 to 25 syllables.
    pub title: String,
    /// A sentence that leads into it; three articles of five have one.
    pub summary: Option<String>,
    /// The author line as printed, spelt as the rest of the article is.
    pub byline: Option<String>,
    /// Who wrote it: one of [`Grammar::pen_names`], spelt as there.
    pub pen_name: Option<String>,
    /// The unit that sent it in, as an index into the units of the grammar.
    pub unit: Option<usize>,
    /// The body. In NFC it is what the sanitiser makes of it, byte for byte.
    pub html: String,
    /// A minute of office hours in Vietnam, from 2009 to 2025.
    pub published_at: DateTime<Utc>,
    /// How often it was read.
    pub views: i64,
    /// The congress terms that it belongs to: those of its day, or earlier ones when it looks back.
    pub congress: Vec<(Series, i16)>,
}

/// Who signs an article.
struct Signature<'a> {
    pen_name: Option<&'a str>,
    unit: Option<(usize, &'a UnitName)>,
}

impl Grammar {
    /// Reads the word lists. Without units, no article has one.
    pub fn new(seed: u64, units: Vec<UnitWords>) -> Self {
        Self::read(seed, units).expect("the word lists are part of the program and were tested")
    }

    /// Everybody who signs articles, each once.
    pub fn pen_names(&self) -> &[String] {
        &self.pen_names
    }

    /// Article `n`; the first is 0.
    pub fn article(&self, n: u64) -> Generated {
        let mut dice = Dice::of(self.seed, n);
        let spelling = Spelling::draw(&mut dice);
        let moment = self.calendar.draw(&mut dice);
        let views = measures::views(&mut dice);
        let section = self.sections.draw(&mut dice);
        let congress = terms::draw(&mut dice, moment.day, section.past);
        let signature = self.sign(&mut dice, moment.day);
        let place = self.place(&mut dice, moment.day, &signature);
        let unit = signature.unit.map(|(_, unit)| unit.name.as_str());
        let setting = Setting { day: moment.day, place, unit };
        let mut scene = Scene::new(dice, setting, &self.stock);
        let title = scene.text(section.title);
        let summary = scene.dice.chance(60).then(|| scene.text(self.summary));
        let html = body::write(&mut scene, section, &self.shapes);
        Generated {
            title: spelling.apply(title),
            summary: summary.map(|summary| spelling.apply(summary)),
            byline: signature.line().map(|line| spelling.apply(line)),
            pen_name: signature.pen_name.map(str::to_owned),
            unit: signature.unit.map(|(index, _)| index),
            html: spelling.apply(html),
            published_at: moment.instant,
            views,
            congress,
        }
    }

    fn read(seed: u64, units: Vec<UnitWords>) -> Result<Self, WordFault> {
        let stock = Stock::read()?;
        let rules = &stock.rules;
        let pen_name = rules.id("pen-name")?;
        // A unit that was renamed is where it was.
        let seat = |unit: &UnitWords| stock.places.of_unit(&unit.names.last()?.name);
        let mut grammar = Self {
            seed,
            seats: units.iter().map(seat).collect(),
            units,
            pen_names: Vec::new(),
            sections: Sections::read(rules)?,
            calendar: Calendar::new(),
            shapes: Shapes::read(rules)?,
            summary: rules.id("summary")?,
            stock,
        };
        grammar.pen_names = grammar.draw_pen_names(pen_name);
        Ok(grammar)
    }

    fn draw_pen_names(&self, rule: RuleId) -> Vec<String> {
        // No article has these dice: nobody makes as many.
        let mut dice = Dice::of(self.seed, u64::MAX);
        let day = self.calendar.draw(&mut dice).day;
        let place = self.stock.places.any(&mut dice, day);
        let mut scene = Scene::new(dice, Setting { day, place, unit: None }, &self.stock);
        let mut names: Vec<String> = Vec::with_capacity(PEN_NAMES);
        while names.len() < PEN_NAMES {
            let name = scene.text(rule);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn sign(&self, dice: &mut Dice, day: NaiveDate) -> Signature<'_> {
        let (person, unit) = match dice.below(100) {
            0..60 => (true, true),
            60..75 => (true, false),
            75..95 => (false, true),
            _ => (false, false),
        };
        // The lower of two throws: a few write much and many write little.
        let first = dice.index(self.pen_names.len());
        let writer = first.min(dice.index(self.pen_names.len()));
        let sender = units::draw(&self.units, dice, day);
        Signature {
            pen_name: person.then(|| self.pen_names[writer].as_str()),
            unit: sender.filter(|_| unit),
        }
    }

    /// The place of the unit that sent the article in, or any.
    fn place(&self, dice: &mut Dice, day: NaiveDate, signature: &Signature<'_>) -> &Place {
        let seat = signature.unit.and_then(|(index, _)| self.seats[index]);
        match seat {
            Some(line) => self.stock.places.on(line, day),
            None => self.stock.places.any(dice, day),
        }
    }
}

impl Signature<'_> {
    fn line(&self) -> Option<String> {
        match (self.pen_name, self.unit) {
            (Some(name), Some((_, unit))) => Some(format!("{name} - {}", unit.short())),
            (Some(name), None) => Some(name.to_owned()),
            (None, Some((_, unit))) => Some(unit.short().to_owned()),
            (None, None) => None,
        }
    }
}
