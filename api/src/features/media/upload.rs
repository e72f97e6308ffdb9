//! A file on its way into a mutation, by the GraphQL multipart request specification.

use std::{
    fs::File,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Context, InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// The file that came along with a request.
#[derive(Clone, Debug)]
pub struct Upload(Arc<Mutex<Option<Arrived>>>);

/// A file that is here as a whole.
#[derive(Debug)]
pub struct Arrived {
    /// Its bytes, from the beginning.
    pub file: File,
    /// The name that it had.
    pub name: Option<String>,
}

/// What stands in the variables where the file belongs.
#[derive(Clone, Copy, Debug)]
pub struct UploadRef;

impl Upload {
    /// What the variable that the file belongs to is set to.
    pub const PLACE: &str = "the file of this request";

    /// A file for one field.
    pub fn new(arrived: Arrived) -> Self {
        Self(Arc::new(Mutex::new(Some(arrived))))
    }

    /// The file of this request, unless there is none or another field has taken it.
    pub fn take(ctx: &Context<'_>) -> Option<Arrived> {
        let upload = ctx.data_opt::<Self>()?;
        upload.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A file, sent along by the GraphQL multipart request specification: `null` in the variables, and a
/// part of the form that the map leads to. Needs the header `Apollo-Require-Preflight` or
/// `X-Requested-With`, whatever it says.
#[Scalar(
    name = "Upload",
    specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec"
)]
impl ScalarType for UploadRef {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(place) if place == Upload::PLACE => Ok(Self),
            _ => Err(InputValueError::custom("a file of a multipart request")),
        }
    }

    fn to_value(&self) -> Value {
        Value::Null
    }
}
