//! Asks the small portal, and plans for the large one.

use std::collections::{BTreeMap, HashSet};

use axum::http::StatusCode;
use sea_orm::Statement;
use serde_json::{Value, json};

use super::{
    ground::{self, Articles},
    plan,
};
use crate::support::{TestApp, walk::Selection};

/// The months of one year, which lies amidst the years of the large portal.
const SMALL: Articles = Articles { count: 2_000, begin: 1_325_376_000, seconds: 31_000_000 };
/// Seventeen years.
const LARGE: Articles = Articles { count: 100_000, begin: 1_230_768_000, seconds: 536_000_000 };

pub struct Proof {
    /// What proves who asks; readers prove nothing.
    token: Option<String>,
    small: TestApp,
    large: TestApp,
    /// SQLite takes statistics only when it is told to, and nobody tells it: every portal is
    /// planned for without them. SQLite then looks at the schema alone, so that this one is empty.
    ///
    /// PostgreSQL takes them by itself within a minute of a table's growth. Until then its numbers
    /// of rows are guesses from the size of a file, and what this proof asks of them says nothing.
    unmeasured: Option<TestApp>,
    /// What ran for the last query.
    pub ran: Vec<String>,
    proven: HashSet<String>,
    /// Faults with the queries that have them.
    faults: BTreeMap<String, Vec<String>>,
}

impl Proof {
    pub async fn start() -> Self {
        let [small, large] = [TestApp::start_unlimited().await, TestApp::start_unlimited().await];
        ground::fill(&small, SMALL).await;
        ground::fill(&large, LARGE).await;
        small.take_statements();
        let unmeasured = match small.db.is_embedded() {
            true => Some(TestApp::start_unlimited().await),
            false => None,
        };
        let (ran, proven, faults) = (Vec::new(), HashSet::new(), BTreeMap::new());
        Self { token: None, small, large, unmeasured, ran, proven, faults }
    }

    /// Goes on as somebody else.
    pub async fn sign_in(&mut self, login: &str) {
        let mut member = self.small.program(login, "");
        member.sign_in().await;
        self.token = Some(member.token);
        self.small.take_statements();
    }

    /// Runs a query and proves each statement of it. Gives the data, or none where the values were
    /// refused.
    pub async fn ask(&mut self, roots: &[Selection]) -> Option<Value> {
        self.ask_for(&Selection::query(roots)).await
    }

    /// The same of a query that is written out.
    pub async fn ask_for(&mut self, query: &str) -> Option<Value> {
        let body = json!({ "query": query });
        let reply = match &self.token {
            Some(token) => self.small.post_as(token, &body).await,
            None => self.small.post(&body).await,
        };
        let mut answer = reply.json();
        assert_eq!(reply.status, StatusCode::OK, "{query}\n{answer}");
        let statements = self.small.take_statements();
        self.ran = statements.iter().map(Statement::to_string).collect();
        for statement in statements {
            self.prove(&statement, query).await;
        }
        answer.get("errors").is_none().then(|| answer["data"].take())
    }

    async fn prove(&mut self, statement: &Statement, query: &str) {
        if !self.proven.insert(statement.to_string()) {
            return;
        }
        let large = Some(("with statistics", &self.large));
        let unmeasured = self.unmeasured.as_ref().map(|app| ("without statistics", app));
        for (portal, app) in large.into_iter().chain(unmeasured) {
            for fault in plan::faults(app, statement).await {
                let queries = self.faults.entry(format!("{portal}: {fault}")).or_default();
                queries.push(format!("{query}\n    {statement}"));
            }
        }
    }

    pub fn assert_served(&self) {
        let faults = self.faults.iter().map(|(fault, queries)| {
            let example = queries.iter().min_by_key(|query| query.len()).unwrap();
            format!("{fault}\n  {} times, for example {example}\n", queries.len())
        });
        let faults: Vec<_> = faults.collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
