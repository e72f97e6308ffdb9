//! Every setting: its name, its default, its check.
//!
//! Flags win over `CONGTIN_*` variables, these over `congtin.toml`, this over the defaults. A key
//! that nobody knows and a value that makes no sense stop the program before it does anything.

mod explain;

use std::{
    fmt, fs,
    net::{AddrParseError, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use figment::{
    Figment,
    providers::{Env, Format as _, Serialized, Toml},
};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use url::Url;

use self::explain::explain;
use crate::{
    app::{BudgetTerms, Limits, Location, Policy, Terms},
    platform::database::masked,
};

/// The file that is read if it is there.
pub const FILE: &str = "congtin.toml";
const PREFIX: &str = "CONGTIN_";

/// What may be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `CONGTIN_BIND`: where to listen. Loopback only, until somebody says otherwise.
    pub bind: SocketAddr,
    /// `CONGTIN_DATABASE_URL`: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub database_url: String,
    /// `CONGTIN_DATABASE_REPLICA_URL`: a PostgreSQL replica to read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_replica_url: Option<String>,
    /// `CONGTIN_DATABASE_PASSWORD_FILE`: a file with the password of PostgreSQL URLs that have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_password_file: Option<PathBuf>,
    /// `CONGTIN_DATABASE_CONNECTIONS`: connections for reading, 1 to 200. On SQLite two a core are
    /// best; more of them only get in each other's way.
    pub database_connections: u32,
    /// `CONGTIN_LOG`: what is logged, as `LEVEL` or `MODULE=LEVEL,…`.
    pub log: String,
    /// `CONGTIN_LOG_FORMAT`: `text`, `json`, or `auto`: text on a terminal.
    pub log_format: LogFormat,
    /// `CONGTIN_SLOW_OPERATION_MS`: longer operations are logged as warnings, 0 to 60000 ms.
    pub slow_operation_ms: u64,
    /// `CONGTIN_OTLP_ENDPOINT`: collector of traces, as `http://127.0.0.1:4318`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otlp_endpoint: Option<String>,
    /// `CONGTIN_TRACE_RATIO`: the part of operations that is traced, 0 to 1.
    pub trace_ratio: f64,
    /// `CONGTIN_METRICS_BIND`: where numbers are served for Prometheus; `off`: nowhere.
    pub metrics_bind: String,
    /// `CONGTIN_CORS_ORIGINS`: origins whose pages may ask, as `["https://portal.example.vn"]`.
    pub cors_origins: Vec<String>,
    /// `CONGTIN_TRUSTED_PROXIES`: networks of proxies whose word about a client's address is taken,
    /// as `["10.0.0.0/8"]`.
    pub trusted_proxies: Vec<IpNet>,
    /// `CONGTIN_BUDGET_PER_MINUTE`: objects that one network may ask for in a minute; 0: any
    /// number.
    pub budget_per_minute: u32,
    /// `CONGTIN_BUDGET_BURST`: objects that it may ask for at once.
    pub budget_burst: u32,
    /// `CONGTIN_OPERATIONS`: operations under way at once, 1 to 10000; more are answered 503.
    pub operations: u32,
    /// `CONGTIN_OPERATION_TIMEOUT_MS`: how long one may take, 100 to 60000 ms.
    pub operation_timeout_ms: u64,
    /// `CONGTIN_LIMITS__DEPTH` and so on: what one operation may ask for.
    pub limits: Limits,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Text,
    /// One object a line.
    Json,
}

/// Settings given as flags; what is `None` was not given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Flags {
    /// `--bind`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bind: Option<String>,
    /// `--database-url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
}

/// Why the settings cannot be used; each line names a setting and where it was set.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct ConfigError(Vec<String>);

impl Config {
    /// Reads all sources. `file` must exist if it is named; otherwise [`FILE`] is read if it does.
    pub fn load(file: Option<&Path>, flags: Flags) -> Result<Self, ConfigError> {
        let toml = match file {
            Some(file) => Toml::file_exact(file),
            None => Toml::file(FILE),
        };
        if let Some(file) = file.filter(|file| !file.exists()) {
            return Err(ConfigError(vec![format!("there is no file {}", file.display())]));
        }
        Self::merge(
            Figment::from(Serialized::defaults(Self::default()))
                .merge(toml)
                .merge(Env::prefixed(PREFIX).split("__"))
                .merge(Serialized::defaults(flags)),
        )
    }

