//! What happens beside the votes.

use api::content::NewPoll;
use entity::poll_tally;
use sea_orm::EntityTrait as _;
use serde_json::json;

use crate::support::{TestApp, make, program::congtin};

#[tokio::test]
async fn votes_of_a_former_portal_are_shown_but_have_no_ballots() {
    let app = TestApp::start().await;
    let poll = app.poll(NewPoll { featured: true, ..make::poll("Câu hỏi?", &[5, 3]) }).await;
    let data = app.ask("{ featuredPoll { id options { id } } }").await;
    let input = json!({ "pollId": data["featuredPoll"]["id"],
        "optionIds": [data["featuredPoll"]["options"][1]["id"]],
        "voterToken": app.device().await });
    let payload = app.data(super::VOTE, json!({ "input": input })).await;
    assert_eq!(payload["pollVote"]["poll"]["totalVotes"], 9);
    let tallies = poll_tally::Entity::find().all(&app.db.write).await.unwrap();
    let mut counted: Vec<_> = tallies.iter().map(|one| (one.votes, one.imported)).collect();
    counted.sort_unstable();
    assert_eq!(counted, [(4, 3), (5, 5)]);
    let url = &app.place.location.url;
    let output = congtin().args(["poll", "verify", "--database-url", url]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with(&format!("pol_{}: 1 ballots; chain", poll.simple())), "{said}");
}
