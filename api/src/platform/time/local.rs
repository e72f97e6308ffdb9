//! The calendar in Vietnam.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::{Asia::Ho_Chi_Minh, GapInfo, Tz};

use super::Instant;

/// The zone of the portal, for labels, month archives and dates without an offset: +07:00 since
/// June 1975, other offsets before.
pub const ZONE: Tz = Ho_Chi_Minh;

/// The day in Vietnam: half past midnight on the first is still the day before in UTC.
pub fn local_date(instant: Instant) -> NaiveDate {
    instant.with_timezone(&ZONE).date_naive()
}

/// The month in Vietnam as one number, year and then month: 202010.
pub fn local_month(instant: Instant) -> i32 {
    let date = local_date(instant);
    let [.., month] = date.month().to_be_bytes();
    date.year() * 100 + i32::from(month)
}

/// The first instant of a month in Vietnam and the first instant after it; `None` when there is
/// no such month, or its year is not within 1 to 9999.
pub fn month_bounds(year: i32, month: u32) -> Option<(Instant, Instant)> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let first_day = NaiveDate::from_ymd_opt(year, month, 1)?;
    let next_month = first_day.checked_add_months(Months::new(1))?;
    Some((midnight(first_day)?, midnight(next_month)?))
}

/// The time as the portal prints it: `9:25 | 09/10/2020`.
pub fn label(instant: Instant) -> String {
    instant.with_timezone(&ZONE).format("%-H:%M | %d/%m/%Y").to_string()
}

/// The beginning of a day: the first midnight when the clocks were set back over it, the time
/// after the gap when they were put forward over it (1 April 1947 began at one o'clock).
fn midnight(date: NaiveDate) -> Option<Instant> {
    let local = date.and_time(NaiveTime::MIN);
    let first = ZONE.from_local_datetime(&local).earliest();
    let start = first.or_else(|| GapInfo::new(&local, &ZONE)?.end)?;
    Some(start.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};
    use proptest::prelude::{prop_assert, proptest};

    use super::{label, local_date, local_month, month_bounds};
    use crate::platform::time::{Instant, parse_rfc3339};

    fn at(text: &str) -> Instant {
        parse_rfc3339(text).expect("an RFC 3339 time")
    }

    #[test]
    fn days_and_months_are_those_in_vietnam() {
        let half_past_midnight = at("2020-09-30T17:30:00Z");
        assert_eq!(
            local_date(half_past_midnight),
            NaiveDate::from_ymd_opt(2020, 10, 1).expect("a day")
        );
        assert_eq!(local_month(half_past_midnight), 202_010);
        assert_eq!(local_month(at("2020-09-30T16:59:59Z")), 202_009);
    }

    #[test]
    fn a_month_runs_from_local_midnight_to_local_midnight() {
        let october = (at("2020-09-30T17:00:00Z"), at("2020-10-31T17:00:00Z"));
        assert_eq!(month_bounds(2020, 10), Some(october));
        let with_change_of_offset = (at("1975-05-31T16:00:00Z"), at("1975-06-30T17:00:00Z"));
        assert_eq!(month_bounds(1975, 6), Some(with_change_of_offset));
    }

    #[test]
    fn a_month_without_midnight_begins_after_the_gap() {
        let april = (at("1947-03-31T17:00:00Z"), at("1947-04-30T16:00:00Z"));
        assert_eq!(month_bounds(1947, 4), Some(april));
    }

    #[test]
    fn months_out_of_range_do_not_exist() {
        for (year, month) in [(2020, 0), (2020, 13), (0, 12), (10_000, 1), (i32::MAX, 1)] {
            assert_eq!(month_bounds(year, month), None);
        }
    }

    /// Also over all changes of offset between 1906 and 1975.
    #[test]
    fn months_follow_each_other_without_gap_or_overlap() {
        let months = (1..=9999).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let mut previous_end = None;
        for (year, month) in months {
            let (start, end) = month_bounds(year, month).expect("a month");
            assert_eq!(previous_end.unwrap_or(start), start, "{year}-{month}");
            let number = year * 100 + i32::try_from(month).expect("a small number");
            assert_eq!(local_month(start), number);
            assert_eq!(local_month(end - TimeDelta::microseconds(1)), number);
            previous_end = Some(end);
        }
    }

    #[test]
    fn labels_look_as_on_the_portal() {
        assert_eq!(label(at("2020-10-09T02:25:00Z")), "9:25 | 09/10/2020");
        assert_eq!(label(at("2020-10-09T17:05:59Z")), "0:05 | 10/10/2020");
    }

    proptest! {
        #[test]
        fn an_instant_lies_in_its_month(seconds in -60_000_000_000_i64..250_000_000_000) {
            let instant = Instant::from_timestamp(seconds, 0).expect("an instant in range");
            let month = local_month(instant);
            let bounds = month_bounds(month / 100, month.unsigned_abs() % 100);
            let (start, end) = bounds.expect("a month");
            prop_assert!(start <= instant && instant < end);
        }
    }
}
