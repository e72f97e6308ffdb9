//! What nobody gets to see.

use entity::{account::Role, api_key, login_failure, refresh_token, signing_key};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::*;
use crate::support::{TestApp, program::Server};

/// No word of the schema promises what must not be shown.
#[tokio::test]
async fn no_type_shows_what_is_kept_of_a_secret() {
    let app = TestApp::start().await;
    let types = app.ask("{ __schema { types { name kind fields { name } } } }").await;
    let shown = [
        ("Session", "accessToken"),
        ("Session", "refreshToken"),
        // Digests of what everybody may read.
        ("Ballot", "hash"),
        ("PollAudit", "firstHash"),
        ("PollAudit", "lastHash"),
        ("VoteReceipt", "hash"),
    ];
    for of in types["__schema"]["types"].as_array().unwrap() {
        for field in of["fields"].as_array().into_iter().flatten() {
            let (of, field) = (of["name"].as_str().unwrap(), field["name"].as_str().unwrap());
            let word = field.to_lowercase();
            let secret = ["password", "hash", "accesstoken", "refreshtoken", "privatekey"]
                .iter()
                .any(|secret| word.contains(secret) && !word.ends_with("at"));
            let root = of == "Mutation" || of == "Image";
            assert!(!secret || root || shown.contains(&(of, field)), "{of}.{field}");
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_no_use_to_who_reads_it_and_hidden_in_debug() {
    let app = TestApp::start().await;
    account(&app, "chief", Role::Admin).await;
    let reader = Caller::anonymous(&app);
    reader.login("chief", "không phải mật khẩu này").await;
    let (access, refresh) = reader.tokens("chief").await;
    let create = "mutation { apiKeyCreate(input: { name: \"x\", scopes: [SYNC] }) { secret } }";
    let secret = reader.with(&access).ask(create, json!({})).await;
    let secret = secret["secret"].as_str().unwrap().to_owned();
    reader.login("chief", "không phải mật khẩu này").await;

    let db = &app.db.write;
    let tokens = refresh_token::Entity::find().all(db).await.unwrap();
    let keys = api_key::Entity::find().all(db).await.unwrap();
    let signing = signing_key::Entity::find().all(db).await.unwrap();
    let failures = login_failure::Entity::find().all(db).await.unwrap();
    assert_eq!((tokens.len(), keys.len(), signing.len(), failures.len()), (1, 1, 1, 5));
    for failure in &failures {
        assert_eq!(failure.key.len(), 32);
    }
    let told = format!("{tokens:?} {keys:?} {signing:?} {failures:?} {:?}", app.app);
    let private = format!("{:?}", &signing[0].private_key.0[..16]);
    let private = private.trim_matches(['[', ']']).to_owned();
    for hidden in [&access, &refresh, &secret, &private, "192.0.2.1"] {
        assert!(!told.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn the_log_tells_of_a_login_and_nothing_of_who_and_how() {
    let server =
        Server::start(&[], &[("CONGTIN_LOG", "debug"), ("CONGTIN_LOG_FORMAT", "json")]).await;
    let login = json!({ "login": "somebody.secret", "password": "an entirely secret phrase" });
    let body = json!({ "query": LOGIN, "variables": { "input": login } }).to_string();
    let answer = server.post(&body, &[("x-forwarded-for", "203.0.113.9")]);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem(&answer["data"]["accountLogin"]), "CREDENTIALS_INVALID");
    let refused = server
        .post(r#"{"query":"{ site { name } }"}"#, &[("authorization", "Bearer told.to.nobody")]);
    assert!(refused.head.starts_with("HTTP/1.1 401"), "{}", refused.head);
    let lines = server.stop();
    assert!(lines.iter().any(|line| line.contains("accountLogin")), "{lines:?}");
    for line in &lines {
        for hidden in ["somebody.secret", "entirely secret", "203.0.113.9", "told.to.nobody"] {
            assert!(!line.contains(hidden), "{line}");
        }
    }
}
