//! The operations that are measured, and what each must answer.

use std::sync::{Arc, Mutex};

use api::{
    Clock,
    app::{App, Database, Limits, Policy, Terms},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use sea_orm::Statement;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// An operation, run once.
pub struct Recorded {
    /// A letter, as in the table.
    pub name: &'static str,
    /// The body of the request.
    pub request: Value,
    /// The body of the answer.
    pub answer: Vec<u8>,
    /// The statements that it took, in their order.
    pub statements: Vec<Statement>,
}

/// One article with everything.
const ARTICLE: &str = "query ($slug: String!) { article(by: {slug: $slug}) {
    title summary byline publishedAt publishedLabel viewCount authors { penName }
    unit { name abbreviation } body { html text blocks { __typename } }
    figures { caption image { url(width: 800) width height alt } } congressCategories { label }
    newer { slug title } older { slug title } related(first: 5) { slug title publishedAt } } }";

/// The latest articles.
const LATEST: &str = "{ articles(first: 20) { nodes {
    slug title publishedAt authors { penName } unit { name abbreviation } } } }";

/// The latest articles of a term, and how many there are.
const CATEGORY: &str = "query ($term: ID!) {
    articles(first: 20, filter: {congressCategoryId: $term}) {
        totalCount nodes { slug title publishedAt authors { penName } unit { name } } } }";

/// Articles far down the list.
const DEEP: &str = "query ($after: String!) { articles(first: 20, after: $after) { nodes {
    slug title publishedAt authors { penName } unit { name abbreviation } } } }";

/// The home page.
const HOME: &str = "{ site { name greeting }
    articles(first: 10) { nodes { slug title summary publishedLabel unit { name } } }
    congressCategories { label slug articles(first: 5) { nodes { slug title } } }
    linkDirectories { title links { title url } }
    featuredPoll { question options { text votes share } totalVotes state } }";

/// How far down [`DEEP`] begins.
const DEPTH: usize = 50_000;

/// Runs all operations on a portal with load data.
pub async fn record(db: &Database) -> Vec<Recorded> {
    let recorder = Recorder::new(db).await;
    let slug = recorder.ask("{ articles(first: 1) { nodes { slug } } }", json!({})).await;
    let slug = &slug["articles"]["nodes"][0]["slug"];
    let terms = recorder.ask("{ congressCategories { id } }", json!({})).await;
    let term = &terms["congressCategories"][8]["id"];
    let after = recorder.cursor_at(DEPTH).await;
    let twenty = |data: &Value| data["articles"]["nodes"].as_array().unwrap().len() == 20;
    vec![
        recorder
            .record("A", ARTICLE, json!({ "slug": slug }), |data| {
                let body = data["article"]["body"]["html"].as_str().unwrap();
                body.starts_with('<') && data["article"]["related"].as_array().unwrap().len() == 5
            })
            .await,
        recorder.record("B", LATEST, json!({}), twenty).await,
        recorder
            .record("C", CATEGORY, json!({ "term": term }), |data| {
                twenty(data) && data["articles"]["totalCount"].as_u64().unwrap() > 1_000
            })
            .await,
        recorder.record("D", DEEP, json!({ "after": after }), twenty).await,
        recorder
            .record("E", HOME, json!({}), |data| {
                let terms = data["congressCategories"].as_array().unwrap();
                let full = |term: &Value| term["articles"]["nodes"].as_array().unwrap().len() == 5;
                terms.len() == 9 && terms.iter().all(full) && data["featuredPoll"].is_object()
            })
            .await,
    ]
}

struct Recorder {
    app: App,
    statements: Arc<Mutex<Vec<Statement>>>,
}

impl Recorder {
    async fn new(db: &Database) -> Self {
        let statements: Arc<Mutex<Vec<Statement>>> = Arc::default();
        let mut db = db.clone();
        let seen = statements.clone();
        db.read.on_statement(move |info| seen.lock().unwrap().push(info.statement.clone()));
        let limits = Limits { pages: u32::MAX, nodes: u32::MAX, ..Limits::default() };
        let policy = Policy { terms: Terms { limits, ..Terms::default() }, ..Policy::default() };
        Self { app: App::open(db, Clock::system(), policy).await.unwrap(), statements }
    }

    async fn record(
        &self,
        name: &'static str,
        query: &str,
        variables: Value,
        holds: impl Fn(&Value) -> bool,
    ) -> Recorded {
        let request = json!({ "query": query, "variables": variables });
        self.statements.lock().unwrap().clear();
        let answer = self.post(&request).await;
        let data: Value = serde_json::from_slice(&answer).unwrap();
        assert!(data.get("errors").is_none() && holds(&data["data"]), "{name}: {data}");
        let statements = std::mem::take(&mut *self.statements.lock().unwrap());
        Recorded { name, request, answer, statements }
    }

    async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.post(&json!({ "query": query, "variables": variables })).await;
        let mut answer: Value = serde_json::from_slice(&answer).unwrap();
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"].take()
    }

    async fn post(&self, body: &Value) -> Vec<u8> {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let answer = self.app.router().oneshot(request).await.unwrap();
        answer.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    /// The cursor behind so many articles, found page by page.
    async fn cursor_at(&self, depth: usize) -> Value {
        let mut after = Value::Null;
        for _ in 0..depth / 100 {
            let query = "query ($after: String) {
                articles(first: 100, after: $after) { pageInfo { endCursor } } }";
            let page = self.ask(query, json!({ "after": after })).await;
            after = page["articles"]["pageInfo"]["endCursor"].clone();
        }
        after
    }
}
