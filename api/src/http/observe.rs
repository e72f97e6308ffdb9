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

/// Logs and counts one operation. Names are the client's own words: they are logged, cut and, as
/// every text in the log, with control characters escaped, but never a label of a metric, of which there would be no end.
pub fn operation(seen: &Seen<'_>) {
    let outcome = seen.outcome.name();
    counter!("congtin_operations_total", "outcome" => outcome).increment(1);
    histogram!("congtin_operation_seconds", "outcome" => outcome).record(seen.elapsed);
    let name: Option<String> = seen.name.map(|name| name.chars().take(MAX_NAME).collect());
    let name = name.as_deref();
    let duration_ms = seen.elapsed.as_secs_f64() * 1_000.0;
    let request_id = seen.request_id;
    if seen.elapsed > SLOW {
        tracing::warn!(
            request.id = request_id,
            operation.name = name,
            operation.outcome = outcome,
            duration_ms,
            "slow operation"
        );
    } else {
        tracing::info!(
            request.id = request_id,
            operation.name = name,
            operation.outcome = outcome,
            duration_ms,
            "operation"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use serde_json::Value;

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(name: Option<&str>) -> Value {
        let log = Log::default();
        let writer = log.clone();
        let lines = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        let elapsed = Duration::from_millis(3);
        tracing::subscriber::with_default(lines, || {
            operation(&Seen { request_id: "r1", name, outcome: Outcome::Done, elapsed });
        });
        let line = log.0.lock().unwrap();
        serde_json::from_slice::<Value>(&line).unwrap()["fields"].take()
    }

    #[test]
    fn an_operation_is_logged_under_its_name_if_it_has_one() {
        assert_eq!(logged(Some("Page\u{7}"))["operation.name"], "Page\u{7}");
        assert_eq!(logged(Some(&"đ".repeat(65)))["operation.name"], "đ".repeat(64));
        assert_eq!(logged(None).get("operation.name"), None);
    }
}
