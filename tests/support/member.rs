//! Somebody who has signed in, and asks through HTTP like anybody else.

use api::content::NewAccount;
use axum::{
    body::Body,
    http::{HeaderValue, Request, header},
};
use entity::account::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{TestApp, app::Reply};

/// The password of all members.
pub const PASSWORD: &str = "bốn mùa lá rụng";
const LOGIN: &str = "mutation($input: AccountLoginInput!) { accountLogin(input: $input) {
    session { accessToken } userErrors { code }
} }";

/// An account with a token that holds.
pub struct Member<'a> {
    app: &'a TestApp,
    pub login: String,
    /// What proves it.
    pub token: String,
}

impl TestApp {
    /// Creates an account and signs it in.
    pub async fn member(&self, login: &str, role: Role, unit_id: Option<Uuid>) -> Member<'_> {
        let name = format!("Đồng chí {login}");
        let new = NewAccount { login: login.to_owned(), name, role, unit_id };
        self.app.create_account(new, PASSWORD).await.unwrap();
        let mut member = Member { app: self, login: login.to_owned(), token: String::new() };
        member.sign_in().await;
        member
    }

    /// A program that has an API key.
    pub fn program(&self, name: &str, key: &str) -> Member<'_> {
        Member { app: self, login: name.to_owned(), token: key.to_owned() }
    }
}

impl Member<'_> {
    /// Signs in anew: tokens hold a quarter of an hour.
    pub async fn sign_in(&mut self) {
        let input = json!({ "login": self.login, "password": PASSWORD });
        let mut payload = self.app.data(LOGIN, json!({ "input": input })).await;
        let token = payload["accountLogin"]["session"]["accessToken"].take();
        self.token = token.as_str().unwrap().to_owned();
    }

    /// Sends an operation.
    pub async fn send(&self, query: &str, variables: Value) -> Reply {
        self.app.send(self.request(query, variables)).await
    }

    /// Sends an operation under an `Idempotency-Key`.
    pub async fn send_under(&self, key: &str, query: &str, variables: Value) -> Reply {
        let mut request = self.request(query, variables);
        let key = HeaderValue::from_bytes(key.as_bytes()).unwrap();
        request.headers_mut().insert("Idempotency-Key", key);
        self.app.send(request).await
    }

    fn request(&self, query: &str, variables: Value) -> Request<Body> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .body(Body::from(body))
            .unwrap()
    }

    /// The answer of the one field of an operation that is carried out.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await.json();
        assert_eq!(answer.get("errors"), None, "{answer}");
        let data = answer["data"].as_object_mut().unwrap();
        assert_eq!(data.len(), 1);
        data.values_mut().next().unwrap().take()
    }

    /// The payload of a mutation of articles.
    pub async fn article(&self, mutation: &str, input: Value) -> Value {
        let name = format!("A{}", &mutation[1..]);
        let query = format!(
            "mutation($input: {name}Input!) {{ {mutation}(input: $input) {{
                article {{ id slug title status version publishedAt expiresAt revisedAt
                    draft {{ title }} body {{ html }} }}
                userErrors {{ code field conflict {{ currentVersion changes {{ version by fields }} }} }}
            }} }}",
            name = match mutation {
                "articleSubmit" | "articleUnpublish" => "ArticleMove".to_owned(),
                "articleDelete" | "articleRestore" => "ArticleSeen".to_owned(),
                _ => name,
            }
        );
        self.ask(&query, json!({ "input": input })).await
    }

    /// The article that a mutation without anything to mend leaves.
    pub async fn done(&self, mutation: &str, input: Value) -> Value {
        let mut payload = self.article(mutation, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload["article"].take()
    }

    /// The codes and fields of what has to be mended; nothing was done.
    pub async fn problems(&self, mutation: &str, input: Value) -> Vec<(String, String)> {
        let payload = self.article(mutation, input).await;
        assert_eq!(payload["article"], Value::Null, "{payload}");
        codes(&payload)
    }
}

/// The codes of what has to be mended, each with the way to its field.
pub fn codes(payload: &Value) -> Vec<(String, String)> {
    let path = |field: &Value| {
        let steps = field.as_array().into_iter().flatten();
        steps.map(|step| step.as_str().unwrap()).collect::<Vec<_>>().join(".")
    };
    let errors = payload["userErrors"].as_array().unwrap().iter();
    errors
        .map(|error| (error["code"].as_str().unwrap().to_owned(), path(&error["field"])))
        .collect()
}
