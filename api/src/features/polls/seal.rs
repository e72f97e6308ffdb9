//! The end of a poll: the tally stays, and what could tie a ballot to its voter is erased.

use entity::{change, poll, poll_chain};
use sea_orm::prelude::Uuid;

use super::{
    service,
    store::{self, ballots},
};
use crate::platform::{error::Result, scope::Scope, transaction::Transaction};

/// Seals the polls that the clock has closed, each in a transaction of its own. A server that was down
/// does it when it is back: until then nobody can vote either.
pub async fn seal_due(scope: &Scope) -> Result<()> {
    let mut outcome = Ok(());
    for id in ballots::unsealed(scope.reader(), scope.now).await? {
        // One that cannot be sealed keeps none of the others waiting.
        outcome = outcome.and(seal_if_closed(scope, id).await);
    }
    outcome
}

async fn seal_if_closed(scope: &Scope, id: Uuid) -> Result<()> {
    let mut txn = scope.begin().await?;
    // Anew, because somebody may have given it more time meanwhile.
    let poll = store::find_for_update(&*txn, id).await?;
    if let Some(poll) = poll.filter(|poll| service::is_closed(poll, scope.now)) {
        seal(&mut txn, &poll).await?;
        txn.commit().await?;
    }
    Ok(())
}

/// Seals a poll that is locked and over, also one in which nobody has voted: so nothing is counted any
/// more that was on its way. Readers may see results from now on that they have not seen before.
pub async fn seal(txn: &mut Transaction, poll: &poll::Model) -> Result<()> {
    let (poll_id, sealed_at) = (poll.id, Some(txn.now));
    match ballots::chain(&**txn, poll_id).await? {
        Some(chain) if chain.sealed_at.is_some() => return Ok(()),
        Some(_) => {
            txn.erase().await?;
            ballots::seal(&**txn, poll_id, txn.now).await?;
            txn.erase_no_more().await?;
        }
        None => {
            let (ballots, head, secret) = (0, Vec::new(), None);
            let chain = poll_chain::Model { poll_id, ballots, head, secret, sealed_at };
            ballots::begin_chain(&**txn, chain).await?;
        }
    }
    if poll.status == poll::Status::Published && poll.deleted_at.is_none() {
        txn.upserted(change::Node::Poll, poll_id);
    }
    Ok(())
}
