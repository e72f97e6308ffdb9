//! The audit log, which only administrators list: the walk through what readers may ask does not come
//! here.

use entity::account::Role;
use sea_orm::{ConnectionTrait as _, DbBackend};
use serde_json::{Value, json};

use super::plan;
use crate::support::TestApp;

/// Events of ten years, by a hundred accounts, on five thousand things.
const EVENTS: u32 = 60_000;

/// Fills the log and the accounts behind it, each in one statement, and takes the statistics.
async fn fill(app: &TestApp) {
    let number = "SELECT 1 AS n UNION ALL SELECT n + 1 FROM numbers WHERE n < ";
    let (uuid, at, after): (fn(&str) -> String, _, _) = match app.db.write.get_database_backend() {
        DbBackend::Sqlite => (
            |number| format!("unhex(printf('%032x', {number}))"),
            "strftime('%Y-%m-%d %H:%M:%S', 1400000000 + n * 5000, 'unixepoch') || '+00:00'",
            "ANALYZE",
        ),
        _ => (
            |number| format!("lpad(to_hex({number}), 32, '0')::uuid"),
            "to_timestamp(1400000000 + n * 5000.0)",
            "ANALYZE",
        ),
    };
    let insert = format!(
        "WITH RECURSIVE numbers AS ({number}{EVENTS})
        INSERT INTO audit_event (id, at, account_id, action, node, node_id, from_version)
        SELECT {}, {at}, {}, CASE n % 4 WHEN 0 THEN 'unitUpdate' ELSE 'articleUpdate' END,
            'art', {}, 1 FROM numbers",
        uuid("n"),
        uuid("(1000000 + n % 100)"),
        uuid("(2000000 + n % 5000)"),
    );
    app.db.write.execute_unprepared(&insert).await.unwrap();
    let accounts = format!(
        "WITH RECURSIVE numbers AS ({number}2000)
        INSERT INTO account
            (id, login, name, role, password, sessions_from, created_at, updated_at, version)
        SELECT {}, 'a' || n, 'A', 'EDITOR', '-', {at}, {at}, {at}, 1 FROM numbers",
        uuid("(1000000 + n)"),
    );
    app.db.write.execute_unprepared(&accounts).await.unwrap();
    app.db.write.execute_unprepared(after).await.unwrap();
}

/// All combinations of conditions.
fn filters() -> Vec<Value> {
    let conditions = [
        ("accountId", json!(format!("acc_{:032x}", 1_000_007))),
        ("nodeId", json!(format!("art_{:032x}", 2_000_007))),
        ("action", json!("unitUpdate")),
        ("atFrom", json!("2016-01-01T00:00:00Z")),
        ("atTo", json!("2020-01-01T00:00:00Z")),
    ];
    let all = 0..1_u32 << conditions.len();
    all.map(|chosen| {
        let chosen = (0..).zip(&conditions).filter(|(place, _)| chosen >> place & 1 == 1);
        Value::Object(
            chosen.map(|(_, (name, value))| ((*name).to_owned(), value.clone())).collect(),
        )
    })
    .collect()
}

#[tokio::test]
async fn each_combination_of_conditions_on_the_log_is_served_by_an_index() {
    let app = TestApp::start_unlimited().await;
    let admin = app.member("admin", Role::Admin, None).await;
    fill(&app).await;
    let query = "query($filter: AuditEventFilter, $first: Int, $after: String, $last: Int) {
        auditEvents(filter: $filter, first: $first, after: $after, last: $last) {
            totalCount nodes { seq } pageInfo { endCursor hasNextPage } } }";
    let mut faults = Vec::new();
    for filter in filters() {
        let mut after = Value::Null;
        for ends in [json!({ "first": 3 }), json!({ "first": 3 }), json!({ "last": 3 })] {
            let mut variables = ends.clone();
            variables["filter"] = filter.clone();
            if ends.get("first").is_some() {
                variables["after"] = after.clone();
            }
            app.take_statements();
            let page = admin.ask(query, variables).await;
            after = page["pageInfo"]["endCursor"].clone();
            let statements = app.take_statements();
            let of_log = |sql: &str| sql.contains(r#"FROM "audit_event""#);
            let asked: Vec<_> =
                statements.iter().filter(|statement| of_log(&statement.sql)).collect();
            assert!(!asked.is_empty(), "{filter}");
            for statement in asked {
                for fault in plan::faults(&app, statement).await {
                    faults.push(format!("{filter} {ends}: {fault}\n    {statement}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
