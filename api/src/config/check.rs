//! Whether the settings make sense: every fault is told, not only the first.

use tracing_subscriber::filter::Targets;
use url::Url;

use super::{Config, ConfigError};

const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

/// Refuses settings that make no sense.
pub fn check(config: &Config) -> Result<(), ConfigError> {
    let checks = database(config).into_iter().chain(log_and_traces(config)).chain(requests(config));
    let faults = checks.filter(|(fine, _)| !fine).map(|(_, fault)| fault.to_owned());
    let faults: Vec<String> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(ConfigError(faults)) }
}

/// Whether something is fine, and what to say if it is not.
type Check = (bool, &'static str);

fn database(config: &Config) -> [Check; 5] {
    let embedded = config.database_url.starts_with("sqlite:");
    let is_postgres = |url: &str| POSTGRES.iter().any(|kind| url.starts_with(kind));
    let replica = config.database_replica_url.as_deref();
    [
        ((1..=200).contains(&config.database_connections), "database_connections must be 1 to 200"),
        (
            embedded || is_postgres(&config.database_url),
            "database_url must begin with sqlite:// or postgres://",
        ),
        (replica.is_none() || !embedded, "database_replica_url needs a PostgreSQL database_url"),
        (replica.is_none_or(is_postgres), "database_replica_url must begin with postgres://"),
        (
            config.database_password_file.is_none() || !embedded,
            "database_password_file needs a PostgreSQL database_url",
        ),
    ]
}

fn log_and_traces(config: &Config) -> [Check; 5] {
    [
        (
            config.log.parse::<Targets>().is_ok(),
            "log must be a level, or MODULE=LEVEL pairs with commas",
        ),
        (config.slow_operation_ms <= 60_000, "slow_operation_ms must be 0 to 60000"),
        ((0.0..=1.0).contains(&config.trace_ratio), "trace_ratio must be 0 to 1"),
        (
            config.otlp_endpoint.as_deref().is_none_or(is_collector),
            "otlp_endpoint must be an address, as http://127.0.0.1:4318",
        ),
        (config.metrics_address().is_ok(), "metrics_bind must be an IP address and a port, or off"),
    ]
}

fn requests(config: &Config) -> [Check; 4] {
    [
        ((1..=10_000).contains(&config.operations), "operations must be 1 to 10000"),
        (
            (100..=60_000).contains(&config.operation_timeout_ms),
            "operation_timeout_ms must be 100 to 60000",
        ),
        (
            config.budget_per_minute == 0 || config.budget_burst > 0,
            "budget_burst must be at least 1",
        ),
        (
            config.cors_origins.iter().all(|origin| is_origin(origin)),
            "cors_origins must be origins, as https://portal.example.vn",
        ),
    ]
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
