//! Who finds what, and among which articles.

use entity::article::Status;
use serde_json::json;

use super::titles;
use crate::support::{TestApp, app::at, make::unit_id};

#[tokio::test]
async fn readers_find_what_the_clock_shows_them() {
    let app = TestApp::start().await;
    for status in [Status::Draft, Status::InReview, Status::Withdrawn] {
        app.article("Hội nghị kín").status(status).save().await;
    }
    app.article("Hội nghị sắp tới").published(at("2026-02-01T00:00:00Z")).save().await;
    app.article("Hội nghị đã qua").expires(at("2026-01-02T00:00:00Z")).save().await;
    assert_eq!(app.found("hội nghị").await, ["Hội nghị đã qua"]);
    app.set_time("2026-01-02T00:00:00Z");
    assert_eq!(app.found("hội nghị").await, [""; 0]);
    app.set_time("2026-02-01T00:00:00Z");
    assert_eq!(app.found("hội nghị").await, ["Hội nghị sắp tới"]);
    let count = app.ask(r#"{ search(query: "hoi nghi") { totalCount } }"#).await;
    assert_eq!(count["search"]["totalCount"], 1);
}

#[tokio::test]
async fn filters_leave_what_is_meant() {
    let app = TestApp::start().await;
    let above = app.unit("Tỉnh ủy", None).await;
    let below = app.unit("Huyện ủy", Some(above)).await;
    let other = app.unit("Thành ủy", None).await;
    for (title, unit, day) in
        [("Tin một", above, "01"), ("Tin hai", below, "02"), ("Tin ba", other, "03")]
    {
        let time = at(&format!("2025-01-{day}T00:00:00.0005Z"));
        app.article(title).unit(unit).published(time).save().await;
    }
    let query = "query($filter: ArticleFilter) { search(query: \"tin\", filter: $filter) {
        totalCount nodes { title } } }";
    for (filter, expected) in [
        (json!({ "unit": { "id": unit_id(above) } }), vec!["Tin một"]),
        (
            json!({ "unit": { "id": unit_id(above), "includeDescendants": true } }),
            vec!["Tin hai", "Tin một"],
        ),
        (json!({ "publishedFrom": "2025-01-02T00:00:00.0005Z" }), vec!["Tin ba", "Tin hai"]),
        (json!({ "publishedFrom": "2025-01-02T00:00:00.000501Z" }), vec!["Tin ba"]),
        (json!({ "publishedTo": "2025-01-02T00:00:00.0005Z" }), vec!["Tin một"]),
        (json!({ "publishedTo": "2025-01-02T00:00:00.000501Z" }), vec!["Tin hai", "Tin một"]),
    ] {
        let found = app.data(query, json!({ "filter": filter })).await["search"].take();
        assert_eq!(titles(&found), expected, "{filter}");
        assert_eq!(found["totalCount"], expected.len());
    }
}

#[tokio::test]
async fn statements_do_not_grow_with_what_is_found() {
    let app = TestApp::start().await;
    let author = app.author("Thúy Lan", None).await;
    let query = "{ search(query: \"hoi nghi\") { totalCount relaxed edges { score node {
        title unit { name } authors { penName } } highlights { field fragments { text matched } } } } }";
    let mut counted = Vec::new();
    for round in 0..3 {
        for n in 0..12 {
            app.article(&format!("Hội nghị {round} {n}")).authors(&[author]).save().await;
        }
        app.statements();
        app.ask(query).await;
        counted.push(app.statements());
    }
    assert!(counted.iter().all(|statements| *statements <= 17), "{counted:?}");
    assert_eq!(counted[1], counted[2]);
}

#[tokio::test]
async fn times_that_are_far_away_are_times_like_others() {
    let app = TestApp::start().await;
    app.article("Bây giờ").save().await;
    let far = at("2150-01-01T00:00:00Z");
    let later = at("9998-01-01T00:00:00Z");
    for (title, time) in [("Mai sau một", far), ("Mai sau hai", later), ("Mai sau ba", far)] {
        app.article(title).published(time).save().await;
    }
    let query = "query($to: DateTime) { search(query: \"bây giờ\", filter: {publishedTo: $to}) {
        totalCount } }";
    for to in ["2109-06-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let data = app.data(query, json!({ "to": to })).await;
        assert_eq!(data["search"]["totalCount"], 1, "{to}");
    }
    app.set_time("9999-01-01T00:00:00Z");
    assert_eq!(app.found("mai sau").await.len(), 3);
}
