//! What an operator sees of the requests: one line each, and numbers.
//!
//! Never an address, an argument or a document: only what says how the server does.

use std::time::Duration;

use metrics::{counter, histogram};

use crate::platform::error::Code;

/// An operation that took longer is told at a level of its own.
const SLOW: Duration = Duration::from_secs(1);
/// Longest operation name that is logged, in characters.
const MAX_NAME: usize = 64;

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With data alone.
    Done,
    /// With errors in it that the caller can mend.
    Faulty,
    /// With a fault of ours in it.
    Failed,
    /// It was not run.
    Refused(Code),
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Faulty => "faulty",
            Self::Failed => "failed",
            Self::Refused(code) => code.as_str(),
        }
    }
}

/// One operation, as far as it may be told.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The id that the answer carries.
    pub request_id: &'a str,
    /// The name that the client gave it.
    pub name: Option<&'a str>,
    /// How it ended.
    pub outcome: Outcome,
    /// From the first byte of the request to the last of the answer's making.
    pub elapsed: Duration,
}

/// Logs and counts one operation. Names are the client's own words: they are logged, cut and with
/// control characters escaped, but never a label of a metric, of which there would be no end.
pub fn operation(seen: &Seen<'_>) {
    let outcome = seen.outcome.name();
    counter!("congtin_operations_total", "outcome" => outcome).increment(1);
    histogram!("congtin_operation_seconds", "outcome" => outcome).record(seen.elapsed);
    let name: String = seen.name.unwrap_or_default().chars().take(MAX_NAME).collect();
    let duration_ms = seen.elapsed.as_secs_f64() * 1_000.0;
    let request_id = seen.request_id;
    if seen.elapsed > SLOW {
        tracing::warn!(
            request.id = request_id,
            operation.name = ?name,
            operation.outcome = outcome,
            duration_ms,
            "slow operation"
        );
    } else {
        tracing::info!(
            request.id = request_id,
            operation.name = ?name,
            operation.outcome = outcome,
            duration_ms,
            "operation"
        );
    }
}
