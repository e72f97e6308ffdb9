//! The audit log.

use entity::account::Role;
use serde_json::{Value, json};

use crate::support::{TestApp, app::NOW};

const EVENTS: &str = "query($filter: AuditEventFilter, $after: String) {
    auditEvents(filter: $filter, first: 2, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { action accountName nodeId fromVersion at requestId }
    } }";

#[tokio::test]
async fn whatever_is_done_is_told_and_administrators_read_it() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let admin = app.member("admin", Role::Admin, None).await;
    let article = chief.done("articleCreate", json!({ "title": "Tin" })).await;
    let id = article["id"].clone();
    let change = json!({ "id": id, "version": 1, "title": "Tin khác" });
    chief.done("articleUpdate", change.clone()).await;
    // Refused, it leaves no trace.
    chief.problems("articleUpdate", change).await;

    let filter = json!({ "filter": { "nodeId": id } });
    let events = admin.ask(EVENTS, filter).await;
    assert_eq!(events["totalCount"], 2);
    let told: Vec<Value> = events["nodes"].as_array().unwrap().clone();
    let about = |event: &Value| {
        ["action", "accountName", "nodeId", "fromVersion", "at"].map(|name| event[name].clone())
    };
    let by = json!("Đồng chí chief");
    let expected = |action: &str, version| {
        [json!(action), by.clone(), article["id"].clone(), version, json!(NOW)]
    };
    assert_eq!(about(&told[0]), expected("articleUpdate", json!(1)));
    assert_eq!(about(&told[1]), expected("articleCreate", Value::Null));
    assert!(told.iter().all(|event| event["requestId"].is_string()));
    let reply = chief.send("{ auditEvents { totalCount } }", json!({})).await;
    assert_eq!(reply.status, 403);
}

#[tokio::test]
async fn pages_of_the_log_joined_are_the_whole_log() {
    let app = TestApp::start().await;
    let admin = app.member("admin", Role::Admin, None).await;
    for title in ["Một", "Hai", "Ba", "Bốn"] {
        admin.done("articleCreate", json!({ "title": title })).await;
    }
    let mut after = Value::Null;
    let mut actions = Vec::new();
    loop {
        let page = admin.ask(EVENTS, json!({ "after": after })).await;
        let nodes = page["nodes"].as_array().unwrap().iter();
        actions.extend(nodes.map(|event| event["action"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    let creates = ["articleCreate"; 4].map(str::to_owned);
    assert_eq!(actions[..4], creates);
    assert_eq!(actions[4..], ["accountLogin", "accountCreate"].map(str::to_owned));
}
