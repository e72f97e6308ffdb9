//! The date forms of the old portal and its neighbours, for the import.
//!
//! The day always stands first and the time is local. Nothing is guessed: a form that is not
//! known, or that has text around it, is a fault for the import to report.

use chrono::{DateTime, TimeZone};
use thiserror::Error;

use super::{Instant, ZONE, rfc3339::is_writable, stamp::Stamp};
use crate::platform::text::nfc;

/// How much of an offending text a fault repeats.
const SHOWN_CHARS: usize = 40;

/// Why a text is no date. Each holds the text, shortened to 40 characters.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DateFault {
    /// None of the known forms.
    #[error("not a known form of date: {0:?}")]
    Form(String),
    /// A known form, but no day of the calendar or no time of the day: 31/02/2020, 25:70.
    #[error("no such day or time: {0:?}")]
    Impossible(String),
    /// A time that was left out when the clocks in Vietnam were put forward (last in 1959).
    #[error("a time that the clocks skipped: {0:?}")]
    Skipped(String),
}

/// Reads a date as the old pages print it: a date with `/`, `-` or `.`, alone, or with a time
/// before or behind it. A weekday in front is ignored, SA and CH mean AM and PM, parentheses
/// around the whole are dropped, and a date alone is midnight.
///
/// A time that came twice because the clocks were set back (last in 1975) is the earlier one.
pub fn parse_portal_date(text: &str) -> Result<Instant, DateFault> {
    // NBSP counts as white space here, and old pages are full of it.
    let text = nfc(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let stamp = Stamp::read(&text).ok_or_else(|| DateFault::Form(shortened(&text)))?;
    let local = stamp.local().ok_or_else(|| DateFault::Impossible(shortened(&text)))?;
    let zoned = ZONE.from_local_datetime(&local).earliest();
    let instant = zoned.as_ref().map(DateTime::to_utc);
    let instant = instant.ok_or_else(|| DateFault::Skipped(shortened(&text)))?;
    if is_writable(instant) { Ok(instant) } else { Err(DateFault::Impossible(shortened(&text))) }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => text.to_owned(),
        Some(_) => text.chars().take(SHOWN_CHARS - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{DateFault, parse_portal_date};
    use crate::platform::time::{Instant, label, parse_rfc3339};

    fn read(text: &str) -> String {
        parse_portal_date(text).map_or_else(|fault| fault.to_string(), label)
    }

    #[test]
    fn the_forms_seen_on_old_pages_are_read() {
        assert_eq!(read("9:25 | 09/10/2020"), "9:25 | 09/10/2020");
        assert_eq!(read("(10/06/2024)"), "0:00 | 10/06/2024");
        assert_eq!(read("28/06/2022 08:31 AM"), "8:31 | 28/06/2022");
        assert_eq!(read("02/10/2020 08:20 SA"), "8:20 | 02/10/2020");
        assert_eq!(read("Thứ Năm, 06/07/2023 9:54 CH"), "21:54 | 06/07/2023");
        assert_eq!(read("09:47, 15/03/2021"), "9:47 | 15/03/2021");
        assert_eq!(read("Thứ tư - 23/03/2022 10:44"), "10:44 | 23/03/2022");
        assert_eq!(read("Thứ Năm, 11/7/2024 8:0'(GMT+7)"), "8:00 | 11/07/2024");
        assert_eq!(read("15-05-2022 10:48"), "10:48 | 15/05/2022");
        assert_eq!(read("28.3.1930"), "0:00 | 28/03/1930");
    }

    #[test]
    fn times_are_local() {
        let instant = parse_rfc3339("2020-10-09T02:25:00Z").expect("an RFC 3339 time");
        assert_eq!(parse_portal_date("9:25 | 09/10/2020"), Ok(instant));
    }

    #[test]
    fn a_time_that_came_twice_is_the_earlier_one() {
        let instant = parse_rfc3339("1975-06-12T15:30:00Z").expect("an RFC 3339 time");
        assert_eq!(parse_portal_date("23:30 | 12/06/1975"), Ok(instant));
    }

    #[test]
    fn spaces_case_tones_and_normal_form_of_a_weekday_do_not_matter() {
        let decomposed: String = "Chủ nhật, 10/06/2024".nfd().collect();
        assert_eq!(read(&decomposed), "0:00 | 10/06/2024");
        assert_eq!(
            read("\u{a0}THU BAY\u{a0}-  10/06/2024\u{a0}9:54\u{a0}ch\n"),
            "21:54 | 10/06/2024"
        );
    }

    #[test]
    fn twelve_is_the_first_hour_of_each_half() {
        assert_eq!(read("02/10/2020 12:20 SA"), "0:20 | 02/10/2020");
        assert_eq!(read("02/10/2020 12:20 CH"), "12:20 | 02/10/2020");
    }

    #[test]
    fn days_and_hours_that_do_not_exist_are_told_apart_from_unknown_forms() {
        let texts = [
            "31/02/2020",
            "0/1/2020",
            "10/13/2020",
            "25:70 | 09/10/2020",
            "24:00, 09/10/2020",
            "02/10/2020 13:20 CH",
            "02/10/2020 0:20 SA",
            "01/01/0000",
            "01/01/0001",
        ];
        for text in texts {
            assert_eq!(parse_portal_date(text), Err(DateFault::Impossible(text.into())));
        }
        // Clocks went from 23:00 to midnight on the last evening of 1959.
        let skipped = "23:30 | 31/12/1959";
        assert_eq!(parse_portal_date(skipped), Err(DateFault::Skipped(skipped.into())));
    }

    #[test]
    fn other_forms_and_surrounding_text_are_refused() {
        let texts = [
            "",
            "()",
            "2020-10-09",
            "09/10/20",
            "09/10-2020",
            "9:25",
            "09/10/2020 9h25",
            "09/10/2020 9:25:30",
            "09/10/20209:25",
            "09/10/2020 9:25 (GMT+8)",
            "(09/10/2020",
            "Ngày 09/10/2020",
            "Thứ tám, 09/10/2020",
            "Thứ tư09/10/2020",
            "9:25 | 09/10/2020 | Thúy Lan",
            "9:25 || 09/10/2020",
            "٠٩/١٠/٢٠٢٠",
        ];
        for text in texts {
            assert_eq!(parse_portal_date(text), Err(DateFault::Form(text.into())));
        }
    }

    #[test]
    fn faults_show_a_shortened_text() {
        let message = read(&"ngày ".repeat(20));
        let shown = format!("{}ngày…", "ngày ".repeat(7));
        assert_eq!(message, format!("not a known form of date: {shown:?}"));
        assert_eq!(read("31/02/2020"), "no such day or time: \"31/02/2020\"");
    }

    proptest! {
        #[test]
        fn labels_are_read_back(seconds in 189_302_400_i64..4_102_444_800) {
            let instant = Instant::from_timestamp(seconds, 0).expect("an instant in range");
            let minute = instant - TimeDelta::seconds(seconds % 60);
            prop_assert_eq!(parse_portal_date(&label(instant)), Ok(minute));
        }

        #[test]
        fn no_text_makes_the_reader_panic(
            text in any::<String>(),
            date_like in "[0-9/:. |()CHSA-]{0,30}",
        ) {
            for text in [text, date_like] {
                let has_digits = text.contains(|letter: char| letter.is_ascii_digit());
                prop_assert!(parse_portal_date(&text).is_err() || has_digits);
            }
        }
    }
}
