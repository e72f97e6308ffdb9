//! In: lines into a database. What is there already, by its id, stays as it is, so that an import
//! that broke off is completed by running it again.

use std::{
    collections::{BTreeMap, HashSet},
    io::BufRead,
    ops::ControlFlow::{self, Break, Continue},
};

use sea_orm::{TransactionTrait as _, prelude::Uuid};
use serde::Serialize;
use tokio::sync::mpsc;

use super::{
    Fault,
    lines::{Chunk, Entry, FileFault, Lines},
    store::{self, Kind, Rows},
};
use crate::{
    features::articles::bulk::Lineages,
    platform::{
        error::{Error, Result},
        scope::Scope,
        transaction::Transaction,
    },
};

/// What an import hears about on its way.
pub trait Progress {
    /// So many bytes of the file are done.
    fn done(&mut self, bytes: u64);
    /// A line is bad.
    fn fault(&mut self, fault: &LineFault);
}

/// A line that cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineFault {
    /// Its number in the file, from 1.
    pub line: u64,
    /// The field that is at fault, as a path: `article.authors[1]`.
    pub field: String,
    /// What to mend.
    pub message: String,
}

/// What an import did, by type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Records that were added.
    pub added: BTreeMap<&'static str, u64>,
    /// Records that were there already.
    pub known: BTreeMap<&'static str, u64>,
    /// Lines that were left out; if none may be, the one at which the import ended.
    pub bad: u64,
}

/// Why an import ended early. What was taken over until then is kept.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is none of ours, or cannot be read.
    #[error(transparent)]
    File(#[from] FileFault),
    /// The database failed.
    #[error("cannot write to the database")]
    Database(#[from] Error),
}

/// Takes over the lines of a file, a transaction for each thousand. Lines are read and checked on
/// all cores while others are written; memory holds three chunks. A bad line ends the import, or is
/// left out if `skip_bad` says so; what stands before it is kept either way.
pub async fn import(
    scope: &Scope,
    input: impl BufRead + Send + 'static,
    skip_bad: bool,
    progress: &mut impl Progress,
) -> Result<Summary, ImportError> {
    let (sender, mut chunks) = mpsc::channel(1);
    let reading = tokio::task::spawn_blocking(move || read(input, &sender));
    let mut import =
        Import { scope, skip_bad, lineages: Lineages::default(), summary: Summary::default() };
    while let Some(chunk) = chunks.recv().await {
        let Chunk { entries, bytes } = chunk;
        if import.chunk(entries, progress).await?.is_break() {
            break;
        }
        progress.done(bytes);
    }
    // The reader ends by itself once nobody listens.
    drop(chunks);
    reading.await.map_err(|_| Error::Broken("the reading of lines broke off"))??;
    Ok(import.summary)
}

fn read(input: impl BufRead, sender: &mpsc::Sender<Chunk>) -> Result<(), FileFault> {
    let mut lines = Lines::begin(input)?;
    while let Some(chunk) = lines.chunk()? {
        if sender.blocking_send(chunk).is_err() {
            break;
        }
    }
    Ok(())
}

struct Import<'a> {
    scope: &'a Scope,
    skip_bad: bool,
    lineages: Lineages,
    summary: Summary,
}

/// A record and the line that it stands in.
type Numbered = (u64, Rows);

