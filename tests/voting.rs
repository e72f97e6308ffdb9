//! Votes: counted once for each voter, answered when they are on disk, shown by the policy of the
//! poll, and tied to nobody once it is over.

mod crowd;
mod kept;
mod killed;
mod refused;
mod sealed;
mod voters;

use api::{
    app::{Peer, Policy, Terms},
    content::NewPoll,
};
use axum::{body::Body, http::Request};
use entity::{
    ballot, change,
    poll::{self, Results},
    poll_chain, poll_code, poll_option, poll_tally, voter,
};
use sea_orm::{EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    TestApp,
    app::{Reply, at},
    make,
    member::codes,
};

const VOTE: &str = "mutation($input: PollVoteInput!) { pollVote(input: $input) {
    poll { totalVotes options { votes share } }
    receipt { number hash repeated }
    userErrors { code field limit retryAfter }
} }";
const TOKEN: &str = "mutation { voterTokenIssue { voterToken { token } userErrors { code } } }";

/// A poll with its options, by their public ids.
struct Ballots<'a> {
    app: &'a TestApp,
    row: Uuid,
    id: String,
    options: Vec<String>,
}

impl TestApp {
    /// A poll of three options that takes votes.
    async fn open_poll(&self, new: impl FnOnce(NewPoll) -> NewPoll) -> Ballots<'_> {
        let row = self.poll(new(make::poll("Đồng chí thấy cổng tin thế nào?", &[0, 0, 0]))).await;
        let options = poll_option::Entity::find()
            .filter(poll_option::COLUMN.poll_id.eq(row))
            .order_by_asc(poll_option::Column::Position)
            .all(&self.db.read);
        let options = options.await.unwrap().into_iter();
        let options = options.map(|option| format!("opt_{}", option.id.simple())).collect();
        Ballots { app: self, row, id: format!("pol_{}", row.simple()), options }
    }

    /// An app for very many at once.
    async fn start_crowded() -> Self {
        let terms = Terms { operations: 10_000, ..Terms::default() };
        Self::start_with(Policy { terms, ..Policy::default() }).await
    }

    /// A token of a device.
    pub async fn device(&self) -> String {
        let data = self.ask(TOKEN).await;
        data["voterTokenIssue"]["voterToken"]["token"].as_str().unwrap().to_owned()
    }
}

impl Ballots<'_> {
    /// What a device says that chooses these options.
    fn choice(&self, options: &[usize], token: &str) -> Value {
        let options: Vec<_> = options.iter().map(|option| &self.options[*option]).collect();
        json!({ "pollId": self.id, "optionIds": options, "voterToken": token })
    }

    async fn vote(&self, options: &[usize], token: &str) -> Value {
        self.send(self.choice(options, token)).await
    }

    async fn send(&self, input: Value) -> Value {
        self.app.data(VOTE, json!({ "input": input })).await["pollVote"].take()
    }

    /// A vote that must be counted; its receipt.
    async fn counted(&self, options: &[usize], token: &str) -> Value {
        let mut payload = self.vote(options, token).await;
        assert_eq!(payload["userErrors"], json!([]), "{payload}");
        payload["receipt"].take()
    }

    async fn refused(&self, input: Value) -> Vec<(String, String)> {
        let payload = self.send(input).await;
        assert_eq!(payload["receipt"], Value::Null);
        codes(&payload)
    }

    /// What stands in the tables: ballots, keys of voters, codes, votes by option.
    async fn stored(&self) -> (usize, usize, usize, Vec<i64>) {
        let db = &self.app.db.write;
        let ballots = ballot::Entity::find().filter(ballot::COLUMN.poll_id.eq(self.row));
        let voters = voter::Entity::find().filter(voter::COLUMN.poll_id.eq(self.row));
        let codes = poll_code::Entity::find().filter(poll_code::COLUMN.poll_id.eq(self.row));
        let mut votes = Vec::new();
        for option in &self.options {
            let id: Uuid = option.trim_start_matches("opt_").parse().unwrap();
            votes.push(poll_tally::Entity::find_by_id(id).one(db).await.unwrap().unwrap().votes);
        }
        let counts = (
            ballots.all(db).await.unwrap().len(),
            voters.all(db).await.unwrap().len(),
            codes.all(db).await.unwrap().len(),
        );
        (counts.0, counts.1, counts.2, votes)
    }

    async fn chain(&self) -> Option<poll_chain::Model> {
        poll_chain::Entity::find_by_id(self.row).one(&self.app.db.write).await.unwrap()
    }

    async fn row(&self) -> poll::Model {
        poll::Entity::find_by_id(self.row).one(&self.app.db.write).await.unwrap().unwrap()
    }
}

