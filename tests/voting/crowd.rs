//! Many at once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use super::VOTE;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_parallel_votes_with_one_token_are_one() {
    let app = TestApp::start_crowded().await;
    let poll = app.open_poll(|new| new).await;
    let token = app.device().await;
    let votes = (0..1_000).map(|turn| {
        let input = poll.choice(&[turn % 2], &token);
        let app = &app;
        async move { app.ask_with(VOTE, json!({ "input": input })).await["data"]["pollVote"].take() }
    });
    let payloads = join_all(votes).await;
    let receipts: Vec<_> = payloads.iter().filter(|one| !one["receipt"].is_null()).collect();
    let numbers: BTreeSet<_> =
        receipts.iter().map(|one| one["receipt"]["number"].as_str()).collect();
    assert_eq!(numbers.len(), 1);
    let first = receipts.iter().filter(|one| one["receipt"]["repeated"] == false);
    assert_eq!(first.count(), 1);
    // The same choice is the same vote; the other one is refused.
    let refused = payloads.iter().filter(|one| one["userErrors"][0]["code"] == "ALREADY_VOTED");
    assert_eq!((receipts.len(), refused.count()), (500, 500));
    let (ballots, voters, _, votes) = poll.stored().await;
    assert_eq!((ballots, voters, votes.iter().sum::<i64>()), (1, 1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_votes_of_many_in_two_polls_are_all_counted() {
    let app = TestApp::start_crowded().await;
    let polls = [app.open_poll(|new| new).await, app.open_poll(|new| new).await];
    let voters = (0..300).map(|turn| {
        let (poll, option) = (&polls[turn % 2], turn % 3);
        async move { poll.counted(&[option], &poll.app.device().await).await }
    });
    let receipts = join_all(voters).await;
    let numbers: BTreeSet<_> = receipts.iter().map(|one| one["number"].as_str()).collect();
    assert_eq!(numbers.len(), 300);
    for poll in &polls {
        assert_eq!(poll.stored().await, (150, 150, 0, vec![50, 50, 50]));
        assert_eq!(poll.chain().await.unwrap().ballots, 150);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn votes_that_come_together_share_their_statements() {
    let app = TestApp::start_crowded().await;
    let poll = app.open_poll(|new| new).await;
    // The first vote begins the chain.
    poll.counted(&[0], &app.device().await).await;
    let mut tokens = Vec::new();
    for _ in 0..200 {
        tokens.push(app.device().await);
    }
    app.statements();
    join_all(tokens.iter().map(|token| poll.counted(&[0], token))).await;
    let statements = app.statements();
    // Alone each needs eight.
    assert!(statements <= 200, "{statements} statements for 200 votes");
}
