//! The end of a poll: the tally stays, and what could tie a ballot to its voter is erased.

use entity::{change, poll};

use super::{
    service,
    store::{self, ballots},
};
use crate::platform::{error::Result, scope::Scope, transaction::Transaction};

/// Seals the polls that the clock has closed, each in a transaction of its own. A server that was down does it when it is back: until then nobody can vote either.
pub async fn seal_due(scope: &Scope) -> Result<()> {
    let due = ballots::unsealed(scope.reader(), scope.now).await?;
    for id in due {
        let mut txn = scope.begin().await?;
        // Anew, because somebody may have given it more time meanwhile.
        let poll = store::find_for_update(&*txn, id).await?;
        if let Some(poll) = poll.filter(|poll| service::is_closed(poll, scope.now)) {
            seal(&mut txn, &poll).await?;
            txn.commit().await?;
        }
    }
    Ok(())
}

/// Seals a poll that is locked and closed, if there is anything to erase. Readers see results from
/// now on that they may not have seen before.
pub async fn seal(txn: &mut Transaction, poll: &poll::Model) -> Result<()> {
    let chain = ballots::chain_for_update(&**txn, poll.id).await?;
    if chain.is_none_or(|chain| chain.sealed_at.is_some()) {
        return Ok(());
    }
    ballots::seal(&**txn, poll.id, txn.now).await?;
    if poll.status == poll::Status::Published {
        txn.upserted(change::Node::Poll, poll.id);
    }
    Ok(())
}
