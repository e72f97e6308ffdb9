//! From parameters to an execution: find the document, measure it, run it.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Name, Variables,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use axum::http::{Method, StatusCode};
use serde_json::{Map, Value};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time,
};

use super::{
    body::Intake,
    documents::{Documents, Hash},
    failure::Failure,
    limits::{Cost, Guard, Limits},
    read::Parameters,
};
use crate::{
    features::loaders::Loaders,
    platform::{
        error::{BadInput, Code},
        scope::Scope,
        tasks,
    },
    schema::{self, Schema},
};

/// Longest name of a variable that is told, in characters.
const MAX_NAME: usize = 100;
/// Seconds after which a client that was turned away may try again.
const RETRY_AFTER: u64 = 1;

/// Everything that executes operations; lives as long as the process.
#[derive(Debug)]
pub struct Engine {
    schema: SchemaHandle,
    guard: Guard,
    documents: Documents,
    /// Operations under way at once; more are turned away instead of queued.
    places: Semaphore,
    timeout: Duration,
    /// How much is read of a request.
    pub intake: Intake,
}

/// The right to work on one operation, until it is dropped.
#[derive(Debug)]
pub struct Place<'a> {
    _permit: SemaphorePermit<'a>,
}

/// How operations are run.
#[derive(Clone, Debug)]
pub struct Terms {
    /// What one operation may ask for.
    pub limits: Limits,
    /// How many may be under way at once.
    pub operations: u32,
    /// How long one may take.
    pub timeout: Duration,
    /// How long its body may take to arrive.
    pub body_timeout: Duration,
}

impl Default for Terms {
    fn default() -> Self {
        let timeout = Duration::from_secs(10);
        Self { limits: Limits::default(), operations: 256, timeout, body_timeout: timeout }
    }
}

struct SchemaHandle(Schema);

impl std::fmt::Debug for SchemaHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema")
    }
}

/// An operation that may be run.
#[derive(Debug)]
pub struct Operation {
    /// The name given to it, for the log.
    pub name: Option<String>,
    /// What it was measured at.
    pub cost: Cost,
    request: async_graphql::Request,
}

impl Engine {
    /// An engine that runs operations on these terms.
    pub fn new(terms: Terms) -> Self {
        let schema = schema::build();
        let intake = Intake { bytes: terms.limits.body_bytes, timeout: terms.body_timeout };
        let guard = Guard::new(terms.limits, &schema.sdl());
        Self {
            schema: SchemaHandle(schema),
            guard,
            documents: Documents::new(),
            places: Semaphore::new(terms.operations as usize),
            timeout: terms.timeout,
            intake,
        }
    }

    /// Takes a place, or says that there is none. To be asked once all of the request is there, so
    /// that slow clients hold no places, and before any work is done on it.
    pub fn enter(&self) -> Result<Place<'_>, Failure> {
        let place = self.places.try_acquire().map(|permit| Place { _permit: permit });
        place.map_err(|_| {
            let fault = BadInput::new(Code::ServiceUnavailable, "The server is busy: try again");
            Failure::later(fault, StatusCode::SERVICE_UNAVAILABLE, RETRY_AFTER)
        })
    }

    /// Finds the document, checks it against the limits, and chooses its operation.
    pub fn prepare(&self, parameters: Parameters, method: &Method) -> Result<Operation, Failure> {
        let Parameters { query, operation_name, variables, extensions } = parameters;
        let text = self.text(query, extensions.persisted)?;
        self.guard.check_text(&text).map_err(Failure::document)?;
        let parse = || parser::parse_query(&text).map_err(|error| unparsable(&error));
        let document = self.documents.parsed(&text, parse)?;
        let operation = select(&document, operation_name.as_deref())?;
        if *method == Method::GET && operation.ty != OperationType::Query {
            let message = "Only queries may be sent by GET";
            return Err(Failure::method(BadInput::new(Code::MethodNotAllowed, message), "POST"));
        }
        self.guard.check_root(operation.ty).map_err(Failure::document)?;
        let cost = self.guard.check(&document, operation, &variables).map_err(Failure::document)?;
        require_variables(operation, &variables)?;
        let variables = Variables::from_json(Value::Object(variables));
        let mut request = async_graphql::Request::new(text).variables(variables);
        request.operation_name = operation_name.clone();
        request.set_parsed_query(Arc::unwrap_or_clone(document));
        Ok(Operation { name: operation_name, cost, request })
    }

    /// The text of the document: sent along, or left here before under its hash.
    fn text(&self, query: Option<String>, hash: Option<Hash>) -> Result<String, Failure> {
        match (query, hash) {
            (Some(text), None) => Ok(text),
            (Some(text), Some(hash)) if Hash::of(&text) == hash => {
                // Left here only if it could ever be run.
                self.guard.check_text(&text).map_err(Failure::document)?;
                self.documents.persist(hash, &text);
                Ok(text)
            }
            (Some(_), Some(_)) => {
                let message = "provided sha does not match query";
                let fault = BadInput::new(Code::PersistedQueryHashMismatch, message);
                Err(Failure::document(fault))
            }
            (None, hash) => {
                let known = hash.and_then(|hash| self.documents.persisted(hash));
                // The words are part of the protocol: clients look for them.
                let fault = BadInput::new(Code::PersistedQueryNotFound, "PersistedQueryNotFound");
                known.ok_or_else(|| Failure::document(fault))
            }
        }
    }

    /// Runs an operation. When its time is over, or the client leaves, its work is dropped.
    pub async fn run(
        &self,
        scope: Scope,
        operation: Operation,
        _place: &Place<'_>,
    ) -> Result<async_graphql::Response, Failure> {
        let (spawner, tasks) = tasks::tasks();
        let under_way = scope.reader().under_way();
        let loaders = Loaders::new(&scope, &spawner);
        let request = operation.request.data(scope).data(loaders);
        let execution = tasks.run_beside(under_way, self.schema.0.execute(request));
        time::timeout(self.timeout, execution).await.map_err(|_| {
            let message = format!("The operation took longer than {:?}", self.timeout);
            let fault = BadInput::new(Code::OperationTimeout, message);
            Failure::later(fault, StatusCode::SERVICE_UNAVAILABLE, RETRY_AFTER)
        })
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
            let shown: String = name.chars().take(MAX_NAME).collect();
            let message = format!("The variable `${shown}` must be given, and not null");
            let fault = BadInput::new(Code::BadUserInput, message).with("variable", shown);
            return Err(Failure::document(fault));
        }
    }
    Ok(())
}
