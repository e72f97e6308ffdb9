//! What is refused is told by code and field, and moves nothing.

use api::{
    app::{BudgetTerms, ForwardedHeader, ParticipationTerms, Policy},
    content::NewPoll,
};
use entity::poll::Status;
use serde_json::{Value, json};

use super::{Ballots, TOKEN, changes, from};
use crate::support::{TestApp, app::at, make};

fn told(code: &str, field: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), field.to_owned())]
}

fn with(mut input: Value, field: &str, value: Value) -> Value {
    input[field] = value;
    input
}

async fn unmoved(poll: &Ballots<'_>) {
    assert_eq!(poll.stored().await, (0, 0, 0, vec![0, 0, 0]));
    assert_eq!(poll.chain().await.map_or(0, |chain| chain.ballots), 0);
}

#[tokio::test]
async fn choices_that_the_poll_does_not_offer_are_refused() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| NewPoll { choices: (2, 2), ..new }).await;
    let foreign = app.open_poll(|new| new).await;
    let before = changes(&app).await;
    let input = |options: Vec<&String>, token: &str| json!({ "pollId": poll.id, "optionIds": options, "voterToken": token });
    let token = app.device().await;
    let o = &poll.options;
    let unknown: Vec<String> = (0..5_000).map(|n| format!("opt_{n:032x}")).collect();
    for (options, code, field) in [
        (vec![], "TOO_FEW_CHOICES", "input.optionIds"),
        (vec![&o[0]], "TOO_FEW_CHOICES", "input.optionIds"),
        (vec![&o[0], &o[1], &o[2]], "TOO_MANY_CHOICES", "input.optionIds"),
        (unknown.iter().collect(), "TOO_MANY_CHOICES", "input.optionIds"),
        (vec![&o[0], &o[0]], "DUPLICATE", "input.optionIds.1"),
        (vec![&o[0], &foreign.options[0]], "UNKNOWN_OPTION", "input.optionIds.1"),
        (vec![&o[0], &poll.id], "ID_INVALID", "input.optionIds.1"),
    ] {
        assert_eq!(poll.refused(input(options, &token)).await, told(code, field));
    }
    // Nothing of this has begun anything.
    assert!(poll.chain().await.is_none());
    // What was refused may be mended.
    poll.counted(&[0, 1], &token).await;
    unmoved(&foreign).await;
    assert_eq!(poll.stored().await, (1, 1, 0, vec![1, 1, 0]));
    assert_eq!(changes(&app).await, before);
}

#[tokio::test]
async fn polls_that_take_no_votes_say_so_and_hidden_ones_are_not_there() {
    let app = TestApp::start().await;
    let token = app.device().await;
    let draft = app.open_poll(|new| NewPoll { status: Status::Draft, ..new }).await;
    let later = at("2026-02-01T00:00:00Z");
    let scheduled = app.open_poll(|new| NewPoll { opens_at: later, ..new }).await;
    let over = Some(at("2026-01-01T00:00:00Z"));
    let closed = app.open_poll(|new| NewPoll { closes_at: over, ..new }).await;
    let not_open = told("POLL_NOT_OPEN", "input.pollId");
    for poll in [&draft, &scheduled] {
        assert_eq!(poll.refused(poll.choice(&[0], &token)).await, not_open);
        unmoved(poll).await;
        // Nor is there a trace of somebody having tried.
        assert!(poll.chain().await.is_none());
    }
    let nowhere = json!(format!("pol_{}", uuid::Uuid::nil().simple()));
    let input = with(draft.choice(&[0], &token), "pollId", nowhere);
    assert_eq!(draft.refused(input).await, not_open);
    let input = with(draft.choice(&[0], &token), "pollId", json!("pol_1"));
    assert_eq!(draft.refused(input).await, told("ID_INVALID", "input.pollId"));
    assert_eq!(
        closed.refused(closed.choice(&[0], &token)).await,
        told("POLL_CLOSED", "input.pollId")
    );
    unmoved(&closed).await;
    app.set_time("2026-02-01T00:00:00Z");
    scheduled.counted(&[0], &token).await;
}

