//! Polls that are over: nothing ties a ballot to its voter, and everybody can recount.

use std::io::Write as _;

use api::content::NewPoll;
use entity::{
    account::Role,
    ballot, change,
    poll::{Results, Voters},
    poll_tally, voter,
};
use sea_orm::{
    ConnectionTrait as _, DbBackend, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use super::{Ballots, changes};
use crate::support::{
    TestApp,
    app::{Reply, at},
    member::{Member, codes},
    program::congtin,
};

const CLOSE: &str = "mutation($input: PollVersionInput!) { pollClose(input: $input) {
    poll { state closesAt totalVotes } userErrors { code field } } }";
const AUDIT: &str = "query($id: ID!, $after: String) { pollAudit(pollId: $id) {
    poll { id } sealedAt definition firstHash lastHash ballotCount
    tally { option { id votes } counted imported }
    ballots(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { position receipt optionIds hash } }
} }";

async fn close(chief: &Member<'_>, poll: &Ballots<'_>) -> Value {
    let input = json!({ "id": poll.id, "version": poll.row().await.version });
    chief.ask(CLOSE, json!({ "input": input })).await
}

async fn file(poll: &Ballots<'_>) -> Reply {
    let address = format!("/v1/polls/{}/audit", poll.id);
    poll.app.send(axum::http::Request::get(address).body(axum::body::Body::empty()).unwrap()).await
}

async fn audit(poll: &Ballots<'_>, after: Value) -> Value {
    poll.app.data(AUDIT, json!({ "id": poll.id, "after": after })).await["pollAudit"].take()
}

#[tokio::test]
async fn closing_by_hand_erases_who_voted_and_keeps_what_was_chosen() {
    let app = TestApp::start().await;
    app.set_time("2026-01-01T08:00:00Z");
    let chief = app.member("truong", Role::Chief, None).await;
    let poll = app.open_poll(|new| NewPoll { results: Results::AfterClose, ..new }).await;
    let token = app.device().await;
    poll.counted(&[0], &token).await;
    poll.counted(&[2], &app.device().await).await;
    assert_eq!(audit(&poll, Value::Null).await, Value::Null);
    assert_eq!(file(&poll).await.status, 404);
    let before = changes(&app).await;
    let payload = close(&chief, &poll).await;
    let closed = json!({ "state": "CLOSED", "closesAt": "2026-01-01T08:00:00Z", "totalVotes": 2 });
    assert_eq!((&payload["poll"], &payload["userErrors"]), (&closed, &json!([])));
    assert_eq!(poll.stored().await, (2, 0, 0, vec![1, 0, 1]));
    let chain = poll.chain().await.unwrap();
    assert_eq!((chain.secret, chain.sealed_at), (None, Some(at("2026-01-01T08:00:00Z"))));
    // Readers see results that they did not see before.
    assert_eq!(changes(&app).await, before + 1);
    let refused = poll.refused(poll.choice(&[0], &token)).await;
    assert_eq!(refused, [("POLL_CLOSED".to_owned(), "input.pollId".to_owned())]);
    let again = close(&chief, &poll).await;
    assert_eq!(codes(&again), [("ILLEGAL_TRANSITION".to_owned(), "input.id".to_owned())]);
}

#[tokio::test]
async fn what_the_clock_has_closed_is_sealed_once() {
    let app = TestApp::start().await;
    let closes_at = Some(at("2026-02-01T00:00:00Z"));
    let poll = app.open_poll(|new| NewPoll { closes_at, ..new }).await;
    let open = app.open_poll(|new| new).await;
    for poll in [&poll, &open] {
        poll.counted(&[1], &app.device().await).await;
    }
    let before = changes(&app).await;
    app.app.tend().await.unwrap();
    assert_eq!(poll.stored().await, (1, 1, 0, vec![0, 1, 0]));
    app.set_time("2026-02-01T00:00:00Z");
    // Nobody votes any more, and nothing is published while anything ties a ballot to its voter.
    let refused = poll.refused(poll.choice(&[0], &app.device().await)).await;
    assert_eq!(refused[0].0, "POLL_CLOSED");
    assert_eq!(audit(&poll, Value::Null).await, Value::Null);
    app.app.tend().await.unwrap();
    app.app.tend().await.unwrap();
    assert_eq!(poll.stored().await, (1, 0, 0, vec![0, 1, 0]));
    assert_eq!(open.stored().await, (1, 1, 0, vec![0, 1, 0]));
    let last = change::Entity::find().order_by_desc(change::Column::Seq).one(&app.db.write);
    let last = last.await.unwrap().unwrap();
    assert_eq!((last.node, last.node_id), (change::Node::Poll, poll.row));
    assert_eq!(changes(&app).await, before + 1);
}

