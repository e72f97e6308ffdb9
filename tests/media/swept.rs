//! What becomes of files that nothing refers to.

use axum::{body::Body, http::StatusCode};
use entity::{account::Role, media};
use sea_orm::{ActiveValue::Set, ConnectionTrait as _, EntityTrait as _, IntoActiveModel as _};

use super::{address, files, written};
use crate::support::{TestApp, app::at, program::congtin};

impl TestApp {
    /// What `congtin media gc` says.
    pub(super) fn sweep(&self, arguments: &[&str]) -> String {
        let output = congtin()
            .args(["media", "gc", "--database-url", &self.place.location.url])
            .args(arguments)
            .env("CONGTIN_MEDIA_STORE", self.place.folder().join("media"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

#[tokio::test]
async fn a_file_without_a_row_goes_once_it_is_old_enough() {
    let app = TestApp::start().await;
    let kept = app.file(&files::jpeg(400, 300), "anh.jpg").await;
    app.show(kept.id).await;
    assert_eq!(app.get(&format!("{}?w=160", address(&kept)), &[]).await.status, StatusCode::OK);
    let store = app.place.folder().join("media");
    let orphan = "0123456789abcdef0123456789abcdef";
    // As an upload leaves it that was killed: before its row, and while its file was written.
    written(&store.join("originals/01").join(orphan), b"orphan");
    written(&store.join("originals/01").join(format!("{orphan}#1")), b"half");
    written(&store.join("copies/01").join(orphan).join("1-160x120.jpg"), b"copy");
    assert_eq!(app.stored().len(), 5);

    assert!(app.sweep(&[]).contains(" 0 files, 0 unfinished"), "nothing is a day old");
    assert!(app.sweep(&["--grace", "0s", "--dry-run"]).contains(" 2 files, 1 unfinished"));
    assert_eq!(app.stored().len(), 5);
    assert!(app.sweep(&["--grace", "0s"]).contains(" 2 files, 1 unfinished files, 14 bytes"));
    assert_eq!(app.stored().len(), 2);
    assert_eq!(app.get(&address(&kept), &[]).await.status, StatusCode::OK);
    assert_eq!(app.get(&format!("{}?w=160", address(&kept)), &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_deleted_record_goes_with_its_file_and_its_copies() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(400, 300), "anh.jpg").await;
    let article = app.show(file.id).await;
    app.get(&format!("{}?w=160", address(&file)), &[]).await;
    app.set_cover(article, None).await;
    let mut row = file.clone().into_active_model();
    row.deleted_at = Set(Some(at("2026-01-01T00:00:00Z")));
    media::Entity::update(row).exec(&app.db.write).await.unwrap();
    assert_eq!(app.stored().len(), 2);

    let long = ["--grace", "36500d"];
    assert!(app.sweep(&long).starts_with("Taken away: 0 deleted records, 0 files"));
    assert!(app.sweep(&["--dry-run"]).starts_with("Taken away: 1 deleted records, 2 files"));
    assert_eq!(app.media_rows().await, 1);
    assert!(app.sweep(&[]).starts_with("Taken away: 1 deleted records, 2 files"));
    assert_eq!((app.media_rows().await, app.stored().len()), (0, 0));
}

#[tokio::test]
async fn an_upload_whose_row_fails_leaves_no_row_and_a_file_that_is_swept() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Chief).await;
    let rename = async |from: &str, to: &str| {
        let rename = format!("ALTER TABLE {from} RENAME TO {to}");
        app.db.write.execute_unprepared(&rename).await.unwrap();
    };
    // The audit row stands in the same transaction as the file's.
    rename("audit_event", "elsewhere").await;
    let failed = app.bring(&token, "", Body::from(files::jpeg(40, 30))).await;
    rename("elsewhere", "audit_event").await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!((app.media_rows().await, app.stored().len()), (0, 1));
    assert!(app.sweep(&["--grace", "0s"]).contains(" 1 files"));
    assert_eq!(app.stored().len(), 0);
}
