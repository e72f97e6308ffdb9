//! What is found follows every write at once.

use crate::support::{TestApp, app::at};

#[tokio::test]
async fn articles_of_one_moment_stand_in_the_order_of_their_ids() {
    let app = TestApp::start().await;
    for n in 0..40 {
        app.article(&format!("Tin {n}")).published(at("2025-01-01T00:00:00Z")).save().await;
    }
    let list = app.ask("{ articles(first: 100) { nodes { title } } }").await;
    let found = app.ask("{ search(query: \"tin\", first: 100) { nodes { title } } }").await;
    assert_eq!(found["search"]["nodes"], list["articles"]["nodes"]);
}