#[tokio::test]
async fn everybody_can_recount_a_poll_and_find_the_own_ballot() {
    let app = TestApp::start().await;
    let closes_at = Some(at("2026-02-01T00:00:00Z"));
    let new = |new| NewPoll { closes_at, choices: (1, 2), ..new };
    let poll = app.open_poll(new).await;
    let mut receipts = Vec::new();
    for options in [&[0][..], &[1, 2], &[0, 1], &[2], &[0]] {
        receipts.push(poll.counted(options, &app.device().await).await);
    }
    app.set_time("2026-02-01T00:00:00Z");
    app.app.tend().await.unwrap();

    let mut ballots = Vec::new();
    let mut after = Value::Null;
    let whole = loop {
        let mut page = audit(&poll, after.take()).await;
        ballots.extend(page["ballots"]["nodes"].as_array().unwrap().clone());
        if page["ballots"]["pageInfo"]["hasNextPage"] == false {
            break page;
        }
        after = page["ballots"]["pageInfo"]["endCursor"].take();
    };
    assert_eq!((&whole["ballotCount"], &whole["ballots"]["totalCount"]), (&json!(5), &json!(5)));
    let counted: Vec<_> =
        whole["tally"].as_array().unwrap().iter().map(|one| &one["counted"]).collect();
    assert_eq!(counted, [3, 2, 2]);
    for (receipt, ballot) in receipts.iter().zip(&ballots) {
        assert_eq!((&receipt["number"], &receipt["hash"]), (&ballot["receipt"], &ballot["hash"]));
    }
    assert_eq!(whole["lastHash"], ballots[4]["hash"]);

    let reply = file(&poll).await;
    assert_eq!(reply.header(axum::http::header::CONTENT_TYPE), "application/x-ndjson");
    let lines = String::from_utf8(reply.bytes).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (lines[0]["definition"].clone(), lines[0]["first"].clone()),
        (whole["definition"].clone(), whole["firstHash"].clone())
    );
    for (line, ballot) in lines[1..6].iter().zip(&ballots) {
        assert_eq!(
            (&line["receipt"], &line["options"]),
            (&ballot["receipt"], &ballot["optionIds"])
        );
    }
    assert_eq!(lines[6]["last"], whole["lastHash"]);
}

const UPDATE: &str = "mutation($input: PollUpdateInput!) { pollUpdate(input: $input) {
    poll { closesAt } userErrors { code field } } }";

async fn update(chief: &Member<'_>, poll: &Ballots<'_>, field: &str, value: Value) -> Value {
    let mut input = json!({ "id": poll.id, "version": poll.row().await.version });
    input[field] = value;
    chief.ask(UPDATE, json!({ "input": input })).await
}

#[tokio::test]
async fn a_poll_may_change_until_the_first_ballot_and_is_recounted_as_it_is_then() {
    let app = TestApp::start().await;
    let chief = app.member("truong", Role::Chief, None).await;
    let codes_of = "mutation($input: PollCodesGenerateInput!) { pollCodesGenerate(input: $input) {
        codes userErrors { code } } }";
    let poll = app.open_poll(|new| NewPoll { voters: Voters::Code, ..new }).await;
    let input = json!({ "pollId": poll.id, "count": 1 });
    let made = chief.ask(codes_of, json!({ "input": input })).await;
    let payload = update(&chief, &poll, "question", json!("Đồng chí nghĩ gì?")).await;
    assert_eq!(payload["userErrors"], json!([]));
    let input = json!({ "pollId": poll.id, "optionIds": [poll.options[1]],
        "code": made["codes"][0] });
    assert_eq!(poll.send(input).await["userErrors"], json!([]));
    close(&chief, &poll).await;
    let text = String::from_utf8(file(&poll).await.bytes).unwrap();
    assert!(text.contains("Đồng chí nghĩ gì?"));
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let (fine, said) = verify(&lines);
    assert!(fine, "{said}");
}

