//! API keys.

use entity::account::Role;
use serde_json::{Value, json};

use super::*;
use crate::support::TestApp;

const CREATE: &str = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
    secret apiKey { id name prefix scopes expiresAt lastUsedAt revokedAt } userErrors { code field }
} }";
const REVOKE: &str = "mutation($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) {
    apiKey { revokedAt } userErrors { code field }
} }";
const KEYS: &str = "{ apiKeys { name prefix scopes lastUsedAt revokedAt } }";

async fn app() -> (TestApp, String) {
    let app = TestApp::start().await;
    account(&app, "chief", Role::Admin).await;
    let (admin, _) = Caller::anonymous(&app).tokens("chief").await;
    (app, admin)
}

#[tokio::test]
async fn a_key_is_shown_once_and_known_until_it_is_revoked() {
    let (app, admin) = app().await;
    let admin = Caller::anonymous(&app).with(&admin);
    let input = json!({ "name": "Cổng dịch vụ", "scopes": ["SYNC", "READ_ALL", "SYNC"] });
    let made = admin.give(CREATE, input).await;
    assert_eq!(made["userErrors"], json!([]));
    let secret = made["secret"].as_str().unwrap();
    let prefix = made["apiKey"]["prefix"].as_str().unwrap();
    assert!(secret.starts_with(&format!("ctk_{prefix}_")) && secret.len() == 4 + 8 + 1 + 64);
    assert_eq!(made["apiKey"]["scopes"], json!(["READ_ALL", "SYNC"]));
    let key = Caller::anonymous(&app).with(secret);
    let viewer = json!({ "__typename": "ApiKey", "name": "Cổng dịch vụ" });
    assert_eq!(key.ask(VIEWER, json!({})).await, viewer);
    let listed = admin.ask(KEYS, json!({})).await;
    assert!(!listed.to_string().contains(&secret[20..]), "{listed}");

    let last = if secret.ends_with('0') { "1" } else { "0" };
    for other in [format!("{}{last}", &secret[..secret.len() - 1]), secret.to_uppercase()] {
        assert_eq!(key.with(&other).refused(VIEWER).await.0, 401);
    }
    let revoked = admin.give(REVOKE, json!({ "id": made["apiKey"]["id"] })).await;
    assert_eq!(revoked["apiKey"]["revokedAt"], "2026-01-01T00:00:00Z");
    assert_eq!(key.refused(VIEWER).await, (401, "UNAUTHENTICATED".to_owned()));
    assert_eq!(audited(&app, "apiKeyCreate").await, [""]);
    assert_eq!(audited(&app, "apiKeyRevoke").await, [""]);
}

#[tokio::test]
async fn a_key_ends_by_itself_and_its_use_is_noted_once_a_minute() {
    let (app, admin) = app().await;
    let admin = Caller::anonymous(&app).with(&admin);
    let input = json!({ "name": "x", "scopes": ["SYNC"], "expiresAt": "2026-01-01T00:10:00Z" });
    let made = admin.give(CREATE, input).await;
    let key = Caller::anonymous(&app).with(made["secret"].as_str().unwrap());
    for (now, noted) in [
        ("2026-01-01T00:01:00Z", "2026-01-01T00:01:00Z"),
        ("2026-01-01T00:01:59Z", "2026-01-01T00:01:00Z"),
        ("2026-01-01T00:02:01Z", "2026-01-01T00:02:01Z"),
    ] {
        app.set_time(now);
        key.ask(VIEWER, json!({})).await;
        let noticed = async {
            while admin.ask(KEYS, json!({})).await[0]["lastUsedAt"] != noted {
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(10);
        tokio::time::timeout(patience, noticed).await.expect(noted);
    }
    app.set_time("2026-01-01T00:10:00Z");
    assert_eq!(key.refused(VIEWER).await, (401, "UNAUTHENTICATED".to_owned()));
}

#[tokio::test]
async fn no_key_decides_on_accounts_and_keys_whatever_its_scopes() {
    let (app, admin) = app().await;
    let admin = Caller::anonymous(&app).with(&admin);
    for scope in ["READ_PUBLISHED", "READ_ALL", "WRITE", "SYNC"] {
        let made = admin.give(CREATE, json!({ "name": scope, "scopes": [scope] })).await;
        assert_eq!(made["apiKey"]["scopes"], json!([scope]));
        let key = Caller::anonymous(&app).with(made["secret"].as_str().unwrap());
        assert_eq!(key.ask("{ articles { totalCount } }", json!({})).await["totalCount"], 0);
        for query in [
            KEYS,
            "{ accounts { totalCount } }",
            "mutation { accountLogout { done } }",
            r#"mutation { apiKeyRevoke(input: { id: "x" }) { userErrors { code } } }"#,
            r#"mutation { accountDisable(input: { id: "x" }) { userErrors { code } } }"#,
        ] {
            assert_eq!(key.refused(query).await, (403, "FORBIDDEN".to_owned()), "{scope} {query}");
        }
    }
}

#[tokio::test]
async fn a_key_that_makes_no_sense_is_not_made() {
    let (app, admin) = app().await;
    let admin = Caller::anonymous(&app).with(&admin);
    let all = json!({ "name": " ", "scopes": [], "expiresAt": "2026-01-01T00:00:00Z" });
    let problem = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    let expected = [
        problem("REQUIRED", "input.name"),
        problem("REQUIRED", "input.scopes"),
        problem("TIME_INVALID", "input.expiresAt"),
    ];
    let payload: Value = admin.give(CREATE, all).await;
    assert_eq!(problems(&payload), expected);
    assert_eq!((&payload["apiKey"], &payload["secret"]), (&json!(null), &json!(null)));
    let long = json!({ "name": "a".repeat(201), "scopes": ["SYNC"] });
    assert_eq!(problems(&admin.give(CREATE, long).await), [problem("TOO_LONG", "input.name")]);
    assert_eq!(admin.ask(KEYS, json!({})).await, json!([]));
    let revoke = |id: String| admin.give(REVOKE, json!({ "id": id }));
    assert_eq!(problems(&revoke("x".to_owned()).await), [problem("ID_INVALID", "input.id")]);
    let nobody = format!("key_{}", "0".repeat(32));
    assert_eq!(problems(&revoke(nobody).await), [problem("NOT_FOUND", "input.id")]);
}
