//! Polls: from a draft to a vote, after which nothing means something else.

use api::content::NewPoll;
use entity::{
    change::{Action, Node},
    poll,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{id, problems, raw};
use crate::support::{TestApp, app::at, make};

const POLL: &str = "poll { id version question status state featured minChoices maxChoices
    opensAt closesAt results options { id text } }";

fn texts(poll: &Value) -> Vec<&str> {
    let options = poll["options"].as_array().unwrap();
    options.iter().map(|option| option["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_draft_is_seen_by_nobody_until_it_is_published_and_open() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let since = app.change_count().await;
    let input = json!({
        "question": "Bạn đánh giá như thế nào?", "options": ["Tốt", "Khá"],
        "opensAt": "2026-01-02T08:00:00+07:00", "closesAt": "2026-02-01T00:00:00Z",
        "results": "AFTER_CLOSE",
    });
    let poll = desk.run("pollCreate", input, POLL).await["poll"].clone();
    let expected = json!({
        "id": poll["id"], "version": 1, "question": "Bạn đánh giá như thế nào?",
        "status": "DRAFT", "state": "PENDING", "featured": false, "minChoices": 1,
        "maxChoices": 1, "opensAt": "2026-01-02T01:00:00Z", "closesAt": "2026-02-01T00:00:00Z",
        "results": "AFTER_CLOSE", "options": poll["options"],
    });
    assert_eq!(poll, expected);
    assert_eq!(texts(&poll), ["Tốt", "Khá"]);
    let seen = json!({ "id": poll["id"], "version": 1 });
    assert_eq!(app.changes_since(since).await, []);
    let payload = desk.run("pollPublish", seen.clone(), POLL).await;
    assert_eq!(
        (&payload["poll"]["status"], &payload["poll"]["state"]),
        (&json!("PUBLISHED"), &json!("PENDING"))
    );
    let readers = "{ polls { nodes { state } } }";
    assert_eq!(app.ask(readers).await["polls"]["nodes"], json!([]));
    app.set_time("2026-01-02T01:00:00Z");
    assert_eq!(app.ask(readers).await["polls"]["nodes"], json!([{ "state": "OPEN" }]));

    let illegal = problems(&[("ILLEGAL_TRANSITION", "input.id")]);
    let desk = app.chief().await;
    let input = json!({ "id": poll["id"], "version": 2 });
    assert_eq!(desk.refused("pollPublish", input.clone()).await, illegal);
    desk.run("pollUnpublish", input, "").await;
    assert_eq!(app.ask(readers).await["polls"]["nodes"], json!([]));
    let input = json!({ "id": poll["id"], "version": 3 });
    assert_eq!(desk.refused("pollUnpublish", input).await, illegal);
    let actions: Vec<_> = app.changes_since(since).await;
    let id = raw(&poll["id"]);
    let expected = [(Node::Poll, id, Action::Upserted), (Node::Poll, id, Action::Removed)];
    assert_eq!(actions, expected);
}

#[tokio::test]
async fn what_is_wrong_with_a_poll_is_told_at_once() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let input = json!({
        "question": "a".repeat(501), "options": ["Tốt", "", "tốt"], "minChoices": 2,
        "maxChoices": 1, "opensAt": "2026-01-02T00:00:00Z", "closesAt": "2026-01-02T00:00:00Z",
    });
    let expected = [
        ("TOO_LONG", "input.question"),
        ("REQUIRED", "input.options.1"),
        ("DUPLICATE", "input.options.2"),
        ("INVALID", "input.maxChoices"),
        ("TIME_INVALID", "input.closesAt"),
    ];
    assert_eq!(desk.refused("pollCreate", input).await, problems(&expected));
    let input = json!({ "question": "Câu hỏi?", "opensAt": "mai", "minChoices": 0 });
    let expected = [("INVALID", "input.opensAt"), ("INVALID", "input.minChoices")];
    assert_eq!(desk.refused("pollCreate", input).await, problems(&expected));
    let input = json!({ "question": "Câu hỏi?", "options": ["Có"] });
    let poll = desk.run("pollCreate", input, POLL).await["poll"].clone();
    let seen = json!({ "id": poll["id"], "version": 1 });
    let expected = problems(&[("REQUIRED", "input.id")]);
    assert_eq!(desk.refused("pollPublish", seen).await, expected);
    let input = json!({ "id": poll["id"], "version": 1, "featured": true });
    let expected = problems(&[("ILLEGAL_TRANSITION", "input.featured")]);
    assert_eq!(desk.refused("pollUpdate", input).await, expected);
}

#[tokio::test]
async fn options_come_go_and_change_places() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let input = json!({ "question": "Câu hỏi?", "options": ["Một", "Hai"] });
    let poll = desk.run("pollCreate", input, POLL).await["poll"].clone();
    let input = json!({ "id": poll["id"], "version": 1, "text": "Ba" });
    let poll = desk.run("pollOptionCreate", input, POLL).await["poll"].clone();
    assert_eq!(texts(&poll), ["Một", "Hai", "Ba"]);
    let ids: Vec<_> = poll["options"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let order = json!({ "id": poll["id"], "version": 2, "optionIds": [ids[2], ids[0], ids[1]] });
    let ordered = desk.run("pollOptionsReorder", order, POLL).await["poll"].clone();
    assert_eq!(texts(&ordered), ["Ba", "Một", "Hai"]);
    let same = json!({ "id": poll["id"], "version": 3, "optionIds": [ids[2], ids[0], ids[1]] });
    desk.changes_nothing("pollOptionsReorder", same).await;
    let input = json!({ "id": poll["id"], "version": 3, "optionId": ids[0], "text": "MỘT" });
    let changed = desk.run("pollOptionUpdate", input, POLL).await["poll"].clone();
    assert_eq!(texts(&changed), ["Ba", "MỘT", "Hai"]);
    let input = json!({ "id": poll["id"], "version": 4, "optionId": ids[0], "text": "hai" });
    let expected = problems(&[("DUPLICATE", "input.text")]);
    assert_eq!(desk.refused("pollOptionUpdate", input).await, expected);
    let input = json!({ "id": poll["id"], "version": 4, "optionId": ids[2] });
    let left = desk.run("pollOptionDelete", input, POLL).await["poll"].clone();
    assert_eq!(texts(&left), ["MỘT", "Hai"]);
    desk.run("pollPublish", json!({ "id": poll["id"], "version": 5 }), "").await;
    // Readers have something to choose from.
    let input = json!({ "id": poll["id"], "version": 6, "optionId": ids[0] });
    let expected = problems(&[("REQUIRED", "input.optionId")]);
    assert_eq!(desk.refused("pollOptionDelete", input).await, expected);
    let input = json!({ "id": poll["id"], "version": 6, "maxChoices": 3 });
    let expected = problems(&[("REQUIRED", "input.maxChoices")]);
    assert_eq!(desk.refused("pollUpdate", input).await, expected);
    let foreign = id("opt", Uuid::from_u128(7));
    let input = json!({ "id": poll["id"], "version": 6, "optionId": foreign, "text": "Bốn" });
    let expected = problems(&[("NOT_FOUND", "input.optionId")]);
    assert_eq!(desk.refused("pollOptionUpdate", input).await, expected);
}

#[tokio::test]
async fn once_a_vote_exists_what_it_means_is_frozen() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let closes_at = Some(at("2026-01-02T00:00:00Z"));
    let poll = app.poll(NewPoll { closes_at, ..make::poll("Câu hỏi?", &[1, 0, 0]) }).await;
    let poll = id("pol", poll);
    let read = desk
        .ask(&format!(r#"{{ poll(by: {{id: "{poll}"}}) {{ options {{ id }} }} }}"#), json!({}))
        .await;
    let options = read["data"]["poll"]["options"].clone();
    let option = options[0]["id"].clone();
    let frozen = |field: &str| problems(&[("FROZEN", field)]);
    let input = json!({ "id": poll, "version": 1, "question": "Khác?", "maxChoices": 2 });
    let expected = problems(&[("FROZEN", "input.question"), ("FROZEN", "input.maxChoices")]);
    assert_eq!(desk.refused("pollUpdate", input).await, expected);
    let input = json!({ "id": poll, "version": 1, "text": "Mới" });
    assert_eq!(desk.refused("pollOptionCreate", input).await, frozen("input.id"));
    let input = json!({ "id": poll, "version": 1, "optionId": option, "text": "Mới" });
    assert_eq!(desk.refused("pollOptionUpdate", input).await, frozen("input.id"));
    let input = json!({ "id": poll, "version": 1, "optionId": option });
    assert_eq!(desk.refused("pollOptionDelete", input).await, frozen("input.id"));
    let input = json!({ "id": poll, "version": 1 });
    let in_use = problems(&[("IN_USE", "input.id")]);
    assert_eq!(desk.refused("pollDelete", input.clone()).await, in_use);
    assert_eq!(desk.message("pollDelete", input).await, "It is used by: 1 votes");
    // Its places and its end are nobody's vote, until the end has come.
    let ids: Vec<_> = [2, 0, 1].iter().map(|place: &usize| &options[*place]["id"]).collect();
    let input = json!({ "id": poll, "version": 1, "optionIds": ids });
    desk.run("pollOptionsReorder", input, "").await;
    let input = json!({ "id": poll, "version": 2, "closesAt": "2026-01-03T00:00:00Z" });
    desk.run("pollUpdate", input, "").await;
    app.set_time("2026-01-03T00:00:00Z");
    let desk = app.chief().await;
    let input = json!({ "id": poll, "version": 3, "closesAt": "2026-01-04T00:00:00Z" });
    assert_eq!(desk.refused("pollUpdate", input).await, frozen("input.closesAt"));
}

#[tokio::test]
async fn one_poll_is_shown_on_every_page() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] =
        [app.poll(make::poll("Một?", &[0, 0])).await, app.poll(make::poll("Hai?", &[0, 0])).await];
    let feature = |poll: Uuid| json!({ "id": id("pol", poll), "version": 1, "featured": true });
    let featured = "{ featuredPoll { question } }";
    desk.run("pollUpdate", feature(one), "").await;
    assert_eq!(app.ask(featured).await["featuredPoll"]["question"], "Một?");
    let since = app.change_count().await;
    desk.run("pollUpdate", feature(two), "").await;
    assert_eq!(app.ask(featured).await["featuredPoll"]["question"], "Hai?");
    assert_eq!(app.changes_since(since).await.len(), 2);
    let payload = desk.run("pollUnpublish", json!({ "id": id("pol", two), "version": 2 }), POLL);
    assert_eq!(payload.await["poll"]["featured"], false);
    assert_eq!(app.ask(featured).await["featuredPoll"], json!(null));
}

#[tokio::test]
async fn a_poll_without_votes_is_deleted() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let published = app.poll(make::poll("Một?", &[0, 0])).await;
    let draft = NewPoll { status: poll::Status::Draft, ..make::poll("Hai?", &[0, 0]) };
    let draft = app.poll(draft).await;
    let since = app.change_count().await;
    for poll in [published, draft] {
        let input = json!({ "id": id("pol", poll), "version": 1 });
        let payload = desk.run("pollDelete", input, "deletedPollId").await;
        assert_eq!(payload["deletedPollId"], id("pol", poll));
    }
    // Of the draft nobody knew.
    assert_eq!(app.changes_since(since).await, [(Node::Poll, published, Action::Removed)]);
    assert_eq!(app.ask("{ polls { totalCount } }").await["polls"]["totalCount"], 0);
}
