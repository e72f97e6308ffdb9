//! Work that nobody waits for is stopped; what panics is answered, and the process lives.

use std::time::Duration;

use api::app::{Policy, Terms};
use axum::http::{StatusCode, header};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::TestApp;

const SLOW: &str = "{ linkDirectories { title } }";

/// Makes the table of link directories a view that takes ten minutes, or for ever.
async fn slow_down(app: &TestApp) {
    let db = &app.db.write;
    let rows = match db.get_database_backend() {
        DbBackend::Postgres => "(SELECT 1 FROM pg_sleep(600)) AS rows LEFT JOIN kept ON true",
        _ => {
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
             SELECT i FROM n WHERE i < 0) AS rows LEFT JOIN kept ON true"
        }
    };
    db.execute_unprepared("ALTER TABLE link_directory RENAME TO kept").await.unwrap();
    let view = format!("CREATE VIEW link_directory AS SELECT kept.* FROM {rows}");
    db.execute_unprepared(&view).await.unwrap();
}

/// How many statements PostgreSQL still runs for this test; SQLite keeps no such list.
async fn running(app: &TestApp) -> i64 {
    let db = &app.db.write;
    if db.get_database_backend() != DbBackend::Postgres {
        return 0;
    }
    let sql = "SELECT count(*) AS running FROM pg_stat_activity WHERE datname = current_database() \
               AND state = 'active' AND query LIKE '%link_directory%' AND pid <> pg_backend_pid()";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    row.unwrap().try_get("", "running").unwrap()
}

/// Both connections for reading are free again: neither would be if its statement went on.
async fn assert_all_is_quiet(app: &TestApp) {
    let honest = || app.ask("{ articles { totalCount } units { totalCount } }");
    tokio::join!(honest(), honest(), honest(), honest());
    let quiet = async { while running(app).await > 0 {} };
    timeout(Duration::from_secs(5), quiet).await.expect("the database still works");
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_stopped_with_its_statement() {
    let terms = Terms { timeout: Duration::from_secs(1), ..Terms::default() };
    let app = TestApp::start_with(Policy { terms, ..Policy::default() }).await;
    slow_down(&app).await;
    let body = json!({ "query": SLOW });

    // One more than there are connections.
    let (one, other, third) = tokio::join!(app.post(&body), app.post(&body), app.post(&body));

    for reply in [one, other, third] {
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(reply.header(header::RETRY_AFTER), "1");
        assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "OPERATION_TIMEOUT");
    }
    assert_all_is_quiet(&app).await;
}

#[tokio::test]
async fn a_client_that_leaves_takes_its_statement_along() {
    let app = TestApp::start().await;
    slow_down(&app).await;
    let body = json!({ "query": SLOW });
    let leaver = || timeout(Duration::from_millis(500), app.post(&body));

    let (one, other, third) = tokio::join!(leaver(), leaver(), leaver());

    assert!(one.is_err() && other.is_err() && third.is_err(), "the statement is not slow");
    assert_all_is_quiet(&app).await;
}

#[tokio::test]
async fn a_panic_answers_500_with_the_id_of_the_request_and_the_next_one_is_answered() {
    let app = TestApp::start().await;
    app.db.read.clone().on_statement(|_| panic!("in a resolver, on purpose"));
    let body = json!({ "query": "{ articles { totalCount } }" });

    let reply = app.post(&body).await;

    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    let id = reply.headers["x-request-id"].to_str().unwrap();
    let expected = json!({ "errors": [{
        "message": "Internal error",
        "extensions": { "code": "INTERNAL", "requestId": id },
    }] });
    assert_eq!(reply.json(), expected);
    app.db.read.clone().on_statement(|_| ());
    let answer: Value = app.post(&body).await.json();
    assert_eq!(answer, json!({ "data": { "articles": { "totalCount": 0 } } }));
}
