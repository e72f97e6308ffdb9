//! One article in the making: its dice and what its sentences refer to.

use chrono::NaiveDate;

use super::{
    dice::Dice,
    places::{Place, Places},
    rules::{Piece, RuleId, Rules, WordFault},
};

/// Where every scene takes its words from.
#[derive(Debug)]
pub(super) struct Stock {
    /// The word lists.
    pub(super) rules: Rules,
    /// The map.
    pub(super) places: Places,
    official: RuleId,
    topics: Vec<&'static str>,
}

/// What is settled before the first word is written.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The local day of publication.
    pub(super) day: NaiveDate,
    /// Where it happens.
    pub(super) place: &'a Place,
    /// The name that the sending unit had on that day.
    pub(super) unit: Option<&'a str>,
}

/// What the sentences of one article have in common.
pub(super) struct Scene<'a> {
    /// The article's own dice.
    pub(super) dice: Dice,
    /// When, where and who.
    pub(super) setting: Setting<'a>,
    /// The commune that it is about.
    pub(super) home: &'static str,
    /// What it is about.
    pub(super) topic: &'static str,
    /// Who presides.
    pub(super) chair: String,
    /// Who answers for the commune.
    pub(super) local: String,
    stock: &'a Stock,
}

impl Stock {
    /// Reads the files that are part of the program.
    pub(super) fn read() -> Result<Self, WordFault> {
        let rules = Rules::read(&[
            include_str!("words/chains.txt"),
            include_str!("words/clauses.txt"),
            include_str!("words/parts.txt"),
            include_str!("words/people.txt"),
            include_str!("words/policies.txt"),
            include_str!("words/titles.txt"),
        ])?;
        Ok(Self {
            places: Places::read(include_str!("words/places.txt"))?,
            official: rules.id("official")?,
            topics: rules.words(rules.id("policy")?).collect(),
            rules,
        })
    }
}

impl<'a> Scene<'a> {
    /// Draws what stays the same throughout.
    pub(super) fn new(mut dice: Dice, setting: Setting<'a>, stock: &'a Stock) -> Self {
        let home = dice.pick(&setting.place.communes);
        let topic = dice.pick(&stock.topics);
        let (chair, local) = (String::new(), String::new());
        let mut scene = Self { dice, setting, home, topic, chair, local, stock };
        scene.chair = scene.text(stock.official);
        scene.local = scene.text(stock.official);
        scene
    }

    /// A place that is not this article's.
    pub(super) fn elsewhere(&mut self) -> &'a Place {
        self.stock.places.other(&mut self.dice, self.setting.day, self.setting.place)
    }

    /// What the rule makes here.
    pub(super) fn text(&mut self, rule: RuleId) -> String {
        let mut text = String::new();
        self.write(rule, &mut text);
        text
    }

    /// Appends what the rule makes here. Rules do not go in circles, which a test watches.
    pub(super) fn write(&mut self, rule: RuleId, out: &mut String) {
        let stock = self.stock;
        let mut capital = None;
        for piece in stock.rules.choose(rule, &mut self.dice) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Rule(rule) => self.write(*rule, out),
                Piece::Slot(slot) => slot.write(self, out),
                Piece::Capital => {
                    capital = Some(out.len());
                    continue;
                }
            }
            if let Some(start) = capital.take() {
                capitalise(out, start);
            }
        }
    }

    /// The same, beginning with a capital.
    pub(super) fn write_capital(&mut self, rule: RuleId, out: &mut String) {
        let start = out.len();
        self.write(rule, out);
        capitalise(out, start);
    }
}

fn capitalise(text: &mut String, start: usize) {
    if let Some(first) = text[start..].chars().next().filter(|first| first.is_lowercase()) {
        let letter = start..start + first.len_utf8();
        text.replace_range(letter, &first.to_uppercase().to_string());
    }
}
