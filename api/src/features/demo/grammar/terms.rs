//! The congress terms that an article may belong to.
//!
//! Only terms that the demo content has: the national series ends with the twelfth there.

use chrono::NaiveDate;
use entity::congress_category::Series;

use super::dice::Dice;

struct Term {
    series: Series,
    number: i16,
    /// From when on articles belong to it: the congress, or the start of its year.
    from: NaiveDate,
    /// Its years, as texts name them.
    years: &'static str,
}

const fn term(series: Series, number: i16, day: (i32, u32, u32), years: &'static str) -> Term {
    let from = NaiveDate::from_ymd_opt(day.0, day.1, day.2).expect("the calendar has this day");
    Term { series, number, from, years }
}

const NATIONAL: [Term; 4] = [
    term(Series::National, 9, (2001, 4, 19), "2001 - 2006"),
    term(Series::National, 10, (2006, 4, 18), "2006 - 2011"),
    term(Series::National, 11, (2011, 1, 12), "2011 - 2016"),
    term(Series::National, 12, (2016, 1, 20), "2016 - 2021"),
];

/// The day on which the thirteenth congress opened, whose term has no category.
const NATIONAL_END: NaiveDate =
    NaiveDate::from_ymd_opt(2021, 1, 26).expect("the calendar has this day");

const PROVINCIAL: [Term; 5] = [
    term(Series::Provincial, 18, (2001, 1, 1), "2001 - 2005"),
    term(Series::Provincial, 19, (2005, 12, 1), "2005 - 2010"),
    term(Series::Provincial, 20, (2010, 9, 27), "2010 - 2015"),
    term(Series::Provincial, 21, (2015, 10, 12), "2015 - 2020"),
    term(Series::Provincial, 22, (2020, 10, 11), "2020 - 2025"),
];

/// The years of the provincial term of the day.
pub(super) fn years(day: NaiveDate) -> &'static str {
    current(&PROVINCIAL, day).map_or(PROVINCIAL[0].years, |term| term.years)
}

/// None, one or two terms: those of the day, or, of an article that looks back, earlier ones.
pub(super) fn draw(dice: &mut Dice, day: NaiveDate, past: bool) -> Vec<(Series, i16)> {
    let (national, provincial) = match dice.below(100) {
        0..45 => (false, false),
        45..75 => (false, true),
        75..87 => (true, false),
        _ => (true, true),
    };
    let mut terms = Vec::new();
    for (wanted, series) in [(national, &NATIONAL[..]), (provincial, &PROVINCIAL[..])] {
        let term = if past { earlier(dice, series, day) } else { current(series, day) };
        terms.extend(term.filter(|_| wanted).map(|term| (term.series, term.number)));
    }
    terms
}

fn current(series: &[Term], day: NaiveDate) -> Option<&Term> {
    let term = series.iter().rfind(|term| term.from <= day)?;
    (term.series == Series::Provincial || day < NATIONAL_END).then_some(term)
}

fn earlier<'a>(dice: &mut Dice, series: &'a [Term], day: NaiveDate) -> Option<&'a Term> {
    let begun = series.iter().filter(|term| term.from <= day).count();
    series.get(dice.index(begun))
}
