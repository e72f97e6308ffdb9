//! Who may vote: accounts, readers of programs, and whoever has a code.

use api::content::NewPoll;
use entity::{account::Role, poll::Voters};
use serde_json::{Value, json};

use super::{Ballots, VOTE};
use crate::support::{
    TestApp,
    member::{Member, codes},
};

const CREATE_KEY: &str = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
    secret userErrors { code } } }";
const GENERATE: &str = "mutation($input: PollCodesGenerateInput!) {
    pollCodesGenerate(input: $input) { codes userErrors { code field limit } } }";

fn told(code: &str, field: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), field.to_owned())]
}

async fn program<'a>(app: &'a TestApp, admin: &Member<'_>, scope: &str) -> Member<'a> {
    let input = json!({ "name": "Ứng dụng", "scopes": [scope] });
    let payload = admin.ask(CREATE_KEY, json!({ "input": input })).await;
    app.program("Ứng dụng", payload["secret"].as_str().unwrap())
}

async fn vote(voter: &Member<'_>, poll: &Ballots<'_>, more: Value) -> Value {
    let mut input = json!({ "pollId": poll.id, "optionIds": [poll.options[0]] });
    for (field, value) in more.as_object().unwrap() {
        input[field] = value.clone();
    }
    voter.ask(VOTE, json!({ "input": input })).await
}

#[tokio::test]
async fn an_account_or_a_reader_for_whom_a_program_vouches_votes_once() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| NewPoll { voters: Voters::SignedIn, ..new }).await;
    let admin = app.member("quantri", Role::Admin, None).await;
    let binh = app.member("binh", Role::Contributor, None).await;
    let program_of = async |scope| program(&app, &admin, scope).await;
    let (portal, other) = (program_of("VOTE").await, program_of("VOTE").await);
    let counted = |payload: Value| {
        assert_eq!(payload["userErrors"], json!([]), "{payload}");
        payload["receipt"]["repeated"] == false
    };
    assert!(counted(vote(&binh, &poll, json!({})).await));
    assert!(!counted(vote(&binh, &poll, json!({})).await));
    assert!(counted(vote(&admin, &poll, json!({})).await));
    assert!(counted(vote(&portal, &poll, json!({ "readerId": "Độc giả 1" })).await));
    // Another spelling of the same letters is the same reader.
    assert!(!counted(vote(&portal, &poll, json!({ "readerId": "Độc giả 1" })).await));
    assert!(counted(vote(&portal, &poll, json!({ "readerId": "Độc giả 2" })).await));
    // Ids are those of each program.
    assert!(counted(vote(&other, &poll, json!({ "readerId": "Độc giả 1" })).await));
    assert_eq!(poll.stored().await, (5, 5, 0, vec![5, 0, 0]));
}

#[tokio::test]
async fn who_has_not_signed_in_or_vouches_for_nobody_does_not_vote() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| NewPoll { voters: Voters::SignedIn, ..new }).await;
    let admin = app.member("quantri", Role::Admin, None).await;
    let portal = program(&app, &admin, "VOTE").await;
    let writer = program(&app, &admin, "WRITE").await;
    let anonymous = json!({ "pollId": poll.id, "optionIds": [poll.options[0]] });
    assert_eq!(poll.refused(anonymous).await, told("SIGN_IN_REQUIRED", ""));
    let token = app.device().await;
    assert_eq!(poll.refused(poll.choice(&[0], &token)).await, told("INVALID", "input.voterToken"));
    for (voter, more, code, field) in [
        (&admin, json!({ "readerId": "a" }), "INVALID", "input.readerId"),
        (&portal, json!({}), "REQUIRED", "input.readerId"),
        (&portal, json!({ "readerId": " " }), "REQUIRED", "input.readerId"),
        (&portal, json!({ "readerId": "a".repeat(129) }), "TOO_LONG", "input.readerId"),
        (&writer, json!({ "readerId": "a" }), "FORBIDDEN", ""),
    ] {
        assert_eq!(codes(&vote(voter, &poll, more).await), told(code, field));
    }
    assert_eq!(poll.stored().await, (0, 0, 0, vec![0, 0, 0]));
}

#[tokio::test]
async fn a_code_is_good_once_and_only_in_its_poll() {
    let app = TestApp::start().await;
    let of_codes = |new| NewPoll { voters: Voters::Code, ..new };
    let (poll, other) = (app.open_poll(of_codes).await, app.open_poll(of_codes).await);
    let chief = app.member("truong", Role::Chief, None).await;
    let generate = async |poll: &Ballots<'_>, count: i32| {
        let input = json!({ "pollId": poll.id, "count": count });
        chief.ask(GENERATE, json!({ "input": input })).await
    };
    let payload = generate(&poll, 3).await;
    let made: Vec<&str> =
        payload["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    assert_eq!(made.len(), 3);
    assert_eq!(poll.stored().await, (0, 0, 3, vec![0, 0, 0]));
    let input = |poll: &Ballots<'_>, code: &str, option: usize| json!({ "pollId": poll.id, "optionIds": [poll.options[option]], "code": code });
    let typed = made[0].to_lowercase().replace('-', " ");
    let receipt = poll.send(input(&poll, &typed, 0)).await["receipt"].take();
    assert_eq!(receipt["repeated"], false);
    // As it is printed, it is the same code.
    assert_eq!(poll.send(input(&poll, made[0], 0)).await["receipt"]["number"], receipt["number"]);
    assert_eq!(poll.refused(input(&poll, made[0], 1)).await, told("ALREADY_VOTED", ""));
    generate(&other, 1).await;
    for (wrong, code) in [
        (input(&other, made[1], 0), "CODE_INVALID"),
        (input(&poll, "0000-0000-0000", 0), "CODE_INVALID"),
        (input(&poll, "zzz", 0), "CODE_INVALID"),
        (input(&poll, "", 0), "REQUIRED"),
        (input(&poll, &"0".repeat(41), 0), "TOO_LONG"),
        (json!({ "pollId": poll.id, "optionIds": [poll.options[0]] }), "REQUIRED"),
    ] {
        assert_eq!(poll.refused(wrong).await, told(code, "input.code"));
    }
    assert_eq!(poll.stored().await, (1, 1, 3, vec![1, 0, 0]));
}

#[tokio::test]
async fn codes_are_made_for_polls_that_take_them() {
    let app = TestApp::start().await;
    let chief = app.member("truong", Role::Chief, None).await;
    let open = app.open_poll(|new| new).await;
    let closes_at = Some(crate::support::app::at("2026-01-01T00:00:00Z"));
    let over = app.open_poll(|new| NewPoll { voters: Voters::Code, closes_at, ..new }).await;
    let poll = app.open_poll(|new| NewPoll { voters: Voters::Code, ..new }).await;
    for (id, count, code, field) in [
        (&open.id, 1, "ILLEGAL_TRANSITION", "input.pollId"),
        (&over.id, 1, "ILLEGAL_TRANSITION", "input.pollId"),
        (&poll.id, 0, "INVALID", "input.count"),
        (&poll.id, 1_001, "INVALID", "input.count"),
        (&poll.options[0], 1, "ID_INVALID", "input.pollId"),
        (&format!("pol_{}", uuid::Uuid::nil().simple()), 1, "NOT_FOUND", "input.pollId"),
    ] {
        let input = json!({ "pollId": id, "count": count });
        let payload = chief.ask(GENERATE, json!({ "input": input })).await;
        assert_eq!(codes(&payload), told(code, field));
        assert_eq!(payload["codes"], Value::Null);
    }
}
