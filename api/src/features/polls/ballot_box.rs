//! Where votes wait to be counted: all that wait for one poll are counted in one transaction, so
//! that being on disk before it is said to be costs a vote its part of a sync, and no more.

use std::{collections::BTreeMap, sync::Arc};

use futures_util::future::join_all;
use sea_orm::prelude::Uuid;
use tokio::sync::{mpsc, oneshot};

use super::cast::{self, Verdict, Vote};
use crate::platform::{
    cursor::Seal,
    database::Database,
    error::{Error, Result},
    scope::{Clock, Scope, Viewer},
};

/// Most votes of one transaction: as many as may wait for it.
const MOST: usize = 256;

/// Takes votes. Whoever holds one of its clones keeps the counting going.
#[derive(Clone, Debug)]
pub struct BallotBox {
    slot: mpsc::Sender<Waiting>,
}

/// A vote, and who waits for what becomes of it.
#[derive(Debug)]
struct Waiting {
    vote: Vote,
    told: oneshot::Sender<Result<Verdict>>,
}

impl BallotBox {
    /// A box over this database; counting goes on beside the requests until the last clone of the
    /// box is gone.
    pub fn open(db: Database, seal: Seal, clock: Clock) -> Self {
        let (slot, mut taken) = mpsc::channel(MOST);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST);
            // While one transaction is under way, the next one gathers here.
            while taken.recv_many(&mut waiting, MOST).await > 0 {
                let scope = Scope::new(db.clone(), seal.clone(), Viewer::System, &clock);
                let groups = by_poll(&mut waiting).into_iter();
                let groups = groups.map(|(poll, group)| {
                    // A task of its own: one that breaks off takes no other along.
                    let scope = scope.clone();
                    tokio::spawn(async move { count(&scope, poll, group).await })
                });
                join_all(groups.collect::<Vec<_>>()).await;
            }
        });
        Self { slot }
    }

    /// Puts a vote in and waits until it is counted for good, or refused.
    pub async fn put(&self, vote: Vote) -> Result<Verdict> {
        let (told, hears) = oneshot::channel();
        let closed = || Error::Broken("nobody counts votes any more");
        self.slot.send(Waiting { vote, told }).await.map_err(|_| closed())?;
        hears.await.map_err(|_| closed())?
    }
}

/// The votes of each poll in the order in which they came.
fn by_poll(waiting: &mut Vec<Waiting>) -> BTreeMap<Uuid, Vec<Waiting>> {
    let mut groups: BTreeMap<Uuid, Vec<Waiting>> = BTreeMap::new();
    for one in waiting.drain(..) {
        groups.entry(one.vote.poll).or_default().push(one);
    }
    groups
}

/// Counts a group and tells each of it. Who has left meanwhile is counted all the same.
async fn count(scope: &Scope, poll: Uuid, group: Vec<Waiting>) {
    let (votes, told): (Vec<_>, Vec<_>) = group.into_iter().map(|one| (one.vote, one.told)).unzip();
    match commit(scope, poll, &votes).await {
        Ok(verdicts) => {
            for (told, verdict) in told.into_iter().zip(verdicts) {
                let _ = told.send(Ok(verdict));
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for told in told {
                let _ = told.send(Err(Error::Group(error.clone())));
            }
        }
    }
}

async fn commit(scope: &Scope, poll: Uuid, votes: &[Vote]) -> Result<Vec<Verdict>> {
    let txn = scope.begin().await?;
    let verdicts = cast::count(&txn, poll, votes).await?;
    txn.commit().await?;
    Ok(verdicts)
}