async fn changes(app: &TestApp) -> usize {
    change::Entity::find().all(&app.db.write).await.unwrap().len()
}

#[tokio::test]
async fn a_vote_counts_once_and_shows_what_the_poll_shows() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| new).await;
    let (before, row) = (changes(&app).await, poll.row().await);
    let token = app.device().await;
    let payload = poll.vote(&[1], &token).await;
    let option = |votes: i64, share: i64| json!({ "votes": votes, "share": share });
    let shown = json!({ "totalVotes": 1, "options": [option(0, 0), option(1, 100), option(0, 0)] });
    assert_eq!((&payload["poll"], &payload["userErrors"]), (&shown, &json!([])));
    assert_eq!(payload["receipt"]["repeated"], false);
    assert_eq!(poll.stored().await, (1, 1, 0, vec![0, 1, 0]));

    // Sent again, because the answer was lost on its way.
    let again = poll.vote(&[1], &token).await;
    assert_eq!((&again["poll"], &again["userErrors"]), (&shown, &json!([])));
    let mut receipt = payload["receipt"].clone();
    receipt["repeated"] = json!(true);
    assert_eq!(again["receipt"], receipt);
    // Somebody else's mind does not change the first vote.
    let other = poll.vote(&[0], &token).await;
    assert_eq!(codes(&other), [("ALREADY_VOTED".to_owned(), String::new())]);
    assert_eq!((&other["poll"], &other["receipt"]), (&shown, &Value::Null));
    assert_eq!(poll.stored().await, (1, 1, 0, vec![0, 1, 0]));

    poll.counted(&[2], &app.device().await).await;
    assert_eq!(poll.stored().await, (2, 2, 0, vec![0, 1, 1]));
    // Counters are no content.
    assert_eq!((changes(&app).await, poll.row().await), (before, row));
}

#[tokio::test]
async fn results_are_shown_to_whom_the_policy_says() {
    let query = "query($id: ID!) { poll(by: {id: $id}) { totalVotes options { votes share } } }";
    let hidden = json!({ "totalVotes": null,
        "options": [{"votes": null, "share": null}, {"votes": null, "share": null},
            {"votes": null, "share": null}] });
    for (results, to_voters, to_others) in [
        (Results::Always, true, true),
        (Results::AfterVote, true, false),
        (Results::AfterClose, false, false),
    ] {
        let app = TestApp::start().await;
        let closes_at = Some(at("2026-02-01T00:00:00Z"));
        let poll = app.open_poll(|new| NewPoll { results, closes_at, ..new }).await;
        let token = app.device().await;
        let payload = poll.vote(&[0], &token).await;
        let again = poll.vote(&[0], &token).await;
        let refused = poll.vote(&[1], &token).await;
        for payload in [&payload, &again, &refused] {
            assert_eq!(payload["poll"] != hidden, to_voters, "{results:?}");
        }
        let read = async || app.data(query, json!({ "id": poll.id })).await["poll"].take();
        assert_eq!(read().await != hidden, to_others, "{results:?}");
        app.set_time("2026-02-01T00:00:00Z");
        assert_eq!(read().await["totalVotes"], 1, "{results:?}");
    }
}

#[tokio::test]
async fn several_choices_are_one_ballot_in_any_order() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| NewPoll { choices: (1, 2), ..new }).await;
    let token = app.device().await;
    let receipt = poll.counted(&[2, 0], &token).await;
    assert_eq!(poll.counted(&[0, 2], &token).await["number"], receipt["number"]);
    assert_eq!(poll.stored().await, (1, 1, 0, vec![1, 0, 1]));
}

#[tokio::test]
async fn aliases_do_not_multiply_a_vote() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| new).await;
    let vote = |alias: usize| {
        format!(
            "a{alias}: pollVote(input: $input) {{ receipt {{ number }} userErrors {{ code }} }}"
        )
    };
    let votes: String = (0..20).map(vote).collect();
    let query = format!("mutation($input: PollVoteInput!) {{ {votes} }}");
    let input = poll.choice(&[0], &app.device().await);
    let data = app.data(&query, json!({ "input": input })).await;
    let receipts: Vec<_> = data.as_object().unwrap().values().collect();
    assert_eq!(receipts.len(), 20);
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    assert_eq!(poll.stored().await, (1, 1, 0, vec![1, 0, 0]));
}

/// Sends a vote as it comes from an address, with a header that says something else.
async fn from(poll: &Ballots<'_>, address: &str, forwarded: &str, input: Value) -> Reply {
    let body = json!({ "query": VOTE, "variables": { "input": input } }).to_string();
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("x-forwarded-for", forwarded)
        .extension(Peer(address.parse().unwrap()));
    poll.app.send(request.body(Body::from(body)).unwrap()).await
}
