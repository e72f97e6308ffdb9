//! Spans for OpenTelemetry, told apart from those of the log by their target.
//!
//! Where no collector is configured nobody listens to this target, and a span costs one load of an
//! atomic. A span never holds a value that somebody sent: statements stand in it with their
//! placeholders.

use sea_orm::{DbBackend, Statement};
use tracing::{Span, field::Empty, trace_span};

/// The target of all spans that are exported, and of no log line.
pub const TARGET: &str = "congtin::trace";

/// Longest text of a statement that is kept, in bytes: one that is the union of many is very long.
const MAX_STATEMENT: usize = 512;

/// The span of one statement.
pub fn statement(statement: &Statement) -> Span {
    trace_span!(
        target: TARGET,
        "statement",
        otel.name = verb(&statement.sql),
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = system(statement.db_backend),
        db.query.text = beginning(&statement.sql),
    )
}

/// Marks a span as failed. Why it failed stands in the log.
pub fn fail(span: &Span) {
    span.record("otel.status_code", "ERROR");
}

fn verb(sql: &str) -> &str {
    sql.split_whitespace().next().unwrap_or("statement").trim_start_matches('(')
}

fn beginning(sql: &str) -> &str {
    &sql[..sql.floor_char_boundary(MAX_STATEMENT)]
}

/// As the semantic conventions of OpenTelemetry name it.
fn system(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => "sqlite",
        DbBackend::Postgres => "postgresql",
        _ => "other_sql",
    }
}
