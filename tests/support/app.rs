//! An app of a test's own, and a client of it.

use std::{
    mem,
    sync::{Arc, Mutex},
};

use api::{
    Clock, Instant,
    app::{App, BlobPlace, Database, Limits, MediaTerms, Policy, Terms},
    parse_rfc3339,
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use sea_orm::{Statement, metric};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::database::{self, Place};

/// The time at which every test begins.
pub const NOW: &str = "2026-01-01T00:00:00Z";

/// A running app with an empty database of its own, and a clock that the test sets.
pub struct TestApp {
    pub app: App,
    pub db: Database,
    router: Router,
    clock: Arc<Mutex<Instant>>,
    statements: Arc<Mutex<Vec<Statement>>>,
    pub place: Place,
}

/// An answer as it came over HTTP.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(Policy::default()).await
    }

    /// An app that lets one operation ask for as much as it likes, for tests that ask for all.
    pub async fn start_unlimited() -> Self {
        Self::start_with(Self::unlimited()).await
    }

    fn unlimited() -> Policy {
        let most = u32::MAX;
        let limits = Limits {
            document_bytes: most,
            tokens: most,
            aliases: most,
            fields: most,
            pages: most,
            nodes: most,
            values: most,
            ..Limits::default()
        };
        let terms = Terms { limits, ..Terms::default() };
        Policy { terms, ..Policy::default() }
    }

    /// An app with a policy of its own.
    pub async fn start_with(policy: Policy) -> Self {
        let (place, db) = database::migrated().await;
        Self::over(place, db, policy).await
    }

    async fn over(place: Place, mut db: Database, policy: Policy) -> Self {
        let statements = Arc::new(Mutex::new(Vec::new()));
        let list = statements.clone();
        let note = move |info: &metric::Info<'_>| list.lock().unwrap().push(info.statement.clone());
        db.read.on_statement(note.clone());
        db.write.set_metric_callback(note);
        Self::open(place, db, policy, statements).await
    }

    async fn open(
        place: Place,
        db: Database,
        policy: Policy,
        statements: Arc<Mutex<Vec<Statement>>>,
    ) -> Self {
        let clock = Arc::new(Mutex::new(at(NOW)));
        let time = clock.clone();
        let clock_of_app = Clock::from_fn(move || *time.lock().unwrap());
        let media =
            MediaTerms { place: BlobPlace::Folder(place.folder().join("media")), ..policy.media };
        let policy = Policy { media, ..policy };
        let app = App::open(db.clone(), clock_of_app, policy).await.unwrap();
        Self { router: app.router(), app, db, clock, statements, place }
    }

    /// A process that starts now on the same database.
    pub async fn restarted(&self) -> Self {
        let (place, statements) = (self.place.clone(), self.statements.clone());
        Self::open(place, self.db.clone(), Policy::default(), statements).await
    }

    /// Two unlimited apps that have the same content, ids and times included, and go apart from
    /// there.
    pub async fn split(self) -> (Self, Self) {
        self.db.close().await.unwrap();
        let place = database::copy(&self.place).await;
        let open = async |place: Place| {
            let db = Database::open(&place.location).await.unwrap();
            Self::over(place, db, Self::unlimited()).await
        };
        (open(self.place).await, open(place).await)
    }

    /// Sets the time.
    pub fn set_time(&self, time: &str) {
        *self.clock.lock().unwrap() = at(time);
    }

    /// How many SQL statements ran since the last call.
    pub fn statements(&self) -> usize {
        self.take_statements().len()
    }

    /// The SQL statements that ran since the last call.
    pub fn take_statements(&self) -> Vec<Statement> {
        mem::take(&mut self.statements.lock().unwrap())
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    /// Posts JSON to the API, as a client does that takes the newer media type.
    pub async fn post(&self, body: &Value) -> Reply {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    /// The same as whoever has this token.
    pub async fn post_as(&self, token: &str, body: &Value) -> Reply {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    /// Runs an operation and gives the whole answer.
    pub async fn ask_with(&self, query: &str, variables: Value) -> Value {
        self.post(&json!({ "query": query, "variables": variables })).await.json()
    }

    /// Runs an operation that must succeed and gives its data.
    pub async fn ask(&self, query: &str) -> Value {
        self.data(query, json!({})).await
    }

    /// Runs an operation with variables that must succeed and gives its data.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.ask_with(query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].take()
    }
}

pub fn at(time: &str) -> Instant {
    parse_rfc3339(time).unwrap()
}
