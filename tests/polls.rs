//! Polls as readers see them: state by the clock, results by the policy.

use api::content::NewPoll;
use entity::poll::{Results, Status};
use sea_orm::{EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use crate::support::{TestApp, app::at, make};

const POLLS: &str =
    "{ polls { nodes { question state totalVotes options { text votes share } } } }";

fn one(data: &Value) -> &Value {
    &data["polls"]["nodes"][0]
}

#[tokio::test]
async fn shares_sum_to_a_hundred() {
    let app = TestApp::start().await;
    app.poll(NewPoll { featured: true, ..make::poll("Câu hỏi?", &[1, 1, 1]) }).await;
    let data = app
        .ask(
            "{ featuredPoll { totalVotes state results minChoices maxChoices
        options { text votes share } } }",
        )
        .await;
    let option = |text: &str, share: i32| json!({ "text": text, "votes": 1, "share": share });
    let expected = json!({
        "totalVotes": 3, "state": "OPEN", "results": "ALWAYS", "minChoices": 1, "maxChoices": 1,
        "options": [option("Phương án 1", 34), option("Phương án 2", 33), option("Phương án 3", 33)],
    });
    assert_eq!(data["featuredPoll"], expected);
}

#[tokio::test]
async fn a_tally_is_hidden_until_its_policy_shows_it() {
    for (results, shown_while_open) in
        [(Results::Always, true), (Results::AfterVote, false), (Results::AfterClose, false)]
    {
        let app = TestApp::start().await;
        let closes_at = Some(at("2026-01-02T00:00:00Z"));
        app.poll(NewPoll { results, closes_at, ..make::poll("Câu hỏi?", &[3, 1]) }).await;
        let open = app.ask(POLLS).await;
        let (total, votes) =
            if shown_while_open { (json!(4), json!(3)) } else { (Value::Null, Value::Null) };
        assert_eq!(
            (&one(&open)["totalVotes"], &one(&open)["options"][0]["votes"]),
            (&total, &votes)
        );
        assert_eq!(one(&open)["options"][0]["share"].is_null(), !shown_while_open);

        app.set_time("2026-01-02T00:00:00Z");
        let closed = app.ask(POLLS).await;
        let first = json!({ "text": "Phương án 1", "votes": 3, "share": 75 });
        assert_eq!(
            (&one(&closed)["state"], &one(&closed)["totalVotes"]),
            (&json!("CLOSED"), &json!(4))
        );
        assert_eq!(one(&closed)["options"][0], first);
    }
}

#[tokio::test]
async fn an_option_is_a_node_that_knows_its_share_and_hides_with_its_poll() {
    let app = TestApp::start().await;
    app.poll(make::poll("Câu hỏi?", &[3, 1])).await;
    let hidden = NewPoll { results: Results::AfterClose, ..make::poll("Kín?", &[3, 1]) };
    app.poll(hidden).await;
    let draft = NewPoll { status: Status::Draft, ..make::poll("Nháp?", &[1, 1]) };
    let draft = app.poll(draft).await;
    let data = app.ask("{ polls { nodes { options { id text votes share } } } }").await;
    let options = |poll: usize| data["polls"]["nodes"][poll]["options"].as_array().unwrap();
    let query =
        "query($ids: [ID!]!) { nodes(ids: $ids) { ... on PollOption { id text votes share } } }";
    let wanted = [&options(1)[1], &options(0)[0]];
    let ids: Vec<_> = wanted.iter().map(|option| &option["id"]).collect();
    assert_eq!(app.data(query, json!({ "ids": ids })).await["nodes"], json!(wanted));
    let shares: Vec<_> = wanted.iter().map(|option| option["share"].as_i64()).collect();
    assert!(
        shares.contains(&None) && shares.iter().flatten().all(|share| [25, 75].contains(share))
    );

    let of_draft = entity::poll_option::Entity::find()
        .filter(entity::poll_option::COLUMN.poll_id.eq(draft))
        .one(&app.db.read);
    let id = format!("opt_{}", of_draft.await.unwrap().unwrap().id.simple());
    assert_eq!(app.data(query, json!({ "ids": [id] })).await["nodes"], json!([null]));
}

#[tokio::test]
async fn a_poll_is_absent_until_it_is_published_and_opens() {
    let app = TestApp::start().await;
    let draft = NewPoll { status: Status::Draft, featured: true, ..make::poll("Nháp?", &[1, 1]) };
    let draft = app.poll(draft).await;
    let later = at("2026-02-01T00:00:00Z");
    let scheduled = app.poll(NewPoll { opens_at: later, ..make::poll("Mai?", &[1, 1]) }).await;
    let query =
        "query($draft: ID!, $later: ID!) { featuredPoll { id } polls { totalCount nodes { id } }
        draft: poll(by: {id: $draft}) { id } later: poll(by: {id: $later}) { id }
        nodes(ids: [$draft, $later]) { id } }";
    let id = |id: uuid::Uuid| format!("pol_{}", id.simple());
    let variables = json!({ "draft": id(draft), "later": id(scheduled) });
    let absent = json!({ "featuredPoll": null, "polls": { "totalCount": 0, "nodes": [] },
        "draft": null, "later": null, "nodes": [null, null] });
    assert_eq!(app.data(query, variables.clone()).await, absent);

    app.set_time("2026-02-01T00:00:00Z");
    let data = app.data(query, variables).await;
    assert_eq!(data["later"], json!({ "id": id(scheduled) }));
    assert_eq!((&data["draft"], &data["polls"]["totalCount"]), (&Value::Null, &json!(1)));
}
