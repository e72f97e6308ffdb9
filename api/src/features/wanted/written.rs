//! What was typed, as conditions on the terms of an article or of a part of it.

use super::{
    expression::Expression,
    parse::{Capitals, Phrase, Unit, Wanted},
};
use crate::{
    features::index::terms::{self, Place},
    platform::text::Syllable,
};

/// How marks are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// As they were typed, also where there are none.
    Literally,
    /// A syllable with marks as it was typed, one without them in any way.
    AsMeant,
    /// Not at all.
    Loosely,
}

impl Marks {
    /// Whether this syllable is compared with its marks.
    pub fn matter(self, syllable: &Syllable) -> bool {
        match self {
            Self::Literally => true,
            Self::AsMeant => syllable.is_marked(),
            Self::Loosely => false,
        }
    }
}

/// What is met by all hits of a search, whatever their tiers.
pub fn all(wanted: &Wanted, relaxed: bool) -> Expression {
    let marks = if relaxed { Marks::Loosely } else { Marks::AsMeant };
    Written { place: Place::Anywhere, marks }.strewn(wanted)
}

/// What no hit of a search has.
pub fn unwanted(wanted: &Wanted) -> Vec<Expression> {
    let written = Written { place: Place::Anywhere, marks: Marks::AsMeant };
    wanted.unwanted.iter().map(|phrase| written.phrase(phrase)).collect()
}

/// Conditions on one part of an article.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Which part.
    pub place: Place,
    /// How marks are compared in it.
    pub marks: Marks,
}

impl Written {
    /// All units, wherever they stand.
    pub fn strewn(self, wanted: &Wanted) -> Expression {
        one_or(Expression::All, self.units(wanted, false))
    }

    fn units(self, wanted: &Wanted, together: bool) -> Vec<Expression> {
        let mut units: Vec<Expression> = Vec::new();
        for unit in wanted.units.iter().map(|unit| self.unit(unit, together)) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
    }

    /// All units, each next to the one before. None where that cannot be said: behind a word that
    /// is left open.
    pub fn together(self, wanted: &Wanted) -> Option<Expression> {
        let mut parts = match self.is_said_by_neighbours(wanted) {
            true => Vec::new(),
            false => self.units(wanted, true),
        };
        for neighbours in wanted.units.windows(2) {
            let [before, behind] = [&neighbours[0].0, &neighbours[1].0];
            let mut ways = Vec::new();
            for before in before {
                if before.open.is_some() {
                    return None;
                }
                let last = before.syllables.last()?;
                ways.extend(behind.iter().filter_map(|behind| self.border(last, behind)));
            }
            parts.push(one_or(Expression::Any, ways));
        }
        Some(one_or(Expression::All, parts))
    }

    /// Whether the terms of neighbours name each syllable as it is compared: then its own says nothing
    /// more, and is the longer list.
    fn is_said_by_neighbours(self, wanted: &Wanted) -> bool {
        let phrases: Vec<&Phrase> = wanted.units.iter().flat_map(|unit| &unit.0).collect();
        let is_one = |phrase: &&Phrase| phrase.syllables.len() == 1 && phrase.open.is_none();
        phrases.len() == wanted.units.len()
            && phrases.len() > 1
            && phrases.iter().all(is_one)
            && self.are_alike(phrases.iter().flat_map(|phrase| &phrase.syllables))
    }

    fn are_alike<'a>(self, syllables: impl IntoIterator<Item = &'a Syllable>) -> bool {
        let mut matters = syllables.into_iter().map(|syllable| self.marks.matter(syllable));
        let first = matters.next();
        matters.all(|matters| Some(matters) == first)
    }

    fn unit(self, unit: &Unit, together: bool) -> Expression {
        let forms = unit.0.iter().map(|phrase| match phrase.is_strewn && !together {
            true => one_or(
                Expression::All,
                phrase.syllables.iter().map(|syllable| self.word_of(phrase, syllable)).collect(),
            ),
            false => self.phrase(phrase),
        });
        one_or(Expression::Any, forms.collect())
    }

    fn phrase(self, phrase: &Phrase) -> Expression {
        let (last, ahead) = phrase.syllables.split_last().expect("a phrase has a syllable");
        let mut parts: Vec<Expression> = Vec::new();
        match &phrase.open {
            None if !ahead.is_empty()
                && phrase.written == Capitals::Free
                && self.are_alike(&phrase.syllables) => {}
            None => {
                parts.extend(phrase.syllables.iter().map(|syllable| self.word_of(phrase, syllable)))
            }
            Some(open) => parts.push(self.beginning(open, last)),
        }
        let neighbours = phrase.syllables.windows(2);
        parts.extend(neighbours.map(|pair| Expression::Term(self.pair([&pair[0], &pair[1]]))));
        one_or(Expression::All, parts)
    }

    fn word_of(self, phrase: &Phrase, syllable: &Syllable) -> Expression {
        let capital = || Expression::Term(terms::capital(self.place, syllable));
        match phrase.written {
            Capitals::Free => self.word(syllable),
            Capitals::Required => capital(),
            Capitals::Preferred => {
                let exactly = Expression::Term(terms::word(self.place, syllable, true));
                Expression::Any(vec![capital(), exactly])
            }
        }
    }

    fn word(self, syllable: &Syllable) -> Expression {
        Expression::Term(terms::word(self.place, syllable, self.marks.matter(syllable)))
    }

    /// A word that begins like this, or that is this syllable in its canonical spelling.
    fn beginning(self, open: &Syllable, whole: &Syllable) -> Expression {
        let begins = terms::word(self.place, open, self.marks.matter(open));
        Expression::Any(vec![Expression::Prefix(begins), self.word(whole)])
    }

    fn border(self, last: &Syllable, behind: &Phrase) -> Option<Expression> {
        let first = behind.syllables.first()?;
        let whole = Expression::Term(self.pair([last, first]));
        match &behind.open {
            Some(open) if behind.syllables.len() == 1 => {
                let begins = Expression::Prefix(self.pair([last, open]));
                Some(Expression::Any(vec![begins, whole]))
            }
            _ => Some(whole),
        }
    }

    /// Two neighbours. Where only one of them has marks, its own term says which.
    fn pair(self, pair: [&Syllable; 2]) -> String {
        terms::pair(self.place, pair, pair.iter().all(|syllable| self.marks.matter(syllable)))
    }
}

fn one_or(several: fn(Vec<Expression>) -> Expression, mut parts: Vec<Expression>) -> Expression {
    if parts.len() == 1 { parts.remove(0) } else { several(parts) }
}
