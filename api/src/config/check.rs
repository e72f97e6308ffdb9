//! Whether the settings make sense, each by itself and together.

use tracing_subscriber::filter::{LevelFilter, Targets};
use url::Url;

use super::Config;
use crate::app::{BlobPlace, MediaTerms};
use crate::platform::database::{is_postgres, sqlite_file};

/// A setting whose value makes no sense, and what it must be.
pub type Fault = (&'static str, String);

/// Whether something is fine; otherwise the setting, and what it must be.
type Check = (bool, &'static str, &'static str);

/// All that is wrong, not only the first.
pub fn faults(config: &Config) -> Vec<Fault> {
    let checks = database(config).into_iter().chain(telemetry(config)).chain(requests(config));
    let checks = checks.chain(media(config));
    let faults = checks.filter(|(fine, ..)| !fine);
    let faults = faults.map(|(_, key, fault)| (key, fault.to_owned()));
    faults
        .chain(times(config))
        .chain(config.limits.fault())
        .chain(config.participation.fault())
        .collect()
}

fn database(config: &Config) -> [Check; 6] {
    let url = config.database_url.as_str();
    let embedded = url.starts_with("sqlite:");
    let replica = config.database_replica_url.as_deref();
    let connections = config.database_connections;
    let in_file = config.database_password_file.is_some();
    [
        ((1..=200).contains(&connections), "database_connections", "must be 1 to 200"),
        (embedded || is_postgres(url), "database_url", "must begin with sqlite:// or postgres://"),
        (
            !embedded || sqlite_file(url).is_some(),
            "database_url",
            "must name a file, as sqlite://congtin.db",
        ),
        (replica.is_none() || !embedded, "database_replica_url", "needs a PostgreSQL database_url"),
        (replica.is_none_or(is_postgres), "database_replica_url", "must begin with postgres://"),
        (!in_file || !embedded, "database_password_file", "needs a PostgreSQL database_url"),
    ]
}

/// The log, the metrics and the traces.
fn telemetry(config: &Config) -> [Check; 5] {
    let collector = config.otlp_endpoint.as_deref();
    [
        (
            is_log_filter(&config.log),
            "log",
            "must be off, error, warn, info, debug or trace, or MODULE=LEVEL pairs with commas",
        ),
        (config.slow_operation_ms <= 60_000, "slow_operation_ms", "must be 0 to 60000"),
        (
            config.metrics_address().is_ok(),
            "metrics_bind",
            "must be an IP address and a port, or off",
        ),
        (
            collector.is_none_or(is_collector),
            "otlp_endpoint",
            "must be an address, as http://127.0.0.1:4318",
        ),
        ((0.0..=1.0).contains(&config.trace_ratio), "trace_ratio", "must be 0 to 1"),
    ]
}

fn requests(config: &Config) -> [Check; 4] {
    let origins = config.cors_origins.iter();
    [
        ((1..=10_000).contains(&config.operations), "operations", "must be 1 to 10000"),
        ((1..=100_000).contains(&config.connections), "connections", "must be 1 to 100000"),
        (
            config.budget_per_minute == 0 || config.budget_burst > 0,
            "budget_burst",
            "must be at least 1",
        ),
        (
            origins.map(String::as_str).all(is_origin),
            "cors_origins",
            "must be origins, as https://portal.example.vn",
        ),
    ]
}

fn media(config: &Config) -> [Check; 5] {
    let terms = MediaTerms::default();
    let store = config.media_store.as_deref();
    let endpoint = config.media_s3_endpoint.as_deref();
    [
        (
            store.is_none_or(|store| BlobPlace::read(store).is_some()),
            "media_store",
            "must be a folder, file:///FOLDER or s3://BUCKET/PREFIX",
        ),
        (
            endpoint.is_none_or(is_collector),
            "media_s3_endpoint",
            "must be an address, as https://s3.example.vn",
        ),
        ((1..=terms.bytes).contains(&config.media_bytes), "media_bytes", "must be 1 to 26214400"),
        (
            (1..=terms.pixels).contains(&config.media_pixels),
            "media_pixels",
            "must be 1 to 40000000",
        ),
        (
            (1_000..=600_000).contains(&config.media_timeout_ms),
            "media_timeout_ms",
            "must be 1000 to 600000",
        ),
    ]
}

fn times(config: &Config) -> impl Iterator<Item = Fault> {
    let times = [
        ("header_timeout_ms", config.header_timeout_ms),
        ("body_timeout_ms", config.body_timeout_ms),
        ("answer_timeout_ms", config.answer_timeout_ms),
        ("operation_timeout_ms", config.operation_timeout_ms),
    ];
    let wrong = times.into_iter().filter(|(_, time)| !(100..=60_000).contains(time));
    wrong.map(|(key, _)| (key, "must be 100 to 60000".to_owned()))
}

/// Levels, or modules with levels. A word alone would be taken for a module, so that a slip in a
/// level would silence everything.
fn is_log_filter(text: &str) -> bool {
    let is_part = |part: &str| part.contains('=') || part.trim().parse::<LevelFilter>().is_ok();
    text.parse::<Targets>().is_ok() && text.split(',').all(is_part)
}

/// Scheme, host and perhaps a path; a key belongs in a header, not in the address.
fn is_collector(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        let plain = url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
        plain && url.has_host() && matches!(url.scheme(), "http" | "https")
    })
}

/// Scheme, host and port alone, written as browsers send it.
fn is_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text)
}
