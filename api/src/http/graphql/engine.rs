//! From parameters to an execution: find the document, measure it, run it.

use std::{panic, sync::Arc, time::Duration};

use async_graphql::{
    ServerError, Variables,
    parser::{
        self,
        types::{ExecutableDocument, OperationType},
    },
};
use axum::http::{Method, StatusCode};
use futures_util::FutureExt as _;
use serde_json::Value;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time,
};
use tracing::Instrument as _;

use super::{
    body::Intake,
    documents::{Documents, Hash, OperationId},
    failure::Failure,
    limits::{Guard, Limits, Measured},
    read::Parameters,
    select::{require_variables, select},
    subject::Subject,
    words,
};
use crate::{
    features::{
        accounts::Accounts, loaders::Loaders, media::library::Library,
        participation::Participation, polls::ballot_box::BallotBox, views::Counter,
    },
    platform::{
        error::{BadInput, Code},
        scope::{Scope, Viewer},
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
    state: State,
    guard: Guard,
    documents: Documents,
    /// Operations under way at once; more are turned away instead of queued.
    places: Arc<Semaphore>,
    timeout: Duration,
    slow: Duration,
    /// How much is read of a request.
    pub intake: Intake,
}

/// What mutations need that lives as long as the process.
#[derive(Clone, Debug)]
pub struct State {
    /// Who may sign in, and how.
    pub accounts: Arc<Accounts>,
    /// The files.
    pub library: Library,
    /// Who takes part, and how fast.
    pub participation: Arc<Participation>,
    /// Where votes go.
    pub ballots: BallotBox,
    /// Counts what is read.
    pub views: Arc<Counter>,
}

/// The right to work on one operation, until it is dropped.
#[derive(Debug)]
pub struct Place {
    _permit: OwnedSemaphorePermit,
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
    /// What it asks for.
    pub measured: Measured,
    /// Whether it reads or writes.
    pub kind: OperationType,
    /// What decides whether another one is the same.
    pub id: OperationId,
    /// Whether it was found to be valid before.
    is_validated: bool,
    document: Arc<ExecutableDocument>,
    request: async_graphql::Request,
}

impl Engine {
    /// An engine that runs operations on these terms.
    pub fn new(terms: Terms, state: State) -> Self {
        let schema = schema::build();
        let intake = Intake { bytes: terms.limits.body_bytes, timeout: terms.body_timeout };
        let guard = Guard::new(terms.limits, &schema.sdl());
        Self {
            schema: SchemaHandle(schema),
            for_validated: SchemaHandle(schema::build_for_validated()),
            state,
            guard,
            documents: Documents::new(),
            places: Arc::new(Semaphore::new(terms.operations as usize)),
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
    pub fn enter(&self) -> Result<Place, Failure> {
        let place = self.places.clone().try_acquire_owned().map(|permit| Place { _permit: permit });
        place.map_err(|_| {
            let fault = BadInput::new(Code::ServiceUnavailable, "The server is busy: try again");
            Failure::later(fault, StatusCode::SERVICE_UNAVAILABLE, RETRY_AFTER)
        })
    }

    /// Finds the document, checks it against the limits, chooses its operation, and asks whether the
    /// viewer may run it. What it is about is noted as soon as it is known, also of an operation that
    /// is refused.
    pub fn prepare(
        &self,
        parameters: Parameters,
        method: &Method,
        viewer: Viewer,
        subject: &mut Subject,
    ) -> Result<Operation, Failure> {
        let Parameters { query, operation_name, variables, extensions, upload } = parameters;
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
        let measured = match known {
            Some(measured) => measured,
            None => {
                let measured = self.guard.check(&document, operation, &variables);
                measured.map_err(Failure::document)?
            }
        };
        subject.look_into(&self.guard, &document, operation);
        self.guard
            .check_access(&document, operation, measured.needs, viewer)
            .map_err(Failure::of_field)?;
        let kind = operation.ty;
        require_variables(operation, &variables)?;
        let variables = Variables::from_json(Value::Object(variables));
        let mut request = async_graphql::Request::new(text).variables(variables);
        if let Some(upload) = upload {
            request = request.data(upload);
        }
        request.operation_name = operation_name;
        request.set_parsed_query(ExecutableDocument::clone(&document));
        Ok(Operation { measured, kind, id, is_validated: known.is_some(), document, request })
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

    /// Runs an operation. When its time is over, or the client leaves, the work of a query is
    /// dropped; a mutation goes on to its end.
    pub async fn run(
        &self,
        scope: Scope,
        operation: Operation,
        place: Place,
    ) -> Result<async_graphql::Response, Failure> {
        let Operation { measured, kind, id, is_validated, document, request } = operation;
        let schema = if is_validated { &self.for_validated } else { &self.schema };
        let State { accounts, library, participation, ballots, views } = self.state.clone();
        let request = request.data(accounts).data(library).data(participation);
        let request = request.data(ballots).data(views);
        let scope = match kind {
            OperationType::Mutation => scope.for_writing(),
            OperationType::Query | OperationType::Subscription => scope,
        };
        let execution = execute(schema.0.clone(), scope, request, place);
        let execution = match kind {
            OperationType::Mutation => finished(execution).boxed(),
            OperationType::Query | OperationType::Subscription => execution.boxed(),
        };
        let mut response = time::timeout(self.timeout, execution).await.map_err(|_| {
            let message = format!("The operation took longer than {:?}", self.timeout);
            let fault = BadInput::new(Code::OperationTimeout, message);
            Failure::later(fault, StatusCode::SERVICE_UNAVAILABLE, RETRY_AFTER)
        })?;
        response.errors.iter_mut().for_each(|error| name_argument(&document, error));
        // An answer with errors may be that of the validation.
        if !is_validated && response.is_ok() {
            self.documents.remember_valid(id, measured);
        }
        Ok(response)
    }
}

/// Says of which argument an error of the library is that it found while it ran.
fn name_argument(document: &ExecutableDocument, error: &mut ServerError) {
    if error.source.is_none() && !error.path.is_empty() {
        error.source = Some(Arc::new(words::of_value(document, error)));
    }
}

async fn execute(
    schema: Schema,
    scope: Scope,
    request: async_graphql::Request,
    _place: Place,
) -> async_graphql::Response {
    let (spawner, tasks) = tasks::tasks();
    let under_way = scope.reader().under_way();
    let loaders = Loaders::new(&scope, &spawner);
    let request = request.data(scope).data(loaders);
    tasks.run_beside(under_way, schema.execute(request)).await
}

/// Work that goes on when nobody waits for it: what is cut off in the middle of a statement leaves
/// its transaction open on PostgreSQL, and the next writer on that connection would lose its work.
pub async fn finished<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => done,
        Err(broken) => panic::resume_unwind(broken.into_panic()),
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
