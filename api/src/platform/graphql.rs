//! What resolvers of all features share.

use async_graphql::{Context, ID, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;
use sea_orm::prelude::Uuid;

use super::{
    error::{BadInput, Code},
    id::{self, Kind},
    scope::Scope,
    text,
    time::{self, Instant},
};

/// Gives resolvers what their request brought along.
pub trait ContextExt {
    /// What this request may see and use.
    fn scope(&self) -> &Scope;
}

impl ContextExt for Context<'_> {
    fn scope(&self) -> &Scope {
        self.data_unchecked()
    }
}

/// The public form of an id.
pub fn public_id(kind: Kind, id: Uuid) -> ID {
    ID(id::encode(kind, id))
}

/// Reads an id given as `argument`.
pub fn read_id(kind: Kind, id: &ID, argument: &str) -> Result<Uuid, BadInput> {
    id::decode_as(kind, id).map_err(|fault| fault.at(argument))
}

/// An instant in UTC, as RFC 3339 writes it: `2020-10-09T02:25:00Z`. Input may have any offset
/// and at most microseconds are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub Instant);

/// An instant in UTC, as RFC 3339 writes it: `2020-10-09T02:25:00Z`. Input may have any offset;
/// microseconds are kept, anything finer is cut off.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => time::parse_rfc3339(&text).map(Self).map_err(|_| {
                InputValueError::custom(
                    "expected RFC 3339 with an offset: 2020-10-09T09:25:00+07:00",
                )
            }),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(time::rfc3339(self.0))
    }
}

/// A day of the calendar, without a time or a zone: `2020-10-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day of the calendar, without a time or a zone: `2020-10-09`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let fault = || InputValueError::custom("expected a day that exists: 2020-10-09");
        match value {
            // Exactly ten characters: chrono alone would take `2020-1-9` as well.
            Value::String(text) if text.len() == 10 => {
                NaiveDate::parse_from_str(&text, "%Y-%m-%d").map(Self).map_err(|_| fault())
            }
            Value::String(_) => Err(fault()),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Longest text taken as an argument that names one thing, in characters.
const MAX_NAME: usize = 2_000;

/// Reads a text that names one thing, given as `argument`: NFC, without control characters.
pub fn read_text(text: &str, argument: &str) -> Result<String, BadInput> {
    text::check_plain(text, MAX_NAME).map_err(|fault| {
        let message = format!("`{argument}` cannot be read: {fault}");
        BadInput::new(Code::TextInvalid, message).at(argument)
    })
}
