//! In: lines into a database. What is there already, by its id, stays as it is, so that an import
//! that broke off is completed by running it again.

use std::{
    io::BufRead,
    ops::ControlFlow::{self, Break, Continue},
};

use entity::change::Node;
use sea_orm::{DatabaseTransaction, TransactionTrait as _, prelude::Uuid};
use tokio::sync::mpsc;

use super::{
    Fault,
    lines::{Chunk, Entry, FileFault, Lines},
    report::{LineFault, Progress, Summary},
    store::{self, Rows},
};
use crate::{
    features::articles::bulk::Lineages,
    platform::{
        error::{Error, Result},
        scope::Scope,
        time::Instant,
        transaction::Transaction,
    },
};

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

/// Takes over the lines of a file, a transaction for some thousands. Lines are read and checked on
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
    let mut import = Import::new(scope, skip_bad);
    while let Some(chunk) = chunks.recv().await {
        let Chunk { entries, bytes } = chunk;
        if import.chunk(entries, progress).await?.is_break() {
            break;
        }
        progress.done(bytes);
    }
    import.commit().await?;
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

/// Chunks of one transaction. The more there are, the less often are the pages of indexes written
/// that all of them change.
const CHUNKS: usize = 16;

struct Import<'a> {
    scope: &'a Scope,
    skip_bad: bool,
    lineages: Lineages,
    summary: Summary,
    /// The transaction that the latest chunks are in, and what it will add to the summary.
    open: Option<Transaction>,
    chunks: usize,
    uncommitted: Summary,
}

/// A record and the line that it stands in.
type Numbered = (u64, Rows);

impl<'a> Import<'a> {
    fn new(scope: &'a Scope, skip_bad: bool) -> Self {
        Self {
            scope,
            skip_bad,
            lineages: Lineages::default(),
            summary: Summary::default(),
            open: None,
            chunks: 0,
            uncommitted: Summary::default(),
        }
    }

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
        let mut txn = match self.open.take() {
            Some(txn) => txn,
            None => self.scope.begin_import().await?,
        };
        let savepoint = txn.begin().await?;
        let flow = match self.write_all(&savepoint, txn.now, &records).await {
            Ok(written) => {
                savepoint.commit().await?;
                self.uncommitted.add(written.summary);
                note(&mut txn, written.changes);
                Continue(())
            }
            Err(error) if store::is_refusal(&error) => {
                savepoint.rollback().await?;
                self.write_each(&mut txn, records, progress).await?
            }
            Err(error) => return Err(error),
        };
        self.open = Some(txn);
        self.chunks += 1;
        if self.chunks == CHUNKS {
            self.commit().await?;
        }
        Ok(flow)
    }

    /// Makes permanent what was written since the last time.
    async fn commit(&mut self) -> Result<()> {
        if let Some(txn) = self.open.take() {
            txn.commit().await?;
        }
        self.chunks = 0;
        self.summary.add(std::mem::take(&mut self.uncommitted));
        Ok(())
    }

    async fn write_all(
        &mut self,
        db: &DatabaseTransaction,
        now: Instant,
        records: &[Numbered],
    ) -> Result<Written> {
        let mut written = Written::default();
        for run in records.chunk_by(|(_, one), (_, next)| one.kind() == next.kind()) {
            let Some((_, first)) = run.first() else { continue };
            let kind = first.kind();
            let records: Vec<&Rows> = run.iter().map(|(_, rows)| rows).collect();
            let known = store::existing(db, kind, &records).await?;
            let new = run.iter().filter(|(_, rows)| !known.contains(&rows.id()));
            let new: Vec<Rows> = new.map(|(_, rows)| rows.clone()).collect();
            written.summary.count(kind, new.len(), run.len() - new.len());
            written.changes.extend(new.iter().filter_map(|rows| rows.change(now)));
            store::insert(db, &mut self.lineages, new).await?;
        }
        Ok(written)
    }

    async fn write_each(
        &mut self,
        txn: &mut Transaction,
        records: Vec<Numbered>,
        progress: &mut impl Progress,
    ) -> Result<ControlFlow<()>> {
        for (line, rows) in records {
            let kind = rows.kind();
            match self.write_one(txn, rows).await? {
                Ok(true) => self.uncommitted.count(kind, 1, 0),
                Ok(false) => self.uncommitted.count(kind, 0, 1),
                Err(fault) => {
                    if self.tell(line, fault, progress).is_break() {
                        return Ok(Break(()));
                    }
                }
            }
        }
        Ok(Continue(()))
    }

    /// Whether the record was new, unless the database refuses it.
    async fn write_one(
        &mut self,
        txn: &mut Transaction,
        rows: Rows,
    ) -> Result<Result<bool, Fault>> {
        let known = store::existing(&**txn, rows.kind(), &[&rows]).await?;
        if !known.is_empty() {
            return Ok(Ok(false));
        }
        let savepoint = txn.begin().await?;
        match store::insert(&savepoint, &mut self.lineages, vec![rows.clone()]).await {
            Ok(()) => {
                savepoint.commit().await?;
                let change = rows.change(txn.now);
                note(txn, change);
                Ok(Ok(true))
            }
            Err(error) if store::is_refusal(&error) => {
                savepoint.rollback().await?;
                Ok(Err(store::explain(&**txn, &rows).await?))
            }
            Err(error) => Err(error),
        }
    }
}

/// What came of some records, unless their transaction fails.
#[derive(Default)]
struct Written {
    summary: Summary,
    /// What readers see from then on.
    changes: Vec<(Node, Uuid)>,
}

/// Notes what readers see from now on.
fn note(txn: &mut Transaction, changes: impl IntoIterator<Item = (Node, Uuid)>) {
    for (node, id) in changes {
        txn.upserted(node, id);
    }
}
