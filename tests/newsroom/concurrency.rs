//! Many who write at once: none is lost, none is overwritten, none meets a lock.

use api::app::{Policy, Terms};
use entity::account::Role;
use futures_util::future::join_all;
use serde_json::json;

use super::{rows, seen, with};
use crate::support::{TestApp, member::codes};

/// An app that turns nobody away.
async fn crowded() -> TestApp {
    let terms = Terms { operations: 1_000, ..Terms::default() };
    TestApp::start_with(Policy { terms, ..Policy::default() }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_hundred_creates_of_one_title_get_addresses_of_their_own() {
    let app = crowded().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let creates = (0..400).map(|_| chief.done("articleCreate", json!({ "title": "Tin" })));
    let made = join_all(creates).await;
    let mut slugs: Vec<_> = made.iter().map(|one| one["slug"].as_str().unwrap()).collect();
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(slugs.len(), 400);
    assert_eq!(rows(&app, "article").await, 400);
    assert_eq!(rows(&app, "article_revision").await, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_hundred_updates_of_one_version_one_wins() {
    let app = crowded().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let article = chief.done("articleCreate", json!({ "title": "Tin" })).await;
    let updates = (0..200).map(|n| {
        let change = json!({ "title": format!("Tin {n}") });
        chief.article("articleUpdate", with(seen(&article), change))
    });
    let payloads = join_all(updates).await;
    let won = payloads.iter().filter(|payload| codes(payload).is_empty()).count();
    assert_eq!(won, 1);
    let lost = payloads.iter().map(codes).filter(|codes| !codes.is_empty());
    let conflict = [("VERSION_CONFLICT".to_owned(), "input.version".to_owned())];
    assert!(lost.clone().all(|codes| codes == conflict), "{:?}", lost.collect::<Vec<_>>());
    assert_eq!(rows(&app, "article_revision").await, 2);
}
