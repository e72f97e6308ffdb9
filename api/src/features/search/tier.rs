//! Tiers: how well an article meets what was typed, from its title down to syllables strewn over its
//! text. Each is a condition of its own, and none is met twice: the best counts.

use crate::features::{
    index::terms::Place,
    wanted::{Expression, Marks, Wanted, Written},
};

/// Tiers of a search, before and after it is relaxed: numbers of the latter begin here.
pub const RELAXED: u8 = 16;
/// Tiers that there are.
const TIERS: u8 = 10;

/// One tier of a search.
#[derive(Clone, Debug)]
pub struct Tier {
    /// Its number, the best first; cursors name it.
    pub number: u8,
    /// Whether titles and what stands beside the text decide it.
    pub in_head: bool,
    /// Its condition, which says nothing of better tiers.
    pub condition: Expression,
}

/// How good a hit of this tier is, from 0 to 1.
pub fn score(number: u8) -> f64 {
    f64::from(TIERS - number % RELAXED) / f64::from(TIERS)
}

/// The tiers of a search, the best first.
pub fn tiers(wanted: &Wanted, relaxed: bool) -> Vec<Tier> {
    let ways: &[Marks] =
        if relaxed { &[Marks::Loosely] } else { &[Marks::Literally, Marks::AsMeant] };
    let kinds = [
        (Place::Title, Kind::Together),
        (Place::Title, Kind::Strewn),
        (Place::Details, Kind::Strewn),
        (Place::Anywhere, Kind::Together),
        (Place::Anywhere, Kind::Strewn),
    ];
    let mut tiers: Vec<Tier> = Vec::new();
    for (kind, (place, how)) in (0..).zip(kinds) {
        for marks in ways {
            let side = if *marks == Marks::Literally { 0 } else { 1 };
            let number = kind * 2 + side + if relaxed { RELAXED } else { 0 };
            let written = Written { place, marks: *marks };
            let condition = match how {
                Kind::Together => written.together(wanted),
                Kind::Strewn => Some(written.strewn(wanted)),
            };
            let Some(condition) = condition else { continue };
            // One syllable has no neighbours, and a query with all its marks is literal.
            if tiers.iter().any(|better| better.condition == condition) {
                continue;
            }
            tiers.push(Tier { number, in_head: place != Place::Anywhere, condition });
        }
    }
    tiers
}

/// Whether what was typed stands together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Together,
    Strewn,
}
