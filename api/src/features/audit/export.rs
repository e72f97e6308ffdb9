//! The log as lines of JSON, for whoever keeps it elsewhere. `docs/operations.md` describes them.

use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use super::{
    service::{Event, EventList},
    store,
};
use crate::platform::{
    error::Error,
    id::{self, Kind},
    lines::{ExportError, write_line},
    scope::Scope,
    time,
};

/// Events that are read at once.
const PAGE: u64 = 500;

/// An event as a line. What was done to something that clients have no id for says so in `details`.
#[derive(Debug, Serialize)]
struct Line<'a> {
    seq: i64,
    at: String,
    action: &'a str,
    account: Option<String>,
    account_name: Option<&'a str>,
    api_key: Option<String>,
    node: Option<String>,
    from_version: Option<i32>,
    request: Option<&'a str>,
    details: Option<Value>,
}

/// Writes the events of a list as the log was when the export began, oldest first; `progress` hears
/// how many are done. Says how many there were. Memory holds one page.
pub async fn export(
    scope: &Scope,
    list: &EventList,
    mut output: impl Write,
    mut progress: impl FnMut(u64),
) -> Result<u64, ExportError> {
    let snapshot = scope.snapshot().await?;
    let (mut events, mut after) = (0, None);
    loop {
        let page = store::behind(&*snapshot, list, after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        for (_, event) in &page {
            write_line(&mut output, &line(event)?)?;
        }
        events += page.len() as u64;
        progress(events);
    }
    snapshot.end().await.map_err(Error::from)?;
    output.flush()?;
    Ok(events)
}

fn line((event, account_name): &Event) -> Result<Line<'_>, Error> {
    let details = event.details.as_deref().map(serde_json::from_str).transpose();
    let details =
        details.map_err(|source| Error::Stored { what: "details of an event", source })?;
    let kind = event.node.as_deref().and_then(Kind::of_prefix);
    Ok(Line {
        seq: event.seq,
        at: time::rfc3339(event.at),
        action: &event.action,
        account: event.account_id.map(|id| id::encode(Kind::Account, id)),
        account_name: account_name.as_deref(),
        api_key: event.api_key_id.map(|id| id::encode(Kind::ApiKey, id)),
        node: kind.zip(event.node_id).map(|(kind, id)| id::encode(kind, id)),
        from_version: event.from_version,
        request: event.request_id.as_deref(),
        details,
    })
}
