//! What an operator sees: log lines and metrics of the program itself.

use api::app::Database;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::support::program::{Server, get};

fn parsed(lines: &[String]) -> Vec<Value> {
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn every_line_of_a_request_is_json_with_its_id_and_nothing_of_its_sender() {
    let server = Server::start(&["--demo"], &[("CONGTIN_SLOW_OPERATION_MS", "0")]).await;
    let db = Database::open(&server.place.location).await.unwrap();
    db.write.execute_unprepared("ALTER TABLE link RENAME TO lost").await.unwrap();
    db.close().await.unwrap();

    let sender = [("x-forwarded-for", "203.0.113.9"), ("user-agent", "Somebody/1.0")];
    let named = json!({
        "query": "query Front($slug: String!) { article(by: {slug: $slug}) { title } }",
        "variables": { "slug": "bai-viet-kin" },
    });
    let named = server.post(&named.to_string(), &sender);
    let given = [sender[0], sender[1], ("x-request-id", "edge-7")];
    let broken = r#"{"query":"{ linkDirectories { a: links { title } b: links { title } } }"}"#;
    let broken = server.post(broken, &given);
    assert_eq!(broken.header("x-request-id"), "edge-7");
    assert!(broken.body.matches("INTERNAL").count() > 1, "{}", broken.body);
    let log = server.stop();

    for private in ["203.0.113.9", "Somebody", "bai-viet-kin", "article(by"] {
        assert!(!log.iter().any(|line| line.contains(private)), "{private}: {log:?}");
    }
    let lines = parsed(&log);
    let of = |id: &str| -> Vec<&Value> {
        lines.iter().filter(|line| line["span"]["request.id"] == id).collect()
    };
    let [line] = of(named.header("x-request-id"))[..] else { panic!("{lines:?}") };
    assert_eq!(line["message"], "slow operation");
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["operation.name"], "Front");
    assert_eq!(line["operation.type"], "query");
    assert_eq!(line["operation.field"], "article");
    assert_eq!(line["operation.outcome"], "done");
    assert!(line["duration_ms"].as_f64().unwrap() > 0.0);

    // One fault of ours, although several fields show it: told once, with its chain.
    let [fault, summary] = of("edge-7")[..] else { panic!("{lines:?}") };
    assert_eq!(summary["operation.outcome"], "failed");
    assert_eq!(fault["message"], "operation failed");
    assert_eq!(fault["error"], "database call failed");
    assert!(fault["chain"].as_str().unwrap().contains("link"), "{fault}");
}

#[tokio::test]
async fn an_operation_within_the_threshold_is_no_warning() {
    let server = Server::start(&["--demo"], &[("CONGTIN_SLOW_OPERATION_MS", "60000")]).await;
    let id = server.post(r#"{"query":"{ __typename }"}"#, &[]).header("x-request-id").to_owned();
    let lines = parsed(&server.stop());
    let line = lines.iter().find(|line| line["span"]["request.id"] == id.as_str()).unwrap();
    assert_eq!((&line["level"], &line["message"]), (&json!("INFO"), &json!("operation")));
}

#[tokio::test]
async fn a_line_keeps_its_request_id_when_only_few_are_let_through() {
    let server = Server::start(&[], &[("CONGTIN_LOG", "api::http::observe=info")]).await;
    let id = server.post(r#"{"query":"{ __typename }"}"#, &[]).header("x-request-id").to_owned();
    let lines = parsed(&server.stop());
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["span"]["request.id"], id.as_str());
}

#[tokio::test]
async fn metrics_count_by_what_the_schema_bounds_and_stand_on_their_own_address() {
    let server = Server::start(&["--demo"], &[("CONGTIN_METRICS_BIND", "127.0.0.1:0")]).await;
    let metrics = server.metrics_address();
    for query in [
        "query Named { articles { totalCount } }",
        "{ articles { totalCount } }",
        "{ inventedByAReader }",
        "{ not GraphQL",
    ] {
        server.post(&json!({ "query": query }).to_string(), &[]);
    }
    let text = get(&metrics, "/metrics").body;
    let value = |series: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{series} is not in {text}")).parse().unwrap()
    };
    let operations = |labels: &str| value(&format!("congtin_operations_total{{{labels}}}"));
    assert_eq!(operations(r#"type="query",field="articles",outcome="done""#), 2.0);
    let refused = r#"type="query",field="unknown",outcome="GRAPHQL_VALIDATION_FAILED""#;
    assert_eq!(operations(refused), 1.0);
    let refused = r#"type="unknown",field="unknown",outcome="GRAPHQL_PARSE_FAILED""#;
    assert_eq!(operations(refused), 1.0);
    for word in ["Named", "inventedByAReader"] {
        assert!(!text.contains(word), "{text}");
    }
    let timed = r#"congtin_operation_seconds_count{type="query",field="articles"}"#;
    assert_eq!(value(timed), 2.0);
    assert_eq!(value("congtin_operations_running"), 0.0);
    assert!(value(r#"congtin_statements_total{handle="read",failed="false"}"#) >= 2.0);
    assert!(value(r#"congtin_statement_seconds_count{handle="read"}"#) >= 2.0);

    for handle in ["read", "write"] {
        let state = |state| {
            value(&format!(r#"congtin_database_connections{{handle="{handle}",state="{state}"}}"#))
        };
        let most = value(&format!(r#"congtin_database_connections_max{{handle="{handle}"}}"#));
        let open = state("idle") + state("in_use");
        assert!((1.0..=most).contains(&open), "{text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let name = line.split(['{', ' ']).next().unwrap();
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        let described = |name: &str| text.contains(&format!("# HELP {name} "));
        assert!(described(name) || base.is_some_and(described), "{name} is not described");
    }
    assert!(get(&server.address, "/metrics").head.starts_with("HTTP/1.1 404 "));
}
