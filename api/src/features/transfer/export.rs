//! Out: everything of a portal as lines.

use std::io::Write;

use super::{
    VERSION,
    record::{Header, Record},
    store::{self, Kind},
};
use crate::platform::{
    error::Error,
    lines::{ExportError, write_line},
    scope::Scope,
};

/// Writes everything as it was when the export began; `progress` hears how many records are done.
/// Says how many there were. Memory holds one page of one table.
pub async fn export(
    scope: &Scope,
    mut output: impl Write,
    mut progress: impl FnMut(u64),
) -> Result<u64, ExportError> {
    let snapshot = scope.snapshot().await?;
    write_line(&mut output, &Record::Congtin(Header { version: VERSION }))?;
    let mut records = 0;
    for kind in Kind::ALL {
        let mut after = None;
        loop {
            let page = store::page(&*snapshot, kind, after).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            for (_, record) in &page {
                write_line(&mut output, record)?;
            }
            records += page.len() as u64;
            progress(records);
        }
    }
    snapshot.end().await.map_err(Error::from)?;
    output.flush()?;
    Ok(records)
}