#[tokio::test]
async fn a_poll_without_ballots_is_sealed_like_any_other_and_stays_closed() {
    let app = TestApp::start().await;
    let chief = app.member("truong", Role::Chief, None).await;
    let closes_at = Some(at("2026-01-01T00:10:00Z"));
    let poll = app.open_poll(|new| NewPoll { closes_at, ..new }).await;
    app.set_time("2026-01-01T00:10:00Z");
    assert_eq!(audit(&poll, Value::Null).await, Value::Null);
    app.app.tend().await.unwrap();
    let whole = audit(&poll, Value::Null).await;
    assert_eq!((&whole["ballotCount"], &whole["lastHash"]), (&json!(0), &whole["firstHash"]));
    assert_eq!(whole["sealedAt"], "2026-01-01T00:10:00Z");
    for closes_at in [json!("2026-03-01T00:00:00Z"), Value::Null] {
        let payload = update(&chief, &poll, "closesAt", closes_at).await;
        assert_eq!(codes(&payload), [("FROZEN".to_owned(), "input.closesAt".to_owned())]);
    }
    let before = changes(&app).await;
    app.app.tend().await.unwrap();
    assert_eq!(changes(&app).await, before);
}

#[tokio::test]
async fn a_deleted_poll_keeps_no_codes() {
    let app = TestApp::start().await;
    let chief = app.member("truong", Role::Chief, None).await;
    let poll = app.open_poll(|new| NewPoll { voters: Voters::Code, ..new }).await;
    let generate = "mutation($input: PollCodesGenerateInput!) { pollCodesGenerate(input: $input) {
        userErrors { code } } }";
    let input = json!({ "pollId": poll.id, "count": 3 });
    chief.ask(generate, json!({ "input": input })).await;
    assert_eq!(poll.stored().await.2, 3);
    let delete = "mutation($input: PollVersionInput!) { pollDelete(input: $input) {
        userErrors { code } } }";
    let input = json!({ "id": poll.id, "version": 1 });
    let payload = chief.ask(delete, json!({ "input": input })).await;
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(poll.stored().await.2, 0);
}

