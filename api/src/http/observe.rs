//! What an operator sees of the operations: a line each, numbers, and traces.
//!
//! Never an address, an argument or a document: only what says how the server does.

use std::{
    thread,
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, Method};
use metrics::{counter, gauge, histogram};
use opentelemetry::{global, trace::TraceContextExt as _};
use opentelemetry_http::HeaderExtractor;
use tracing::{Span, field::Empty, trace_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::{graphql::Subject, request_id::RequestId};
use crate::platform::{error::Code, trace};

/// Longest operation name that is told, in characters.
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
    /// It was not run, or not to its end, and the client was told so with this code.
    Refused(Code),
    /// Not at all: the client left before.
    Abandoned,
    /// By a panic.
    Panicked,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Faulty => "faulty",
            Self::Failed => "failed",
            Self::Refused(code) => code.as_str(),
            Self::Abandoned => "abandoned",
            Self::Panicked => "panicked",
        }
    }

    /// Whether it is we who have something to mend.
    fn is_ours(self) -> bool {
        let ours = [Code::Internal, Code::OperationTimeout, Code::ServiceUnavailable];
        match self {
            Self::Failed | Self::Panicked => true,
            Self::Refused(code) => ours.contains(&code),
            Self::Done | Self::Faulty | Self::Abandoned => false,
        }
    }
}

/// One operation under way. It is told of when this is dropped, however that comes about.
#[derive(Debug)]
pub struct Observation {
    /// What it is about, as far as that is known.
    pub subject: Subject,
    began: Instant,
    slow: Duration,
    span: Span,
    outcome: Option<Outcome>,
}

impl Observation {
    /// An operation that begins now; longer than `slow` is told as a warning.
    pub fn begin(id: &RequestId, method: &Method, headers: &HeaderMap, slow: Duration) -> Self {
        let span = trace_span!(
            target: trace::TARGET,
            "operation",
            otel.kind = "server",
            otel.status_code = Empty,
            http.request.method = method.as_str(),
            http.route = "/graphql",
            graphql.operation.type = Empty,
            graphql.operation.name = Empty,
            operation.field = Empty,
            operation.outcome = Empty,
            request.id = id.as_str(),
        );
        if !span.is_disabled() {
            let caller = global::get_text_map_propagator(|propagator| {
                propagator.extract(&HeaderExtractor(headers))
            });
            // Refused only for a span that nobody exports.
            let _ = span.set_parent(caller);
        }
        gauge!("congtin_operations_running").increment(1);
        let subject = Subject::default();
        Self { subject, began: Instant::now(), slow, span, outcome: None }
    }

    /// The span that all work on the operation belongs to.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Says how it ended.
    pub fn end(mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        let outcome = self.outcome.unwrap_or_else(|| match thread::panicking() {
            true => Outcome::Panicked,
            false => Outcome::Abandoned,
        });
        let elapsed = self.began.elapsed();
        // The name is the client's own word: cut, and never a label, of which there would be no end.
        let cut = |name: &String| name.chars().take(MAX_NAME).collect::<String>();
        let name = self.subject.name.as_ref().map(cut);
        count(&self.subject, outcome, elapsed);
        trace_end(&self.span, &self.subject, name.as_deref(), outcome);
        log(&self.subject, name.as_deref(), outcome, elapsed, elapsed > self.slow);
    }
}

fn count(subject: &Subject, outcome: Outcome, elapsed: Duration) {
    let (kind, field) = (subject.kind, &subject.field);
    gauge!("congtin_operations_running").decrement(1);
    histogram!("congtin_operation_seconds", "type" => kind, "field" => field.clone())
        .record(elapsed);
    let outcome = outcome.name();
    counter!(
        "congtin_operations_total",
        "type" => kind, "field" => field.clone(), "outcome" => outcome
    )
    .increment(1);
}

fn trace_end(span: &Span, subject: &Subject, name: Option<&str>, outcome: Outcome) {
    if span.is_disabled() {
        return;
    }
    let kind = subject.kind;
    let title = name.map_or_else(|| kind.to_owned(), |name| format!("{kind} {name}"));
    // A span that has begun does not take its name from a field any more.
    span.context().span().update_name(title);
    span.record("graphql.operation.type", kind);
    if let Some(name) = name {
        span.record("graphql.operation.name", name);
    }
    span.record("operation.field", subject.field.as_str());
    span.record("operation.outcome", outcome.name());
    if outcome.is_ours() {
        trace::fail(span);
    }
}

/// The log escapes control characters, as in every text.
fn log(subject: &Subject, name: Option<&str>, outcome: Outcome, elapsed: Duration, slow: bool) {
    macro_rules! line {
        ($level:ident, $message:literal) => {
            tracing::$level!(
                operation.name = name,
                operation.type = subject.kind,
                operation.field = subject.field,
                operation.outcome = outcome.name(),
                duration_ms = elapsed.as_secs_f64() * 1_000.0,
                $message
            )
        };
    }
    match slow {
        true => line!(warn, "slow operation"),
        false => line!(info, "operation"),
    }
}

#[cfg(test)]
mod tests;
