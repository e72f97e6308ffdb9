//! Whether the process lives, and whether it can serve.

use axum::http::{Request, StatusCode};
use sea_orm::ConnectionTrait as _;

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
    assert_eq!(status(&app, "/readyz").await, StatusCode::SERVICE_UNAVAILABLE);

    let repaired = "INSERT INTO seaql_migrations (version, applied_at)
        VALUES ('m20261124_000012_create_redirect', 0)";
    app.db.write.execute_unprepared(repaired).await.unwrap();
    assert_eq!(status(&app, "/readyz").await, StatusCode::OK);

    app.db.read.close().await.unwrap();
    assert_eq!(status(&app, "/readyz").await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status(&app, "/livez").await, StatusCode::OK);
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
