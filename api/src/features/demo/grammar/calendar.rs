//! When articles appear: in office hours, more every year, and most around the congresses.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use super::dice::Dice;

/// The first month of the portal.
const START: NaiveDate = NaiveDate::from_ymd_opt(2009, 1, 1).expect("the calendar has this day");

/// Until the end of June 2025: on 1 July the province became a part of Đà Nẵng.
const MONTHS: u32 = 16 * 12 + 6;

/// Hours that Vietnam is ahead of UTC; the whole time, so no table of zones is needed.
const AHEAD: i64 = 7;

/// How likely each month is.
#[derive(Debug)]
pub(super) struct Calendar {
    /// The weights added up, one entry a month.
    ends: Vec<u32>,
}

/// When an article appeared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// The day in Vietnam.
    pub(super) day: NaiveDate,
    /// The minute.
    pub(super) instant: DateTime<Utc>,
}

impl Calendar {
    /// Adds up the weights.
    pub(super) fn new() -> Self {
        let mut end = 0;
        let ends = (0..MONTHS).map(|month| {
            end += weight(START + Months::new(month));
            end
        });
        Self { ends: ends.collect() }
    }

    /// A minute of office hours.
    pub(super) fn draw(&self, dice: &mut Dice) -> Moment {
        let point = dice.below(self.ends.last().copied().unwrap_or(0));
        let month = self.ends.partition_point(|end| *end <= point);
        let first = START + Months::new(u32::try_from(month).unwrap_or(0));
        let length = (first + Months::new(1) - first).num_days();
        let day = first + Days::new(u64::from(dice.below(u32::try_from(length).unwrap_or(28))));
        let day = match day.weekday() {
            Weekday::Sat => day - Days::new(1),
            Weekday::Sun => day + Days::new(1),
            _ => day,
        };
        let minute = match dice.below(450) {
            // From half past seven to half past eleven, then from half past one to five.
            morning @ 0..240 => 450 + morning,
            afternoon => 570 + afternoon,
        };
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
        Moment { day, instant: (local - TimeDelta::hours(AHEAD)).and_utc() }
    }
}

fn weight(month: NaiveDate) -> u32 {
    let age = month.year().abs_diff(START.year());
    let burst = match (month.year(), month.month()) {
        // Congresses of the province, then of the country.
        (2010 | 2015 | 2020, 9 | 10) | (2011 | 2016 | 2021, 1) => 3,
        // Those of cells, communes and districts before them.
        (2010 | 2015 | 2020 | 2025, 4..=8) => 2,
        _ => 1,
    };
    (8 + age) * burst
}
