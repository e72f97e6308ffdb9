//! From records to rows: what a file says is checked here, field by field, before the database sees
//! it. What only the database can know (is the unit there, is the slug free) is its own to say.

mod article;
mod organisation;
mod portal;

use sea_orm::prelude::Uuid;

use super::{record::Record, store::Rows};
use crate::platform::{
    address, hex,
    text::{self, TextFault},
    time::{self, Instant},
};

/// What is wrong with a line, and with which field of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct Fault {
    /// Path of the field, such as `article.authors[1]`.
    pub field: String,
    /// What to mend.
    pub message: String,
}

impl Fault {
    /// A fault of one field.
    pub fn new(field: impl Into<String>, message: impl ToString) -> Self {
        Self { field: field.into(), message: message.to_string() }
    }
}

type Checked<T> = Result<T, Fault>;

/// The rows of a record. A header has none: where it stands is for the reader of lines to check.
pub fn rows_of(record: Record) -> Checked<Option<Rows>> {
    Ok(Some(match record {
        Record::Congtin(_) => return Ok(None),
        Record::Media(media) => portal::media(media)?,
        Record::Unit(unit) => organisation::unit(unit)?,
        Record::UnitSuccession(succession) => organisation::succession(succession)?,
        Record::Site(site) => portal::site(site)?,
        Record::Author(author) => organisation::author(author)?,
        Record::CongressCategory(category) => organisation::category(category)?,
        Record::Article(article) => article::article(*article)?,
        Record::ArticleRevision(revision) => article::revision(*revision)?,
        Record::LinkDirectory(directory) => portal::directory(directory)?,
        Record::Poll(poll) => portal::poll(poll)?,
        Record::Redirect(redirect) => portal::redirect(redirect)?,
        Record::FormerSlug(former) => portal::former_slug(former)?,
        Record::SearchSynonym(synonym) => portal::synonym(synonym)?,
    }))
}

/// A text of one line in NFC, of at most so many characters.
fn line(field: &str, text: &str, max_chars: usize) -> Checked<String> {
    text::check_plain(text, max_chars).map_err(|fault| text_fault(field, fault))
}

/// [`line`] where the field may be null.
fn line_or_null(field: &str, text: Option<&str>, max_chars: usize) -> Checked<Option<String>> {
    text.map(|text| line(field, text, max_chars)).transpose()
}

/// A text of several lines, or null.
fn lines_or_null(field: &str, text: Option<&str>, max_chars: usize) -> Checked<Option<String>> {
    let checked = text.map(|text| text::check_lines(text, max_chars)).transpose();
    checked.map_err(|fault| text_fault(field, fault))
}

fn text_fault(field: &str, fault: TextFault) -> Fault {
    Fault::new(field, fault)
}

/// A slug as this program makes them.
fn slug(field: &str, slug: String) -> Checked<String> {
    let is_slug = !slug.is_empty() && text::slug(&slug) == slug;
    let message = "lower-case letters and digits with single hyphens, at most 120 characters";
    if is_slug { Ok(slug) } else { Err(Fault::new(field, message)) }
}

/// An absolute http(s) address, or null.
fn web_address(field: &str, address: Option<String>) -> Checked<Option<String>> {
    match address {
        Some(address) if !address::is_web(&address) => {
            Err(Fault::new(field, "an absolute http or https address of at most 2000 bytes"))
        }
        address => line_or_null(field, address.as_deref(), address::MAX_LENGTH),
    }
}

/// A number within bounds.
fn within<N: PartialOrd + std::fmt::Display>(
    field: &str,
    value: N,
    (least, most): (N, N),
) -> Checked<N> {
    match least <= value && value <= most {
        true => Ok(value),
        false => Err(Fault::new(field, format!("{least} to {most}"))),
    }
}

/// Two that must stand in this order, where both are known.
fn in_order<T: PartialOrd>(
    field: &str,
    earlier: Option<T>,
    later: Option<T>,
    message: &str,
) -> Checked<()> {
    match earlier.zip(later) {
        Some((earlier, later)) if later < earlier => Err(Fault::new(field, message)),
        _ => Ok(()),
    }
}

/// Bytes as hexadecimal digits, within bounds of length.
fn bytes(field: &str, digits: &str, (least, most): (usize, usize)) -> Checked<Vec<u8>> {
    let bytes = hex::decode(digits).filter(|bytes| (least..=most).contains(&bytes.len()));
    bytes.ok_or_else(|| Fault::new(field, format!("{least} to {most} bytes in hexadecimal digits")))
}

/// No id twice: the database would refuse all of them and not say which.
fn distinct(field: &str, ids: &[Uuid]) -> Checked<()> {
    for (place, id) in ids.iter().enumerate() {
        if ids[..place].contains(id) {
            return Err(Fault::new(format!("{field}[{place}]"), "stands here twice"));
        }
    }
    Ok(())
}

/// When and how often a record was saved.
struct History {
    created_at: Instant,
    updated_at: Instant,
    version: i32,
    deleted_at: Option<Instant>,
}

impl History {
    fn new(
        kind: &str,
        (created_at, updated_at): (Instant, Instant),
        version: i32,
        deleted_at: Option<Instant>,
    ) -> Checked<Self> {
        let version = within(&format!("{kind}.version"), version, (1, i32::MAX))?;
        Ok(Self {
            created_at: time::truncate(created_at),
            updated_at: time::truncate(updated_at),
            version,
            deleted_at: deleted_at.map(time::truncate),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_one_that_would_be_made() {
        assert_eq!(slug("f", "que-son-2".to_owned()), Ok("que-son-2".to_owned()));
        for bad in ["", "Que-son", "que--son", "quế-sơn", "que son", "-que", &"x".repeat(121)] {
            assert!(slug("f", bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_second_of_a_kind_is_named() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(distinct("f", &[one, other]), Ok(()));
        assert_eq!(distinct("f", &[one, other, one]).unwrap_err().field, "f[2]");
    }
}
