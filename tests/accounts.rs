//! Signing in and out, who is let in, and who looks after whom.

mod admin;
mod keys;
mod secrets;
mod sessions;
mod throttle;

use api::{app::Peer, content::NewAccount};
use axum::{
    body::Body,
    http::{Request, header},
};
use entity::account::Role;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{TestApp, app::Reply};

/// The password of every account of these tests.
const PASSWORD: &str = "bốn mùa lá rụng";

const LOGIN: &str = "mutation($input: AccountLoginInput!) { accountLogin(input: $input) {
    session { account { login } accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }
    userErrors { code field message limit retryAfter }
} }";
const REFRESH: &str = "mutation($input: AccountRefreshInput!) { accountRefresh(input: $input) {
    session { accessToken refreshToken } userErrors { code field }
} }";
const VIEWER: &str =
    "{ viewer { __typename ... on Account { login role version } ... on ApiKey { name } } }";

/// Whoever asks: with this token, if one, from this address.
#[derive(Clone, Copy)]
struct Caller<'a> {
    app: &'a TestApp,
    token: Option<&'a str>,
    address: &'a str,
}

impl<'a> Caller<'a> {
    fn anonymous(app: &'a TestApp) -> Self {
        Self { app, token: None, address: "192.0.2.1" }
    }

    fn with(self, token: &'a str) -> Self {
        Self { token: Some(token), ..self }
    }

    fn at(self, address: &'a str) -> Self {
        Self { address, ..self }
    }

    async fn send(self, query: &str, variables: Value) -> Reply {
        let mut request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .extension(Peer(format!("{}:5000", self.address).parse().unwrap()));
        if let Some(token) = self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }

    /// The answer of the one field of an operation that is carried out.
    async fn ask(self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await.json();
        assert_eq!(answer.get("errors"), None, "{answer}");
        let data = answer["data"].as_object_mut().unwrap();
        assert_eq!(data.len(), 1);
        data.values_mut().next().unwrap().take()
    }

    /// [`ask`](Self::ask) with an input.
    async fn give(self, query: &str, input: Value) -> Value {
        self.ask(query, json!({ "input": input })).await
    }

    /// The code of a request that is not carried out.
    async fn refused(self, query: &str) -> (u16, String) {
        let reply = self.send(query, json!({})).await;
        let code = reply.json()["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned();
        (reply.status.as_u16(), code)
    }

    async fn login(self, login: &str, password: &str) -> Value {
        self.give(LOGIN, json!({ "login": login, "password": password })).await
    }

    /// Signs in; access token and refresh token.
    async fn tokens(self, login: &str) -> (String, String) {
        tokens(&self.login(login, PASSWORD).await)
    }
}

fn tokens(payload: &Value) -> (String, String) {
    let text = |name: &str| payload["session"][name].as_str().unwrap().to_owned();
    (text("accessToken"), text("refreshToken"))
}

/// The codes of the user errors, and their fields.
fn problems(payload: &Value) -> Vec<(String, String)> {
    let errors = payload["userErrors"].as_array().unwrap();
    let path = |field: &Value| {
        let steps = field.as_array().map_or(&[] as &[Value], Vec::as_slice);
        steps.iter().map(|step| step.as_str().unwrap()).collect::<Vec<_>>().join(".")
    };
    errors
        .iter()
        .map(|error| (error["code"].as_str().unwrap().to_owned(), path(&error["field"])))
        .collect()
}

fn problem(payload: &Value) -> String {
    let problems = problems(payload);
    assert_eq!(problems.len(), 1, "{payload}");
    problems[0].0.clone()
}

async fn account(app: &TestApp, login: &str, role: Role) -> String {
    account_of(app, login, role, None).await
}

async fn account_of(app: &TestApp, login: &str, role: Role, unit_id: Option<Uuid>) -> String {
    let new = NewAccount { login: login.to_owned(), name: "Somebody".to_owned(), role, unit_id };
    let account = app.app.create_account(new, PASSWORD).await.unwrap();
    format!("acc_{}", account.id.simple())
}

/// What the audit log has of an action, the oldest first: details, empty where there are none.
async fn audited(app: &TestApp, action: &str) -> Vec<String> {
    let backend = app.db.write.get_database_backend();
    let select = format!("SELECT details FROM audit_event WHERE action = '{action}' ORDER BY seq");
    let rows = app.db.write.query_all_raw(Statement::from_string(backend, select)).await.unwrap();
    let details = rows.iter().map(|row| row.try_get::<Option<String>>("", "details").unwrap());
    details.map(Option::unwrap_or_default).collect()
}