#[tokio::test]
async fn tokens_that_were_not_made_here_or_are_over_are_refused() {
    let (app, other) = (TestApp::start().await, TestApp::start().await);
    let poll = app.open_poll(|new| new).await;
    let (token, foreign) = (app.device().await, other.device().await);
    let turned = |place: usize| {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let unsigned = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJjb25ndGluIn0.".to_owned();
    for wrong in [
        foreign,
        token[..75].to_owned(),
        format!("{token}AAAA"),
        turned(0),
        turned(30),
        turned(60),
        unsigned,
        String::new(),
        "x".repeat(100_000),
    ] {
        let refused = poll.refused(poll.choice(&[0], &wrong)).await;
        assert_eq!(refused, told("TOKEN_INVALID", "input.voterToken"));
    }
    let nothing = with(poll.choice(&[0], ""), "voterToken", Value::Null);
    assert_eq!(poll.refused(nothing).await, told("REQUIRED", "input.voterToken"));
    for field in ["code", "readerId"] {
        let more = with(poll.choice(&[0], &token), field, json!("abc"));
        assert_eq!(poll.refused(more).await, told("INVALID", &format!("input.{field}")));
    }
    app.set_time("2027-02-05T00:00:00Z");
    assert_eq!(
        poll.refused(poll.choice(&[0], &token)).await,
        told("TOKEN_INVALID", "input.voterToken")
    );
    unmoved(&poll).await;
}

#[tokio::test]
async fn one_network_votes_at_a_pace_whatever_it_says_of_itself() {
    let participation = ParticipationTerms {
        votes_per_minute: 1,
        votes_burst: 3,
        tokens_per_minute: 1,
        tokens_burst: 2,
        ..ParticipationTerms::default()
    };
    let budget = BudgetTerms {
        trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
        forwarded_header: ForwardedHeader::XForwardedFor,
        ..BudgetTerms::default()
    };
    let policy = Policy { participation, budget, ..Policy::default() };
    let app = TestApp::start_with(policy).await;
    let poll = app.open_poll(|new| new).await;
    let attempt = async |address: &str, forwarded: &str| {
        let input = poll.choice(&[0], &app.device().await);
        let reply = from(&poll, address, forwarded, input).await;
        let answer = reply.json();
        let told = &answer["data"]["pollVote"]["userErrors"][0];
        match told["code"].as_str() {
            None => true,
            Some(code) => {
                assert_eq!(code, "RATE_LIMITED");
                assert!((1..=60).contains(&told["retryAfter"].as_i64().unwrap()));
                false
            }
        }
    };
    for _ in 0..3 {
        assert!(attempt("192.0.2.1:5000", "").await);
    }
    assert!(!attempt("192.0.2.1:5000", "").await);
    // A forged header is no other network; a neighbour is.
    assert!(!attempt("192.0.2.1:5000", "198.51.100.1").await);
    assert!(attempt("192.0.2.2:5000", "").await);
    // All addresses of one IPv6 customer are one network.
    for host in 1..4 {
        assert!(attempt(&format!("[2001:db8::{host}]:5000"), "").await);
    }
    assert!(!attempt("[2001:db8::4]:5000", "").await);
    assert!(attempt("[2001:db8:0:1::1]:5000", "").await);
    // The word of a proxy counts.
    for _ in 0..3 {
        assert!(attempt("10.0.0.1:5000", "203.0.113.1").await);
    }
    assert!(!attempt("10.0.0.1:5000", "203.0.113.1").await);
    assert!(attempt("10.0.0.1:5000", "203.0.113.2").await);
    let (ballots, ..) = poll.stored().await;
    assert_eq!(ballots, 12);

    let issue = async || {
        let body = json!({ "query": TOKEN }).to_string();
        let request = axum::http::Request::post("/graphql")
            .header("content-type", "application/json")
            .extension(api::app::Peer("192.0.2.9:5000".parse().unwrap()));
        let reply = app.send(request.body(body.into()).unwrap()).await;
        reply.json()["data"]["voterTokenIssue"]["userErrors"][0]["code"].clone()
    };
    assert_eq!([issue().await, issue().await], [Value::Null, Value::Null]);
    assert_eq!(issue().await, "RATE_LIMITED");
}

#[tokio::test]
async fn what_votes_mean_is_frozen_once_there_is_one() {
    let app = TestApp::start().await;
    let chief = app.member("truong", entity::account::Role::Chief, None).await;
    let poll = app.open_poll(|new| new).await;
    let update = "mutation($input: PollUpdateInput!) { pollUpdate(input: $input) {
        userErrors { code field } } }";
    let change = async |field: &str, value: Value| {
        let mut input = json!({ "id": poll.id, "version": poll.row().await.version });
        input[field] = value;
        let payload = chief.ask(update, json!({ "input": input })).await;
        crate::support::member::codes(&payload)
    };
    assert_eq!(change("voters", json!("CODE")).await, []);
    assert_eq!(change("voters", json!("OPEN")).await, []);
    poll.counted(&[0], &app.device().await).await;
    for (field, value) in
        [("voters", json!("CODE")), ("question", json!("Khác?")), ("maxChoices", json!(2))]
    {
        assert_eq!(change(field, value).await, told("FROZEN", &format!("input.{field}")));
    }
    assert_eq!(make::poll("", &[]).voters, poll.row().await.voters);
}
