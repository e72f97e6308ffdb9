//! Time: instants in UTC, days and months in Vietnam, and the date forms of the old portal.
//!
//! Nothing here asks what time it is: "now" comes from the request's clock.

mod local;
mod portal;
mod rfc3339;
mod stamp;

use chrono::{DateTime, Utc};

pub use self::{
    local::{ZONE, label, local_date, local_month, month_bounds},
    portal::{DateFault, parse_portal_date},
    rfc3339::{parse_rfc3339, rfc3339},
};

/// A point in time, in UTC. Historic days, of which no hour is known, are `NaiveDate` instead.
pub type Instant = DateTime<Utc>;

/// The instant cut to microseconds, as every stored instant is: PostgreSQL keeps no more, SQLite
/// would keep nanoseconds, and a keyset cursor must name the same instant on both.
pub fn truncate(instant: Instant) -> Instant {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::truncate;

    #[test]
    fn instants_are_cut_to_microseconds_never_rounded() {
        for (seconds, nanoseconds) in [(1_602_210_300, 123_456_999), (-5, 999_999_999)] {
            let instant =
                DateTime::from_timestamp(seconds, nanoseconds).expect("an instant in range");
            let whole = DateTime::from_timestamp(seconds, nanoseconds / 1000 * 1000)
                .expect("an instant in range");
            assert_eq!(truncate(instant), whole);
            assert_eq!(truncate(whole), whole);
        }
    }
}
