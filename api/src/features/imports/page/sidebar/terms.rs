//! The list of congress terms: one list to the eye, two series in truth.

use super::super::{
    Warning, WarningCode,
    label::{TERM, words},
    line::Line,
};
use crate::platform::text::parse_roman;

/// The highest number of a congress term.
const MAX_NUMBER: u8 = 99;

/// One congress term of the side menu.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Term {
    /// Whose congress it was.
    pub series: TermSeries,
    /// Its number, from 1 to 99.
    pub number: u8,
}

/// Whose congresses are counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TermSeries {
    /// Those of the national Party.
    National,
    /// Those of the province's Party organisation.
    Provincial,
}

/// Whether the line consists of congress terms.
pub fn is_term_line(text: &str) -> bool {
    !numbers_in(text).is_empty()
}

/// The numbers of the terms, each once, in reading order.
pub(super) fn numbers(lines: &[Line]) -> Vec<u8> {
    let mut numbers = Vec::new();
    for number in lines.iter().flat_map(|line| numbers_in(&line.text)) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// Gives each number its series: the national ones stand first, the provincial ones after the gap
/// in the counting. A list that does not look like that is read in the same way, with a warning.
pub(super) fn series(numbers: &[u8], warnings: &mut Vec<Warning>) -> Vec<Term> {
    let gap = numbers.windows(2).position(|pair| pair[1] != pair[0].saturating_add(1));
    let national = gap.map_or(numbers.len(), |index| index + 1);
    let rises = numbers.is_sorted();
    if !numbers.is_empty() && (gap.is_none() || !rises) {
        let message = "the congress terms do not fall into a national and a provincial series";
        warnings.push(Warning::new(WarningCode::TermSeriesUncertain, None, message));
    }
    let term = |(index, number): (usize, &u8)| {
        let series = if index < national { TermSeries::National } else { TermSeries::Provincial };
        Term { series, number: *number }
    };
    numbers.iter().enumerate().map(term).collect()
}

/// The numbers of a line like "Khóa IX" or "Khoá IX | Khoá 10"; none if it has other words.
fn numbers_in(text: &str) -> Vec<u8> {
    let mut found = words(text).map(|(start, end)| &text[start..end]);
    let mut numbers = Vec::new();
    while let Some(word) = found.next() {
        match found.next().and_then(number) {
            Some(number) if TERM.is_whole(word) => numbers.push(number),
            _ => return Vec::new(),
        }
    }
    numbers
}

fn number(word: &str) -> Option<u8> {
    let number = parse_roman(word).or_else(|| word.parse().ok())?;
    (1..=MAX_NUMBER).contains(&number).then_some(number)
}
