//! One article in the making: its dice and what its sentences refer to.

use chrono::NaiveDate;

use super::{
    dice::Dice,
    places::{Place, Places},
    rules::{Piece, RuleId, Rules},
};

/// What the sentences of one article have in common.
pub(super) struct Scene<'a> {
    /// The article's own dice.
    pub(super) dice: Dice,
    /// The local day of publication.
    pub(super) day: NaiveDate,
    /// Where it happens.
    pub(super) place: &'a Place,
    /// The name that the sending unit had on that day.
    pub(super) unit: Option<&'a str>,
    /// Who presides.
    pub(super) chair: String,
    /// Who answers for the commune.
    pub(super) local: String,
    rules: &'a Rules,
    places: &'a Places,
}

impl<'a> Scene<'a> {
    /// Sets the scene and draws the two people who stay throughout.
    pub(super) fn new(
        dice: Dice,
        (day, place, unit): (NaiveDate, &'a Place, Option<&'a str>),
        (rules, places, person): (&'a Rules, &'a Places, RuleId),
    ) -> Self {
        let (chair, local) = (String::new(), String::new());
        let mut scene = Self { dice, day, place, unit, chair, local, rules, places };
        scene.chair = scene.text(person);
        scene.local = scene.text(person);
        scene
    }

    /// A place that is not this article's.
    pub(super) fn elsewhere(&mut self) -> &'a Place {
        self.places.other(&mut self.dice, self.day, self.place)
    }

    /// What the rule makes here.
    pub(super) fn text(&mut self, rule: RuleId) -> String {
        let mut text = String::new();
        self.write(rule, &mut text);
        text
    }

    /// Appends what the rule makes here. Rules do not go in circles, which a test watches.
    pub(super) fn write(&mut self, rule: RuleId, out: &mut String) {
        let rules = self.rules;
        for piece in rules.choose(rule, &mut self.dice) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Rule(rule, false) => self.write(*rule, out),
                Piece::Rule(rule, true) => self.write_capital(*rule, out),
                Piece::Slot(slot) => slot.write(self, out),
            }
        }
    }

    /// The same, beginning with a capital.
    pub(super) fn write_capital(&mut self, rule: RuleId, out: &mut String) {
        let start = out.len();
        self.write(rule, out);
        let Some(first) = out[start..].chars().next().filter(|first| first.is_lowercase()) else {
            return;
        };
        // The capital of every Vietnamese letter has the letter's length, so nothing moves.
        let mut buffer = [0; 4];
        for capital in first.to_uppercase() {
            out.replace_range(start..start + first.len_utf8(), capital.encode_utf8(&mut buffer));
        }
    }
}
