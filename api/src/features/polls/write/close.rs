//! Closing a poll by hand, and the codes with which somebody may vote.

use entity::{
    poll::{self, Voters},
    poll_code,
};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        cast, seal, service,
        store::{self, ballots},
        voter::{self, Voter},
    },
    find, save,
};
use crate::platform::{
    error::{Error, Result},
    form::{Problems, Target},
    id::Kind,
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    transaction::Transaction,
};

/// Most codes that are made at once.
pub const MAX_CODES_AT_ONCE: usize = 1_000;
/// Most codes of one poll.
pub const MAX_CODES: usize = 100_000;

/// Takes no more votes from now on, and erases what ties ballots to voters.
pub async fn close(txn: &mut Transaction, target: Target, mut problems: Problems) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Poll).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let is_open = old.status == poll::Status::Published && old.opens_at < txn.now;
    if !is_open || service::is_closed(&old, txn.now) {
        let message = "Only a poll that takes votes can be closed";
        problems.note(Problem::new(ProblemCode::IllegalTransition, message).at("input.id"));
    }
    problems.end()?;
    let closed = poll::Model { closes_at: Some(txn.now), ..old.clone() };
    seal::seal(txn, &closed).await?;
    let poll_id = closed.id;
    save(txn, &old, closed).await?;
    Ok(poll_id)
}

/// Makes codes for a poll that asks for them. They are nowhere to be found afterwards.
pub async fn generate_codes(
    txn: &mut Transaction,
    poll_id: Option<Uuid>,
    count: i32,
    mut problems: Problems,
) -> Outcome<Vec<String>> {
    let poll = match poll_id {
        Some(id) => store::find_for_update(&**txn, id).await?,
        None => None,
    };
    let count = usize::try_from(count).ok().filter(|n| (1..=MAX_CODES_AT_ONCE).contains(n));
    if count.is_none() {
        let message = format!("It must be 1 to {MAX_CODES_AT_ONCE}");
        let problem = Problem::new(ProblemCode::Invalid, message).limit(MAX_CODES_AT_ONCE);
        problems.note(problem.at("input.count"));
    }
    if poll.is_none() && poll_id.is_some() {
        problems.note(Problem::not_found("input.pollId"));
    }
    if let Some(poll) = &poll {
        check_takes_codes(txn, poll, &mut problems).await?;
    }
    let (Some(poll), Some(count)) = (poll, count) else { return Err(problems.refuse()) };
    problems.end()?;
    let chain = match ballots::chain(&**txn, poll.id).await? {
        Some(chain) => chain,
        None => cast::begin_chain(txn, &poll).await?,
    };
    let there = ballots::count_codes(&**txn, poll.id).await?;
    if there.saturating_add(count as u64) > MAX_CODES as u64 {
        let message = format!("A poll has at most {MAX_CODES} codes, and this one has {there}");
        let problem = Problem::new(ProblemCode::TooMany, message).limit(MAX_CODES);
        return Err(problem.at("input.count").into());
    }
    let secret = chain.secret.ok_or(Error::Broken("a poll that is open is sealed"))?;
    let codes = (0..count).map(|_| voter::new_code());
    let codes = codes.collect::<Result<Vec<_>, _>>()?;
    let rows = codes.iter().map(|code| poll_code::Model {
        poll_id: poll.id,
        voter_key: Voter::Code(code.clone()).key(&secret),
    });
    ballots::insert_codes(&**txn, rows.collect()).await?;
    txn.audit_on(Kind::Poll, poll.id, None);
    txn.audit_details(serde_json::json!({ "count": count }));
    Ok(codes.iter().map(|code| voter::show_code(code)).collect())
}

async fn check_takes_codes(
    txn: &Transaction,
    poll: &poll::Model,
    problems: &mut Problems,
) -> Result<()> {
    let chain = ballots::chain(&**txn, poll.id).await?;
    let is_sealed = chain.is_some_and(|chain| chain.sealed_at.is_some());
    let message = if poll.voters != Voters::Code {
        "This poll does not ask for codes: see `voters`"
    } else if is_sealed || service::is_closed(poll, txn.now) {
        "The poll takes no more votes"
    } else {
        return Ok(());
    };
    let problem = Problem::new(ProblemCode::IllegalTransition, message);
    problems.note(problem.at("input.pollId"));
    Ok(())
}