/// Runs `poll verify` on lines, without any database: status, output, errors.
fn verify(lines: &[String]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.ndjson");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(lines.concat().as_bytes()).unwrap();
    let output = congtin().args(["poll", "verify"]).arg(&path).current_dir(folder.path()).output();
    let output = output.unwrap();
    assert!(!folder.path().join("congtin.db").exists());
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn a_file_that_somebody_changed_is_told_by_line() {
    let app = TestApp::start().await;
    let closes_at = Some(at("2026-02-01T00:00:00Z"));
    let poll = app.open_poll(|new| NewPoll { closes_at, ..new }).await;
    for option in [0, 1, 0] {
        poll.counted(&[option], &app.device().await).await;
    }
    app.set_time("2026-02-01T00:00:00Z");
    app.app.tend().await.unwrap();
    let text = String::from_utf8(file(&poll).await.bytes).unwrap();
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let (fine, said) = verify(&lines);
    assert!(fine, "{said}");
    assert!(said.starts_with(&format!("{}: 3 ballots; chain and tally agree", poll.id)), "{said}");

    let with = |place: usize, from: &str, to: &str| {
        let mut lines = lines.clone();
        lines[place] = lines[place].replacen(from, to, 1);
        lines
    };
    let without = |place: usize| {
        let mut lines = lines.clone();
        lines.remove(place);
        lines
    };
    let swapped = {
        let mut lines = lines.clone();
        lines.swap(1, 2);
        lines
    };
    let fewer = {
        let mut end: Value = serde_json::from_str(&lines[4]).unwrap();
        end["tally"].as_array_mut().unwrap().retain(|option| option["counted"] != 0);
        [&lines[..4], &[format!("{end}\n")]].concat()
    };
    let other = format!("pol_{:032x}", 9);
    for (changed, told) in [
        (with(2, &poll.options[1], &poll.options[2]), "line 3: ballot 2 does not fit the chain"),
        (without(2), "line 3: ballot 2 should follow, but ballot 3 does"),
        (without(3), "line 4: there are 2 ballots, and the poll says 3"),
        (swapped, "line 2: ballot 1 should follow, but ballot 2 does"),
        (with(4, "\"counted\":2", "\"counted\":3"), "was chosen 2 times, and the tally says 3"),
        (without(4), "the file is cut off"),
        (with(4, "\"text\":\"", "\"text\":\"Khác "), "line 5: the text of option"),
        (with(0, &poll.id, &other), "line 1: the poll is not what the definition of the poll has"),
        (with(0, "\"first\":\"", "\"first\":\"0"), "line 1: the first link is not"),
        (fewer, "is not what the definition of the poll has"),
        (with(0, "congtin-poll-1", "congtin-poll-2"), "line 1: the definition of the poll"),
        (with(1, "position", "place"), "line 2 is none that this file may have there"),
        (Vec::new(), "the file is cut off"),
    ] {
        let (fine, said) = verify(&changed);
        assert!(!fine && said.contains(told), "{told} is not in {said}");
    }
}

#[tokio::test]
async fn a_database_that_somebody_changed_is_told() {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| new).await;
    for option in [0, 1, 0] {
        poll.counted(&[option], &app.device().await).await;
    }
    let run = || {
        let url = &app.place.location.url;
        let output = congtin().args(["poll", "verify", "--database-url", url]).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (fine, said) = run();
    assert!(fine && said.contains("3 ballots; chain and tally agree"), "{said}");
    let tally = poll_tally::Entity::update_many()
        .col_expr(poll_tally::Column::Votes, sea_orm::sea_query::Expr::cust("votes + 1"));
    tally.exec(&app.db.write).await.unwrap();
    let (fine, said) = run();
    assert!(!fine && said.contains("was chosen"), "{said}");
    app.db.write.execute_unprepared("DELETE FROM ballot WHERE position = 2").await.unwrap();
    assert!(run().1.contains("ballot 2 should follow, but ballot 3 does"));
    assert_eq!(ballot::Entity::find().all(&app.db.write).await.unwrap().len(), 2);

    let other = app.open_poll(|new| new).await;
    other.counted(&[1], &app.device().await).await;
    for (change, told) in [
        ("DELETE FROM poll_chain", "there are 1 ballots, and the poll says 0"),
        ("UPDATE ballot SET choices = hash WHERE position = 1", "ballot 1 chooses what nobody"),
        ("UPDATE ballot SET choices = receipt_bytes WHERE position = 1", "ballot 1 cannot be read"),
        ("DELETE FROM ballot", "was chosen 0 times, and the tally says 1"),
    ] {
        let change = match app.db.write.get_database_backend() {
            DbBackend::Postgres => change.replace("receipt_bytes", "'\\x00'"),
            _ => change.replace("receipt_bytes", "x'00'"),
        };
        app.db.write.execute_unprepared(&change).await.unwrap();
        let (fine, said) = run();
        let line = said.lines().find(|line| line.starts_with(&other.id)).unwrap();
        assert!(!fine && line.contains(told), "{told} is not in {line}");
        assert!(said.lines().any(|line| line.starts_with(&poll.id)), "{said}");
    }
}

#[tokio::test]
async fn what_tied_ballots_to_voters_is_in_no_file_any_more() {
    let app = TestApp::start().await;
    let Some(path) = app.place.location.url.strip_prefix("sqlite://") else { return };
    let closes_at = Some(at("2026-02-01T00:00:00Z"));
    let poll = app.open_poll(|new| NewPoll { closes_at, ..new }).await;
    // What is kept of both stands on the same pages, which one of them goes on using.
    let other = app.open_poll(|new| new).await;
    for option in [0, 1, 2].repeat(50) {
        let device = app.device().await;
        poll.counted(&[option], &device).await;
        other.counted(&[option], &device).await;
    }
    let voters = voter::Entity::find().filter(voter::COLUMN.poll_id.eq(poll.row));
    let voters = voters.all(&app.db.write).await.unwrap();
    let secret = poll.chain().await.unwrap().secret.unwrap();
    let mut keys: Vec<Vec<u8>> = voters.into_iter().map(|voter| voter.voter_key).collect();
    keys.push(secret);
    let kept = || {
        let log = std::fs::read(format!("{path}-wal")).unwrap_or_default();
        let bytes = [std::fs::read(path).unwrap(), log].concat();
        let is_there = |key: &&Vec<u8>| bytes.windows(key.len()).any(|here| here == key.as_slice());
        keys.iter().filter(is_there).count()
    };
    assert_eq!(kept(), 151);
    app.set_time("2026-02-01T00:00:00Z");
    app.app.tend().await.unwrap();
    assert_eq!(kept(), 0);
}