impl Import<'_> {
    async fn chunk(
        &mut self,
        entries: Vec<Entry>,
        progress: &mut impl Progress,
    ) -> Result<ControlFlow<()>, ImportError> {
        let mut records = Vec::with_capacity(entries.len());
        let mut bad = None;
        for Entry { line, rows } in entries {
            match rows {
                Ok(rows) => records.push((line, rows)),
                Err(fault) if self.skip_bad => _ = self.tell(line, fault, progress),
                Err(fault) => {
                    bad = Some((line, fault));
                    break;
                }
            }
        }
        let written = self.write(records, progress).await?;
        Ok(match bad {
            Some((line, fault)) if written.is_continue() => self.tell(line, fault, progress),
            _ => written,
        })
    }

    /// Tells of a bad line, and whether to go on.
    fn tell(&mut self, line: u64, fault: Fault, progress: &mut impl Progress) -> ControlFlow<()> {
        self.summary.bad += 1;
        progress.fault(&LineFault { line, field: fault.field, message: fault.message });
        if self.skip_bad { Continue(()) } else { Break(()) }
    }

    /// All at once if the database takes them; otherwise one by one, to find those that it refuses.
    async fn write(
        &mut self,
        records: Vec<Numbered>,
        progress: &mut impl Progress,
    ) -> Result<ControlFlow<()>> {
        let mut txn = self.scope.begin_import().await?;
        match self.write_all(&mut txn, &records).await {
            Ok(summary) => {
                txn.commit().await?;
                self.count(summary);
                Ok(Continue(()))
            }
            Err(error) if store::is_refusal(&error) => {
                drop(txn);
                self.write_each(records, progress).await
            }
            Err(error) => Err(error),
        }
    }

    async fn write_all(&mut self, txn: &mut Transaction, records: &[Numbered]) -> Result<Summary> {
        let mut summary = Summary::default();
        for run in records.chunk_by(|(_, one), (_, next)| one.kind() == next.kind()) {
            let Some((_, first)) = run.first() else { continue };
            let kind = first.kind();
            let known = self.known(txn, kind, run).await?;
            let new = run.iter().filter(|(_, rows)| !known.contains(&rows.id()));
            let new: Vec<Rows> = new.map(|(_, rows)| rows.clone()).collect();
            *summary.added.entry(kind.name()).or_default() += new.len() as u64;
            *summary.known.entry(kind.name()).or_default() += (run.len() - new.len()) as u64;
            note(txn, &new);
            store::insert(&**txn, &mut self.lineages, new).await?;
        }
        Ok(summary)
    }

    async fn known(
        &self,
        txn: &Transaction,
        kind: Kind,
        run: &[Numbered],
    ) -> Result<HashSet<Uuid>> {
        let ids: Vec<Uuid> = run.iter().map(|(_, rows)| rows.id()).collect();
        store::existing(&**txn, kind, &ids).await
    }

    async fn write_each(
        &mut self,
        records: Vec<Numbered>,
        progress: &mut impl Progress,
    ) -> Result<ControlFlow<()>> {
        let mut txn = self.scope.begin_import().await?;
        let mut summary = Summary::default();
        let mut flow = Continue(());
        for (line, rows) in records {
            let kind = rows.kind();
            match self.write_one(&mut txn, rows).await? {
                Ok(true) => *summary.added.entry(kind.name()).or_default() += 1,
                Ok(false) => *summary.known.entry(kind.name()).or_default() += 1,
                Err(fault) => {
                    flow = self.tell(line, fault, progress);
                    if flow.is_break() {
                        break;
                    }
                }
            }
        }
        txn.commit().await?;
        self.count(summary);
        Ok(flow)
    }

    /// Whether the record was new, unless the database refuses it.
    async fn write_one(
        &mut self,
        txn: &mut Transaction,
        rows: Rows,
    ) -> Result<Result<bool, Fault>> {
        let known = store::existing(&**txn, rows.kind(), &[rows.id()]).await?;
        if !known.is_empty() {
            return Ok(Ok(false));
        }
        let savepoint = txn.begin().await?;
        match store::insert(&savepoint, &mut self.lineages, vec![rows.clone()]).await {
            Ok(()) => {
                savepoint.commit().await?;
                note(txn, &[rows]);
                Ok(Ok(true))
            }
            Err(error) if store::is_refusal(&error) => {
                savepoint.rollback().await?;
                Ok(Err(store::explain(&**txn, &rows).await?))
            }
            Err(error) => Err(error),
        }
    }

    fn count(&mut self, summary: Summary) {
        let sums =
            [(&mut self.summary.added, summary.added), (&mut self.summary.known, summary.known)];
        for (sum, more) in sums {
            for (kind, records) in more {
                *sum.entry(kind).or_default() += records;
            }
        }
    }
}

/// Notes what readers see from now on.
fn note(txn: &mut Transaction, new: &[Rows]) {
    let now = txn.now;
    for (node, id) in new.iter().filter_map(|rows| rows.change(now)) {
        txn.upserted(node, id);
    }
}
