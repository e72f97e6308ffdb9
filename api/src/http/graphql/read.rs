//! From bytes to an operation that may be executed, or why not.

use std::time::Duration;

use async_graphql::{
    Name, Variables,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use axum::{
    body::Body,
    http::{HeaderMap, Method, StatusCode, header},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::{Map, Value};
use tokio::time;

use crate::platform::error::{BadInput, Code};

/// Largest body of an anonymous request, in bytes.
const MAX_BODY: usize = 256 * 1024;
/// A client that takes longer to send its body is let go.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a request is not executed.
#[derive(Debug)]
pub struct Failure {
    /// What to tell.
    pub fault: BadInput,
    /// Status where the media type shows failures in it.
    pub status: StatusCode,
    /// Whether the request was well-formed GraphQL over HTTP: then a client that accepts only
    /// `application/json` gets 200 all the same.
    pub well_formed: bool,
    /// The methods to use instead.
    pub allow: Option<&'static str>,
}

impl Failure {
    /// The request itself is at fault.
    pub fn request(fault: BadInput) -> Self {
        let status = match fault.code {
            Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self { fault, status, well_formed: false, allow: None }
    }

    /// The method does not fit.
    pub fn method(fault: BadInput, allow: &'static str) -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self { fault, status, well_formed: false, allow: Some(allow) }
    }

    /// The document is at fault.
    fn document(fault: BadInput) -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self { fault, status, well_formed: true, allow: None }
    }
}

fn malformed(message: impl Into<String>) -> Failure {
    Failure::request(BadInput::new(Code::BadRequest, message))
}

/// The parameters of a request, not looked at yet.
#[derive(Debug)]
pub struct Operation {
    query: String,
    operation_name: Option<String>,
    variables: Map<String, Value>,
}

/// Reads the parameters of a GET.
pub fn from_query(query: &str) -> Result<Operation, Failure> {
    let mut parameters = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let value = match &*name {
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|_| malformed(format!("Parameter `{name}` is not JSON")))?,
            _ => Value::String(value.into_owned()),
        };
        if parameters.insert(name.clone().into_owned(), value).is_some() {
            return Err(malformed("A parameter is given twice"));
        }
    }
    from_parameters(parameters)
}

/// Reads the body of a POST.
pub async fn from_body(headers: &HeaderMap, body: Body) -> Result<Operation, Failure> {
    check_content_type(headers)?;
    let limited = Limited::new(body, MAX_BODY).collect();
    let bytes = match time::timeout(BODY_TIMEOUT, limited).await {
        Ok(Ok(bytes)) => bytes.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let message = format!("The body is larger than {MAX_BODY} bytes");
            let fault = BadInput::new(Code::PayloadTooLarge, message).with("maximum", MAX_BODY);
            return Err(Failure::request(fault));
        }
        Ok(Err(_)) => return Err(malformed("The body broke off")),
        Err(_) => return Err(malformed("The body took too long")),
    };
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(parameters)) => from_parameters(parameters),
        Ok(Value::Array(_)) => Err(malformed("Send one operation at a time: lists are not taken")),
        Ok(_) => Err(malformed("The body must be a JSON object")),
        Err(error) => {
            let place = format!("line {} column {}", error.line(), error.column());
            Err(malformed(format!("The body is not JSON: see {place}")))
        }
    }
}

/// Only what no cross-site form can send, and only what is not compressed: a small body could
/// otherwise become a large one behind the limit.
fn check_content_type(headers: &HeaderMap) -> Result<(), Failure> {
    let refuse =
        |message: &str| Err(Failure::request(BadInput::new(Code::UnsupportedMediaType, message)));
    if headers.contains_key(header::CONTENT_ENCODING) {
        return refuse("Send the body without Content-Encoding");
    }
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut parts = value.unwrap_or_default().split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let utf8 = |parameter: &str| match parameter.split_once('=') {
        Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => {
            charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    };
    if !essence.eq_ignore_ascii_case("application/json") || !parts.all(utf8) {
        return refuse("Send the body as application/json in UTF-8");
    }
    Ok(())
}

fn from_parameters(mut parameters: Map<String, Value>) -> Result<Operation, Failure> {
    let query = match parameters.remove("query") {
        Some(Value::String(query)) => query,
        Some(_) => return Err(malformed("`query` must be a string")),
        None => return Err(malformed("`query` is missing")),
    };
    let operation_name = match parameters.remove("operationName") {
        Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
        Some(Value::Null) | None => None,
        Some(_) => return Err(malformed("`operationName` must be a string")),
    };
    let variables = object(&mut parameters, "variables")?;
    // Nothing is asked for in extensions yet; they are a part of the protocol all the same.
    object(&mut parameters, "extensions")?;
    match parameters.is_empty() {
        true => Ok(Operation { query, operation_name, variables }),
        false => {
            let known = "`query`, `operationName`, `variables`, `extensions`";
            Err(malformed(format!("Only these parameters are taken: {known}")))
        }
    }
}

fn object(parameters: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Failure> {
    match parameters.remove(name) {
        Some(Value::Object(object)) => Ok(object),
        Some(Value::Null) | None => Ok(Map::new()),
        Some(_) => Err(malformed(format!("`{name}` must be an object"))),
    }
}

impl Operation {
    /// Parses the document and finds the operation to be carried out.
    pub fn check(self, method: &Method) -> Result<async_graphql::Request, Failure> {
        let document = parser::parse_query(&self.query).map_err(|error| unparsable(&error))?;
        let operation = select(&document, self.operation_name.as_deref())?;
        if *method == Method::GET && operation.ty != OperationType::Query {
            let message = "Only queries may be sent by GET";
            return Err(Failure::method(BadInput::new(Code::MethodNotAllowed, message), "POST"));
        }
        require_variables(operation, &self.variables)?;
        let variables = Variables::from_json(Value::Object(self.variables));
        let mut request = async_graphql::Request::new(self.query).variables(variables);
        request.operation_name = self.operation_name;
        request.set_parsed_query(document);
        Ok(request)
    }
}

fn unparsable(error: &parser::Error) -> Failure {
    let place = error.positions().next();
    let place = place.map_or_else(String::new, |place| {
        format!(" at line {} column {}", place.line, place.column)
    });
    let message = format!("The document is not GraphQL{place}");
    Failure::document(BadInput::new(Code::GraphqlParseFailed, message))
}

fn select<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Failure> {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next()
        }
        (DocumentOperations::Multiple(_), None) => None,
    };
    let message = match name {
        Some(_) => "The document has no operation of this `operationName`",
        None => "The document has several operations: say which one in `operationName`",
    };
    let fault = || Failure::document(BadInput::new(Code::OperationResolutionFailed, message));
    operation.map(|operation| &operation.node).ok_or_else(fault)
}

/// A required variable that is missing would otherwise show only once the operation runs.
fn require_variables(
    operation: &OperationDefinition,
    variables: &Map<String, Value>,
) -> Result<(), Failure> {
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let name: &Name = &definition.name.node;
        let required = !definition.var_type.node.nullable && definition.default_value.is_none();
        if required && variables.get(name.as_str()).is_none_or(Value::is_null) {
            let message = "A variable that must not be null is missing";
            let fault = BadInput::new(Code::BadUserInput, message).with("variable", name.as_str());
            return Err(Failure::document(fault));
        }
    }
    Ok(())
}
