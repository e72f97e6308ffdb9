//! Headers that say whom a request comes from.

use api::app::{BudgetTerms, Policy};
use entity::account::Role;
use serde_json::{Value, json};

use super::{super::*, app, guess, wait};
use crate::support::TestApp;

/// What proxies of all kinds note the address of a client in.
const ADDRESS_HEADERS: [&str; 13] = [
    "x-forwarded-for",
    "forwarded",
    "x-real-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "fastly-client-ip",
    "x-originating-ip",
    "x-remote-ip",
    "x-remote-addr",
    "x-forwarded",
    "forwarded-for",
];

/// Tries the right password from one peer, which says that it passes on what others ask.
async fn passed_on(app: &TestApp, name: &str, address: &str) -> Value {
    let value = match name {
        "forwarded" => format!("for={address}"),
        _ => address.to_owned(),
    };
    let request = axum::http::Request::post("/graphql")
        .header("content-type", "application/json")
        .header(name, value)
        .extension(api::app::Peer("192.0.2.1:5000".parse().unwrap()));
    let input = json!({ "login": "binh", "password": PASSWORD });
    let body = json!({ "query": LOGIN, "variables": { "input": input } }).to_string();
    let reply = app.send(request.body(body.into()).unwrap()).await;
    reply.json()["data"]["accountLogin"].take()
}

#[tokio::test]
async fn addresses_that_a_client_invents_change_nothing() {
    let app = app().await;
    guess(Caller::anonymous(&app), 10).await;
    for name in ADDRESS_HEADERS {
        for address in ["198.51.100.9", "127.0.0.1", "::1", "192.0.2.1, 198.51.100.9"] {
            wait(&passed_on(&app, name, address).await);
        }
    }
    // Nor do they shut out whoever they name.
    let named = Caller::anonymous(&app).at("198.51.100.9");
    named.tokens("binh").await;
}

#[tokio::test]
async fn of_a_proxy_that_is_named_only_the_header_that_it_writes_counts() {
    let budget = BudgetTerms {
        trusted_proxies: vec!["192.0.2.0/24".parse().unwrap()],
        ..BudgetTerms::default()
    };
    let app = TestApp::start_with(Policy { budget, ..Policy::default() }).await;
    account(&app, "binh", Role::Editor).await;
    guess(Caller::anonymous(&app), 10).await;
    for name in &ADDRESS_HEADERS[1..] {
        wait(&passed_on(&app, name, "198.51.100.9").await);
    }
    tokens(&passed_on(&app, "x-forwarded-for", "198.51.100.9").await);
    // What stands left of it was written by the client.
    guess(Caller::anonymous(&app).at("198.51.100.8"), 10).await;
    wait(&passed_on(&app, "x-forwarded-for", "203.0.113.5, 198.51.100.8").await);
}
