//! Instants as the API reads and writes them (RFC 3339).

use chrono::{DateTime, Datelike, SecondsFormat};
use thiserror::Error;

use super::{Instant, truncate};

/// Why a text is no instant for the API.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InstantFault {
    /// Not RFC 3339, no offset, or no such day or time.
    #[error("not a time with an offset, such as 2020-10-09T09:25:00+07:00")]
    Form,
    /// Before the year 1 or after the year 9999 in UTC, which cannot be written back.
    #[error("the year is not within 0001 to 9999 (UTC)")]
    Year,
}

/// The instant in UTC, with a fraction of 3 or 6 digits only when there is one:
/// `2020-10-09T02:25:00Z`.
///
/// The instant lies in the years 0 to 9999, as every instant read by this module does.
pub fn rfc3339(instant: Instant) -> String {
    truncate(instant).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Reads an instant, cut to microseconds. The offset is required: without one the instant would
/// depend on where the reader sits.
///
/// Stricter than the library: a space for `T`, a typographic minus and the second 60, which
/// PostgreSQL would move into the next minute, are refused.
pub fn parse_rfc3339(text: &str) -> Result<Instant, InstantFault> {
    let has_form = text.is_ascii() && matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| InstantFault::Form)?;
    let is_leap_second = parsed.timestamp_subsec_millis() >= 1000;
    if !has_form || is_leap_second {
        return Err(InstantFault::Form);
    }
    let instant = truncate(parsed.to_utc());
    if is_writable(instant) { Ok(instant) } else { Err(InstantFault::Year) }
}

/// Whether the year has the four digits that RFC 3339 and the databases' texts have room for.
pub(super) fn is_writable(instant: Instant) -> bool {
    (1..=9999).contains(&instant.year())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{InstantFault, parse_rfc3339, rfc3339};
    use crate::platform::time::Instant;

    #[test]
    fn instants_are_written_in_utc_with_a_fraction_only_when_needed() {
        let write = |text| rfc3339(parse_rfc3339(text).expect("an RFC 3339 time"));
        assert_eq!(write("2020-10-09T09:25:00+07:00"), "2020-10-09T02:25:00Z");
        assert_eq!(write("2020-10-09T02:25:00.000Z"), "2020-10-09T02:25:00Z");
        assert_eq!(write("2020-10-09T02:25:00.5Z"), "2020-10-09T02:25:00.500Z");
        assert_eq!(write("2020-10-09T02:25:00.123456789Z"), "2020-10-09T02:25:00.123456Z");
        assert_eq!(write("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z");
        assert_eq!(write("9999-12-31T23:59:59.999999999Z"), "9999-12-31T23:59:59.999999Z");
    }

    #[test]
    fn anything_but_a_whole_time_with_an_offset_is_refused() {
        let texts = [
            "",
            "2020-10-09",
            "2020-10-09T02:25:00",
            "2020-10-09T02:25Z",
            "2020-10-09 02:25:00Z",
            " 2020-10-09T02:25:00Z",
            "2020-10-09T02:25:00+0700",
            "2020-10-09T02:25:00\u{2212}07:00",
            "2020-02-31T00:00:00Z",
            "2020-10-09T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "+2020-10-09T02:25:00Z",
            "10000-01-01T00:00:00Z",
            "2020-10-09T02:25:00Z đ",
        ];
        for text in texts {
            assert_eq!(parse_rfc3339(text), Err(InstantFault::Form), "{text}");
        }
    }

    #[test]
    fn years_count_in_utc() {
        for text in
            ["0001-01-01T00:00:00+07:00", "9999-12-31T23:00:00-07:00", "0000-06-01T00:00:00Z"]
        {
            assert_eq!(parse_rfc3339(text), Err(InstantFault::Year), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000,
        ) {
            let instant = Instant::from_timestamp_micros(micros).expect("an instant in range");
            prop_assert_eq!(parse_rfc3339(&rfc3339(instant)), Ok(instant));
        }
    }
}
