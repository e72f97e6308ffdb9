//! The audit log.

use api::content::{AuditList, export_audit};
use entity::account::Role;
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    app::{NOW, at},
    member::Member,
};

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

/// The actions of a list, page by page.
async fn actions(admin: &Member<'_>, filter: Value) -> Vec<String> {
    let (mut after, mut actions) = (Value::Null, Vec::new());
    loop {
        let page = admin.ask(EVENTS, json!({ "filter": filter, "after": after })).await;
        let nodes = page["nodes"].as_array().unwrap().iter();
        actions.extend(nodes.map(|event| event["action"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["totalCount"], actions.len(), "{filter}");
            return actions;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// A log of three days.
async fn three_days(app: &TestApp) -> Member<'_> {
    let mut admin = app.member("admin", Role::Admin, None).await;
    for day in ["2026-01-02", "2026-01-03", "2026-01-04"] {
        app.set_time(&format!("{day}T08:00:00Z"));
        admin.sign_in().await;
        let article = admin.done("articleCreate", json!({ "title": day })).await;
        let change = json!({ "id": article["id"], "version": 1, "title": "Tin" });
        admin.done("articleUpdate", change).await;
    }
    admin
}

#[tokio::test]
async fn the_log_is_searched_by_action_and_cut_out_by_time() {
    let app = TestApp::start().await;
    let admin = three_days(&app).await;
    let found = async |filter| actions(&admin, filter).await;
    let updates = json!({ "action": "articleUpdate" });
    assert_eq!(found(updates).await, ["articleUpdate"; 3]);
    assert_eq!(found(json!({ "action": "articleupdate" })).await, [""; 0]);
    let one_day = ["articleUpdate", "articleCreate", "accountLogin"];
    // The first moment belongs to a span, the last does not.
    let second = json!({ "atFrom": "2026-01-03T15:00:00+07:00", "atTo": "2026-01-04T08:00:00Z" });
    assert_eq!(found(second).await, one_day);
    let last = json!({ "atFrom": "2026-01-03T08:00:01Z" });
    assert_eq!(found(last).await, one_day);
    let before = json!({ "atTo": "2026-01-03T08:00:00Z", "action": "articleCreate" });
    assert_eq!(found(before).await, ["articleCreate"]);
    let refused = admin.send(EVENTS, json!({ "filter": { "atFrom": "2026-01-03" } })).await.json();
    let fault = &refused["errors"][0]["extensions"];
    assert_eq!(fault["argument"], "filter.atFrom", "{refused}");
}

#[tokio::test]
async fn the_log_goes_out_as_lines_oldest_first() {
    let app = TestApp::start().await;
    three_days(&app).await;
    let since = Some(at("2026-01-03T00:00:00Z"));
    let until = Some(at("2026-01-04T08:00:00Z"));
    let mut lines = Vec::new();
    let list = AuditList { from: since, to: until, ..AuditList::default() };
    let events = export_audit(&app.app.system(), &list, &mut lines, |_| {}).await.unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events, 3);
    let told: Vec<_> = lines.iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert_eq!(told, ["accountLogin", "articleCreate", "articleUpdate"]);
    let update = &lines[2];
    assert_eq!(update["at"], "2026-01-03T08:00:00Z");
    assert_eq!(update["account_name"], "Đồng chí admin");
    assert_eq!(update["details"], json!({ "fields": ["title"] }));
    assert_eq!((&update["node"], &update["from_version"]), (&lines[1]["node"], &json!(1)));
    // More events than a page of the export has.
    let mut txn = app.app.system().begin().await.unwrap();
    for number in 0..1_200 {
        txn.audit(&format!("test{number}"));
        txn.commit().await.unwrap();
        txn = app.app.system().begin().await.unwrap();
    }
    let mut lines = Vec::new();
    let all = AuditList::default();
    export_audit(&app.app.system(), &all, &mut lines, |_| {}).await.unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let told = lines.lines().filter(|line| line.contains(r#""action":"test"#)).map(|line| {
        let event: Value = serde_json::from_str(line).unwrap();
        event["action"].as_str().unwrap()["test".len()..].parse::<u32>().unwrap()
    });
    assert!(told.eq(0..1_200));
}
