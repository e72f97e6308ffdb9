//! Whether the settings make sense, each by itself and together.

use url::Url;

use super::{Config, ConfigError};

impl Config {
    /// All that is wrong, at once.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let mut faults = Vec::new();
        if !(1..=200).contains(&self.database_connections) {
            faults.push("database_connections must be 1 to 200".to_owned());
        }
        let kinds = ["sqlite:", "postgres://", "postgresql://"];
        if !kinds.iter().any(|kind| self.database_url.starts_with(kind)) {
            faults.push("database_url must begin with sqlite:// or postgres://".to_owned());
        }
        let replica = self.database_replica_url.as_deref();
        if replica.is_some() && self.database_url.starts_with("sqlite:") {
            faults.push("database_replica_url needs a PostgreSQL database_url".to_owned());
        }
        if replica.is_some_and(|replica| !kinds[1..].iter().any(|kind| replica.starts_with(kind))) {
            faults.push("database_replica_url must begin with postgres://".to_owned());
        }
        if self.log.parse::<tracing_subscriber::filter::Targets>().is_err() {
            faults.push("log must be a level, or MODULE=LEVEL pairs with commas".to_owned());
        }
        self.check_load(&mut faults);
        if self.metrics_address().is_err() {
            faults.push("metrics_bind must be an IP address and a port, or off".to_owned());
        }
        if self.cors_origins.iter().any(|origin| !is_origin(origin)) {
            faults.push("cors_origins must be origins, as https://portal.example.vn".to_owned());
        }
        if faults.is_empty() { Ok(()) } else { Err(ConfigError(faults)) }
    }

    fn check_load(&self, faults: &mut Vec<String>) {
        if !(1..=10_000).contains(&self.operations) {
            faults.push("operations must be 1 to 10000".to_owned());
        }
        if !(1..=100_000).contains(&self.connections) {
            faults.push("connections must be 1 to 100000".to_owned());
        }
        for (name, timeout) in [
            ("header_timeout_ms", self.header_timeout_ms),
            ("body_timeout_ms", self.body_timeout_ms),
            ("answer_timeout_ms", self.answer_timeout_ms),
            ("operation_timeout_ms", self.operation_timeout_ms),
        ] {
            if !(100..=60_000).contains(&timeout) {
                faults.push(format!("{name} must be 100 to 60000"));
            }
        }
        if self.budget_per_minute > 0 && self.budget_burst == 0 {
            faults.push("budget_burst must be at least 1".to_owned());
        }
        if let Err(fault) = self.limits.check() {
            faults.push(fault);
        }
    }
}

/// Scheme, host and port alone, written as browsers send it.
fn is_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text)
}