    fn merge(figment: Figment) -> Result<Self, ConfigError> {
        let mut config: Self = figment.extract().map_err(|error| {
            ConfigError(error.into_iter().map(|error| explain(&error)).collect())
        })?;
        config.check()?;
        config.read_password()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
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
        if self.database_password_file.is_some() && self.database_url.starts_with("sqlite:") {
            faults.push("database_password_file needs a PostgreSQL database_url".to_owned());
        }
        if self.log.parse::<tracing_subscriber::filter::Targets>().is_err() {
            faults.push("log must be a level, or MODULE=LEVEL pairs with commas".to_owned());
        }
        if !(1..=10_000).contains(&self.operations) {
            faults.push("operations must be 1 to 10000".to_owned());
        }
        if !(100..=60_000).contains(&self.operation_timeout_ms) {
            faults.push("operation_timeout_ms must be 100 to 60000".to_owned());
        }
        if self.slow_operation_ms > 60_000 {
            faults.push("slow_operation_ms must be 0 to 60000".to_owned());
        }
        if !(0.0..=1.0).contains(&self.trace_ratio) {
            faults.push("trace_ratio must be 0 to 1".to_owned());
        }
        if self.otlp_endpoint.as_deref().is_some_and(|endpoint| !is_collector(endpoint)) {
            faults.push("otlp_endpoint must be an address, as http://127.0.0.1:4318".to_owned());
        }
        if self.budget_per_minute > 0 && self.budget_burst == 0 {
            faults.push("budget_burst must be at least 1".to_owned());
        }
        if self.metrics_address().is_err() {
            faults.push("metrics_bind must be an IP address and a port, or off".to_owned());
        }
        if self.cors_origins.iter().any(|origin| !is_origin(origin)) {
            faults.push("cors_origins must be origins, as https://portal.example.vn".to_owned());
        }
        if faults.is_empty() { Ok(()) } else { Err(ConfigError(faults)) }
    }

    /// Puts the password of the file into the URLs, so that it stands in no variable and no
    /// settings. Files of secrets often end in a line break that is no part of them.
    fn read_password(&mut self) -> Result<(), ConfigError> {
        let Some(file) = &self.database_password_file else {
            return Ok(());
        };
        let fault = |what: &str| ConfigError(vec![format!("database_password_file: {what}")]);
        let password = fs::read_to_string(file)
            .map_err(|error| fault(&format!("cannot read {}: {error}", file.display())))?;
        let password = password.trim_end_matches(['\r', '\n']);
        let replica = self.database_replica_url.iter_mut();
        for text in replica.chain([&mut self.database_url]) {
            let mut url = Url::parse(text).map_err(|_| fault("the database has no proper URL"))?;
            if url.password().is_none() {
                url.set_password(Some(password))
                    .map_err(|()| fault("this database takes no password"))?;
                *text = url.into();
            }
        }
        Ok(())
    }

    /// Where the collector takes traces, if there is one.
    pub fn otlp_address(&self) -> Option<String> {
        let endpoint = self.otlp_endpoint.as_deref()?;
        Some(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
    }

    /// Where to serve metrics, if anywhere.
    pub fn metrics_address(&self) -> Result<Option<SocketAddr>, AddrParseError> {
        match self.metrics_bind.as_str() {
            "off" => Ok(None),
            address => address.parse().map(Some),
        }
    }

    /// How requests are answered.
    pub fn policy(&self) -> Policy {
        let timeout = Duration::from_millis(self.operation_timeout_ms);
        let origins = self.cors_origins.iter().filter_map(|origin| origin.parse().ok());
        Policy {
            terms: Terms {
                limits: self.limits.clone(),
                operations: self.operations,
                timeout,
                slow: Duration::from_millis(self.slow_operation_ms),
            },
            budget: BudgetTerms {
                per_minute: self.budget_per_minute,
                burst: self.budget_burst,
                trusted_proxies: self.trusted_proxies.clone(),
            },
            cors_origins: origins.collect(),
        }
    }

    /// Where the database is.
    pub fn location(&self) -> Location {
        Location {
            url: self.database_url.clone(),
            replica_url: self.database_replica_url.clone(),
            connections: self.database_connections,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let Policy { terms, budget, .. } = Policy::default();
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8000)),
            database_url: "sqlite://congtin.db".to_owned(),
            database_replica_url: None,
            database_password_file: None,
            database_connections: 4,
            log: "info".to_owned(),
            log_format: LogFormat::Auto,
            slow_operation_ms: milliseconds(terms.slow),
            otlp_endpoint: None,
            trace_ratio: 1.0,
            // The port that Prometheus' own registry lists for exporters of this kind.
            metrics_bind: "127.0.0.1:9464".to_owned(),
            cors_origins: Vec::new(),
            trusted_proxies: budget.trusted_proxies,
            budget_per_minute: budget.per_minute,
            budget_burst: budget.burst,
            operations: terms.operations,
            operation_timeout_ms: milliseconds(terms.timeout),
            limits: terms.limits,
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
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

/// The settings in force as a `congtin.toml`, passwords hidden.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = Self {
            database_url: masked(&self.database_url),
            database_replica_url: self.database_replica_url.as_deref().map(masked),
            ..self.clone()
        };
        f.write_str(&toml::to_string(&shown).map_err(|_| fmt::Error)?)
    }
}
