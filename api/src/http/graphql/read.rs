//! From bytes to the parameters of a request.

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode},
};
use serde_json::{Map, Value};

use super::{
    body::{self, Intake, TOO_LARGE},
    documents::Hash,
    failure::{Failure, malformed},
    limits::{self, count},
};
use crate::{features::media::upload::Upload, platform::error::Code};

/// The parameters of a request, not looked at yet.
#[derive(Debug)]
pub struct Parameters {
    /// The document; absent where `persisted` names one that was sent before.
    pub query: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: Map<String, Value>,
    /// What is asked for beyond the specification.
    pub extensions: Extensions,
    /// The file that came along.
    pub upload: Option<Upload>,
}

/// What is asked for beyond the specification.
#[derive(Debug, Default)]
pub struct Extensions {
    /// The hash of the document, by the protocol of automatic persisted queries.
    pub persisted: Option<Hash>,
    /// Whether to report what the operation was measured at.
    pub cost: bool,
}

/// Reads the parameters of a GET.
pub fn from_query(query: &str, intake: Intake) -> Result<Parameters, Failure> {
    limits::within(Code::PayloadTooLarge, TOO_LARGE, count(query.len()), intake.bytes)
        .map_err(|fault| Failure { status: StatusCode::URI_TOO_LONG, ..Failure::request(fault) })?;
    let mut parameters = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        // What stands for bytes that are no text: better refused than altered in silence.
        if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return Err(malformed("A parameter is not UTF-8"));
        }
        let value = match &*name {
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|_| malformed("`variables` and `extensions` must be JSON"))?,
            _ => Value::String(value.into_owned()),
        };
        if parameters.insert(name.clone().into_owned(), value).is_some() {
            return Err(malformed("A parameter is given twice"));
        }
    }
    from_parameters(parameters)
}

/// Reads the parameters of a POST.
pub async fn from_body(
    headers: &HeaderMap,
    body: Body,
    intake: Intake,
) -> Result<Parameters, Failure> {
    from_parameters(body::parameters(headers, body, intake).await?)
}

/// Takes the parameters of an object.
pub fn from_parameters(mut parameters: Map<String, Value>) -> Result<Parameters, Failure> {
    let query = string(&mut parameters, "query")?;
    let operation_name = string(&mut parameters, "operationName")?;
    let operation_name = operation_name.filter(|name| !name.is_empty());
    let variables = object(&mut parameters, "variables")?;
    let extensions = extensions(object(&mut parameters, "extensions")?)?;
    if query.is_none() && extensions.persisted.is_none() {
        return Err(malformed("`query` is missing"));
    }
    match parameters.is_empty() {
        true => Ok(Parameters { query, operation_name, variables, extensions, upload: None }),
        false => {
            let known = "`query`, `operationName`, `variables`, `extensions`";
            Err(malformed(format!("Only these parameters are taken: {known}")))
        }
    }
}

/// Extensions belong to whoever defines them: those that nobody here has defined are left alone.
fn extensions(mut extensions: Map<String, Value>) -> Result<Extensions, Failure> {
    let cost = extensions.get("cost").and_then(Value::as_bool).unwrap_or_default();
    let persisted = match extensions.remove("persistedQuery") {
        None | Some(Value::Null) => None,
        Some(persisted) => {
            let version = persisted["version"].as_i64();
            let hash = persisted["sha256Hash"].as_str().and_then(Hash::parse);
            let known = hash.filter(|_| version == Some(1));
            let message = "`persistedQuery` needs version 1 and a sha256Hash of 64 digits";
            Some(known.ok_or_else(|| malformed(message))?)
        }
    };
    Ok(Extensions { persisted, cost })
}

fn string(parameters: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Failure> {
    match parameters.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(malformed(format!("`{name}` must be a string"))),
    }
}

fn object(parameters: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Failure> {
    match parameters.remove(name) {
        Some(Value::Object(object)) => Ok(object),
        Some(Value::Null) | None => Ok(Map::new()),
        Some(_) => Err(malformed(format!("`{name}` must be an object"))),
    }
}
