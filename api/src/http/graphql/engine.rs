//! From parameters to an execution: find the document, measure it, run it.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Variables,
    parser::{self, types::OperationType},
};
use axum::http::{Method, StatusCode};
use serde_json::Value;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time,
};

use super::{
    body::Intake,
    documents::{Documents, Hash, OperationId},
    failure::Failure,
    limits::{Cost, Guard, Limits},
    read::Parameters,
    select::{require_variables, select},
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
    /// The same without validation, for operations that have passed it.
    for_validated: SchemaHandle,
    guard: Guard,
    documents: Documents,
    /// Operations under way at once; more are turned away instead of queued.
    places: Semaphore,
    timeout: Duration,
    slow: Duration,
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
    /// How long one may take before it is told as slow.
    pub slow: Duration,
}

impl Default for Terms {
    fn default() -> Self {
        let timeout = Duration::from_secs(10);
        Self {
            limits: Limits::default(),
            operations: 256,
            timeout,
            body_timeout: timeout,
            slow: Duration::from_secs(1),
        }
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
    id: OperationId,
    /// Whether it was found to be valid before.
    is_validated: bool,
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
            for_validated: SchemaHandle(schema::build_for_validated()),
            guard,
            documents: Documents::new(),
            places: Semaphore::new(terms.operations as usize),
            timeout: terms.timeout,
            slow: terms.slow,
            intake,
        }
    }

    /// How long an operation may take before it is told as slow.
    pub fn slow(&self) -> Duration {
        self.slow
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
        let document = self.documents.parsed(&text, || {
            self.guard.check_text(&text).map_err(Failure::document)?;
            parser::parse_query(&text).map_err(|error| unparsable(&error))
        })?;
        let (name, operation) = select(&document, operation_name.as_deref())?;
        subject.choose(name, operation.ty);
        if *method == Method::GET && operation.ty != OperationType::Query {
            let message = "Only queries may be sent by GET";
            return Err(Failure::method(BadInput::new(Code::MethodNotAllowed, message), "POST"));
        }
        self.guard.check_root(operation.ty).map_err(Failure::document)?;
        let id = OperationId::of(&text, name, &variables);
        let known = self.documents.valid(id);
        let cost = match known {
            Some(cost) => cost,
            None => {
                let cost = self.guard.check(&document, operation, &variables);
                cost.map_err(Failure::document)?
            }
        };
        subject.look_into(&self.guard, &document, operation);
        require_variables(operation, &variables)?;
        let variables = Variables::from_json(Value::Object(variables));
        let mut request = async_graphql::Request::new(text).variables(variables);
        request.operation_name = operation_name;
        request.set_parsed_query(Arc::unwrap_or_clone(document));
        Ok(Operation { cost, id, is_validated: known.is_some(), request })
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
        let Operation { cost, id, is_validated, request } = operation;
        let schema = if is_validated { &self.for_validated } else { &self.schema };
        let request = request.data(scope).data(loaders);
        let execution = tasks.run_beside(under_way, schema.0.execute(request));
        let response = time::timeout(self.timeout, execution).await.map_err(|_| {
            let message = format!("The operation took longer than {:?}", self.timeout);
            let fault = BadInput::new(Code::OperationTimeout, message);
            Failure::later(fault, StatusCode::SERVICE_UNAVAILABLE, RETRY_AFTER)
        })?;
        // An answer with errors may be that of the validation.
        if !is_validated && response.is_ok() {
            self.documents.remember_valid(id, cost);
        }
        Ok(response)
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
