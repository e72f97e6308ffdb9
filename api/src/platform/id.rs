//! Ids: UUIDv7 inside, an opaque prefixed string outside.

use std::sync::Mutex;

use sea_orm::prelude::Uuid;
use uuid::{ClockSequence, ContextV7, NoContext, Timestamp};

use super::{
    error::{BadInput, Code},
    time::Instant,
};

/// A new id that sorts by the time given.
pub fn new(now: Instant) -> Uuid {
    made(NoContext, now)
}

/// The same, of which one that this process makes later sorts behind those made before: for what is
/// told in order although it happened at one time.
pub fn next(now: Instant) -> Uuid {
    static MADE: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    made(&MADE, now)
}

fn made(context: impl ClockSequence<Output = impl Into<u128>>, now: Instant) -> Uuid {
    let seconds = now.timestamp().unsigned_abs();
    Uuid::new_v7(Timestamp::from_unix(context, seconds, now.timestamp_subsec_nanos()))
}

/// An id that sorts by the time given and is the same each time: for content that is made from a
/// seed. The caller sees to it that no two have the same `bits`.
pub fn repeatable(at: Instant, bits: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid()
}

/// The types that have an id of their own, each with its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `art_…`
    Article,
    /// `aut_…`
    Author,
    /// `unt_…`
    Unit,
    /// `cat_…`
    CongressCategory,
    /// `dir_…`
    LinkDirectory,
    /// `lnk_…`
    Link,
    /// `pol_…`
    Poll,
    /// `opt_…`
    PollOption,
    /// `med_…`
    Image,
    /// `acc_…`
    Account,
    /// `key_…`
    ApiKey,
    /// `syn_…`
    SearchSynonym,
    /// The portal: there is one, which the audit log alone has a name for.
    Site,
    /// An old address: its address names it, and the audit log.
    Redirect,
}

/// Those that clients name by an id.
const KINDS: [Kind; 12] = [
    Kind::Article,
    Kind::Author,
    Kind::Unit,
    Kind::CongressCategory,
    Kind::LinkDirectory,
    Kind::Link,
    Kind::Poll,
    Kind::PollOption,
    Kind::Image,
    Kind::Account,
    Kind::ApiKey,
    Kind::SearchSynonym,
];

impl Kind {
    /// What the public form begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Article => "art",
            Self::Author => "aut",
            Self::Unit => "unt",
            Self::CongressCategory => "cat",
            Self::LinkDirectory => "dir",
            Self::Link => "lnk",
            Self::Poll => "pol",
            Self::PollOption => "opt",
            Self::Image => "med",
            Self::Account => "acc",
            Self::ApiKey => "key",
            Self::SearchSynonym => "syn",
            Self::Site => "site",
            Self::Redirect => "redirect",
        }
    }
}

impl Kind {
    /// The type with this prefix.
    pub fn of_prefix(prefix: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.prefix() == prefix)
    }
}

/// The public form of an id: `art_` and 32 lower-case hexadecimal digits.
pub fn encode(kind: Kind, id: Uuid) -> String {
    format!("{}_{}", kind.prefix(), id.simple())
}

/// Reads an id of any type. Exactly what [`encode`] writes is accepted.
pub fn decode(text: &str) -> Result<(Kind, Uuid), BadInput> {
    let parts = text.split_once('_').and_then(|(prefix, digits)| {
        let kind = KINDS.into_iter().find(|kind| kind.prefix() == prefix)?;
        Some((kind, parse_digits(digits)?))
    });
    parts.ok_or_else(|| BadInput::new(Code::IdInvalid, "This is not an id of this API"))
}

/// Reads an id where only one type makes sense.
pub fn decode_as(kind: Kind, text: &str) -> Result<Uuid, BadInput> {
    match decode(text)? {
        (found, id) if found == kind => Ok(id),
        _ => {
            let message =
                format!("This is an id of another type: here it begins with `{}_`", kind.prefix());
            Err(BadInput::new(Code::IdInvalid, message))
        }
    }
}

fn parse_digits(digits: &str) -> Option<Uuid> {
    let lower = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if lower && digits.len() == 32 { Uuid::try_parse(digits).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn every_id_reads_back(bits: u128, kind in 0..KINDS.len()) {
            let id = Uuid::from_u128(bits);
            prop_assert_eq!(decode(&encode(KINDS[kind], id)), Ok((KINDS[kind], id)));
        }

        #[test]
        fn only_what_is_written_is_read(text in "[a-z]{2,4}_[0-9a-fA-F-]{30,36}") {
            if let Ok((kind, id)) = decode(&text) {
                prop_assert_eq!(encode(kind, id), text.as_str());
            }
            prop_assert!(decode(&text.to_uppercase()).is_err());
        }
    }

    #[test]
    fn an_id_of_another_type_is_refused() {
        let id = encode(Kind::Author, Uuid::nil());
        assert_eq!(decode_as(Kind::Article, &id).map_err(|e| e.code), Err(Code::IdInvalid));
    }
}
