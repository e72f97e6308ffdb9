//! From parameters to an execution: find the document, measure it, run it.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Name, Positioned, Variables,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use axum::http::{Method, StatusCode};
use serde_json::{Map, Value};
use tokio::{sync::Semaphore, time};

use super::{
    documents::{Documents, Hash},
    limits::{Cost, Guard, Limits},
    read::{Failure, Parameters},
    subject::Subject,
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
    slow: Duration,
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
    /// How long one may take before it is told as slow.
    pub slow: Duration,
}

impl Default for Terms {
    fn default() -> Self {
        let (timeout, slow) = (Duration::from_secs(10), Duration::from_secs(1));
        Self { limits: Limits::default(), operations: 256, timeout, slow }
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
    /// What it was measured at.
    pub cost: Cost,
    request: async_graphql::Request,
}

impl Engine {
    /// An engine that runs operations on these terms.
    pub fn new(terms: Terms) -> Self {
        let schema = schema::build();
        let guard = Guard::new(terms.limits, &schema.sdl());
        Self {
            schema: SchemaHandle(schema),
            guard,
            documents: Documents::new(),
            places: Semaphore::new(terms.operations as usize),
            timeout: terms.timeout,
            slow: terms.slow,
        }
    }

    /// How long an operation may take before it is told as slow.
    pub fn slow(&self) -> Duration {
        self.slow
    }

    /// Finds the document, checks it against the limits, and chooses its operation. What it is
    /// about is noted as soon as it is known, also of an operation that is refused.
    pub fn prepare(
        &self,
        parameters: Parameters,
        method: &Method,
        subject: &mut Subject,
    ) -> Result<Operation, Failure> {
        let Parameters { query, operation_name, variables, extensions } = parameters;
        let text = self.text(query, extensions.persisted)?;
        self.guard.check_text(&text).map_err(Failure::document)?;
        let parse = || parser::parse_query(&text).map_err(|error| unparsable(&error));
        let document = self.documents.parsed(&text, parse)?;
        let (name, operation) = select(&document, operation_name.as_deref())?;
        subject.choose(name, operation.ty);
        if *method == Method::GET && operation.ty != OperationType::Query {
            let message = "Only queries may be sent by GET";
            return Err(Failure::method(BadInput::new(Code::MethodNotAllowed, message), "POST"));
        }
        let cost = self.guard.check(&document, operation, &variables).map_err(Failure::document)?;
        subject.look_into(&self.guard, &document, operation);
        require_variables(operation, &variables)?;
        let variables = Variables::from_json(Value::Object(variables));
        let mut request = async_graphql::Request::new(text).variables(variables);
        request.operation_name = operation_name;
        request.set_parsed_query(Arc::unwrap_or_clone(document));
        Ok(Operation { cost, request })
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
    ) -> Result<async_graphql::Response, Failure> {
        let Ok(_place) = self.places.try_acquire() else {
            let fault = BadInput::new(Code::ServiceUnavailable, "The server is busy: try again");
            return Err(Failure::later(fault, StatusCode::SERVICE_UNAVAILABLE, RETRY_AFTER));
        };
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

/// The operation to run, and the name that it has in the document.
fn select<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<(Option<&'a str>, &'a OperationDefinition), Failure> {
    let named = |(name, operation): (&'a Name, &'a Positioned<OperationDefinition>)| {
        (Some(name.as_str()), &operation.node)
    };
    let chosen = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some((None, &operation.node)),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get_key_value(name).map(named)
        }
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.iter().next().map(named)
        }
        (DocumentOperations::Multiple(_), None) => None,
    };
    let message = match name {
        Some(_) => "The document has no operation of this `operationName`",
        None => "The document has several operations: say which one in `operationName`",
    };
    let fault = || Failure::document(BadInput::new(Code::OperationResolutionFailed, message));
    chosen.ok_or_else(fault)
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
