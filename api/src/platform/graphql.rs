//! What resolvers of all features share.

use std::borrow::Cow;

use async_graphql::{
    Context, ID, InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value,
    registry::Registry,
};
use chrono::NaiveDate;
use sea_orm::prelude::Uuid;

use super::{
    error::{BadInput, Code},
    id::{self, Kind},
    problem::{Problem, ProblemCode},
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
            Value::String(text) => {
                let instant = time::parse_rfc3339(&text).map(Self);
                instant.map_err(|_| InputValueError::custom(Self::EXPECTED))
            }
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(time::rfc3339(self.0))
    }
}

impl Expecting for DateTime {
    const EXPECTED: &str =
        "an instant in RFC 3339 with an offset, such as 2020-10-09T09:25:00+07:00";
}

/// A day of the calendar, without a time or a zone: `2020-10-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day of the calendar, without a time or a zone: `2020-10-09`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let fault = || InputValueError::custom(Self::EXPECTED);
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

impl Expecting for Date {
    const EXPECTED: &str = "a day that exists, such as 2020-10-09";
}

/// A value of a scalar, or none where it cannot be read. The library would only say that some value of the
/// type is wrong; the field knows which argument it is.
#[derive(Clone, Debug)]
pub struct Given<T>(Option<T>);

impl<T: Expecting> Given<T> {
    /// The value, given as `argument`.
    pub fn read(self, argument: &str) -> Result<T, BadInput> {
        self.0.ok_or_else(|| {
            let message = format!("`{argument}` must be {}", T::EXPECTED);
            BadInput::new(Code::BadUserInput, message).at(argument)
        })
    }

    /// The value, given as a field of the input of a mutation.
    pub fn read_field(self, field: &str) -> Result<T, Problem> {
        let read = self.read(field.trim_start_matches("input."));
        read.map_err(|bad| Problem::new(ProblemCode::Invalid, bad.message).at(field))
    }
}

/// A scalar that says what it expects.
pub trait Expecting: ScalarType {
    /// In words that follow "must be".
    const EXPECTED: &str;
}

impl<T: Expecting + InputType> InputType for Given<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        Ok(Self(<T as InputType>::parse(value).ok()))
    }

    fn to_value(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, InputType::to_value)
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
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
