//! Whether the process lives, and whether it can serve.

use std::time::Duration;

use axum::http::{Request, StatusCode};
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait as _, TransactionOptions};

use crate::support::TestApp;

async fn status(app: &TestApp, path: &str) -> StatusCode {
    app.send(Request::get(path).body(Default::default()).unwrap()).await.status
}

#[tokio::test]
async fn readiness_follows_the_database_and_life_does_not() {
    let app = TestApp::start().await;
    assert_eq!(status(&app, "/readyz").await, StatusCode::OK);

    let pending = "DELETE FROM seaql_migrations WHERE version LIKE '%create_redirect'";
    app.db.write.execute_unprepared(pending).await.unwrap();
    app.set_time("2026-01-01T00:00:01Z");
    assert_eq!(status(&app, "/readyz").await, StatusCode::SERVICE_UNAVAILABLE);

    let repaired = "INSERT INTO seaql_migrations (version, applied_at)
        VALUES ('m20261124_000012_create_redirect', 0)";
    app.db.write.execute_unprepared(repaired).await.unwrap();
    app.set_time("2026-01-01T00:00:02Z");
    assert_eq!(status(&app, "/readyz").await, StatusCode::OK);

    app.db.read.close().await.unwrap();
    app.set_time("2026-01-01T00:00:03Z");
    assert_eq!(status(&app, "/readyz").await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status(&app, "/livez").await, StatusCode::OK);
}

#[tokio::test]
async fn any_number_of_probes_asks_the_database_once_a_second() {
    let app = TestApp::start().await;
    app.take_statements();
    let probes = async || {
        let answers = join_all((0..20).map(|_| status(&app, "/readyz"))).await;
        assert!(answers.iter().all(|answer| *answer == StatusCode::OK), "{answers:?}");
        app.statements()
    };

    let once = probes().await;
    assert!(once > 0);
    app.set_time("2026-01-01T00:00:00.999Z");
    assert_eq!(probes().await, 0);
    app.set_time("2026-01-01T00:00:01Z");
    assert_eq!(probes().await, once);
    // A clock that was put back keeps no answer for ever.
    app.set_time("2025-12-31T00:00:00Z");
    assert_eq!(probes().await, once);
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_told_within_two_seconds() {
    let app = TestApp::start().await;
    let lent = [(); 2].map(|()| app.db.read.begin(TransactionOptions::default()));
    let lent = join_all(lent).await;
    assert_eq!(app.db.read.connections().idle, 0);

    let limit = Duration::from_secs(2);
    let answer = tokio::time::timeout(limit, status(&app, "/readyz")).await.unwrap();
    assert_eq!(answer, StatusCode::SERVICE_UNAVAILABLE);

    drop(lent);
    app.set_time("2026-01-01T00:00:02Z");
    assert_eq!(status(&app, "/readyz").await, StatusCode::OK);
}

#[tokio::test]
async fn a_fault_of_ours_is_masked_and_carries_the_id_of_its_request() {
    let app = TestApp::start().await;
    app.db.write.execute_unprepared("ALTER TABLE link_directory RENAME TO lost").await.unwrap();

    let reply = app.post(&serde_json::json!({ "query": "{ linkDirectories { title } }" })).await;

    let id = reply.headers["x-request-id"].to_str().unwrap();
    let error = &reply.json()["errors"][0];
    assert_eq!(error["message"], "Internal error");
    assert_eq!(error["extensions"], serde_json::json!({ "code": "INTERNAL", "requestId": id }));
}
