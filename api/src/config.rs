//! Every setting: its name, its default, its check.
//!
//! Flags win over `CONGTIN_*` variables, these over `congtin.toml`, this over the defaults. A key
//! that nobody knows and a value that makes no sense stop the program before it does anything.

mod fault;

use std::{
    fmt,
    net::{AddrParseError, SocketAddr},
    path::Path,
    time::Duration,
};

use figment::{
    Figment,
    providers::{Env, Format as _, Serialized, Toml},
};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use tracing_subscriber::filter::{LevelFilter, Targets};
use url::Url;

pub use self::fault::ConfigError;
use crate::{
    app::{BudgetTerms, Limits, Location, Policy, Terms},
    platform::database::{is_postgres, masked, sqlite_file},
};

/// The file that is read if it is there.
pub const FILE: &str = "congtin.toml";
const PREFIX: &str = "CONGTIN_";

/// What may be set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `CONGTIN_BIND`: where to listen. Loopback only, until somebody says otherwise.
    pub bind: SocketAddr,
    /// `CONGTIN_DATABASE_URL`: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub database_url: String,
    /// `CONGTIN_DATABASE_REPLICA_URL`: a PostgreSQL replica to read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_replica_url: Option<String>,
    /// `CONGTIN_DATABASE_CONNECTIONS`: connections for reading, 1 to 200. On SQLite two a core are
    /// best; more of them only get in each other's way.
    pub database_connections: u32,
    /// `CONGTIN_LOG`: what is logged, as `LEVEL` or `MODULE=LEVEL,…`.
    pub log: String,
    /// `CONGTIN_LOG_FORMAT`: `text`, `json`, or `auto`: text on a terminal.
    pub log_format: LogFormat,
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
    pub bind: Option<SocketAddr>,
    /// `--database-url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
}

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
        let config: Self = figment.extract().map_err(|error| ConfigError::unreadable(&error))?;
        let faults = config.faults();
        if faults.is_empty() {
            return Ok(config);
        }
        let told = faults.into_iter().map(|(key, fault)| {
            fault::told(&format!("{key} {fault}"), key, figment.find_metadata(key))
        });
        Err(ConfigError(told.collect()))
    }

    /// The settings whose values make no sense, and why.
    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let url = self.database_url.as_str();
        let (sqlite, replica) = (url.starts_with("sqlite:"), self.database_replica_url.as_deref());
        let checks = [
            (
                (1..=200).contains(&self.database_connections),
                ("database_connections", "must be 1 to 200"),
            ),
            (
                sqlite || is_postgres(url),
                ("database_url", "must begin with sqlite:// or postgres://"),
            ),
            (
                !sqlite || sqlite_file(url).is_some(),
                ("database_url", "must name a file, as sqlite://congtin.db"),
            ),
            (
                replica.is_none() || !sqlite,
                ("database_replica_url", "needs a PostgreSQL database_url"),
            ),
            (
                replica.is_none_or(is_postgres),
                ("database_replica_url", "must begin with postgres://"),
            ),
            (
                is_log_filter(&self.log),
                (
                    "log",
                    "must be off, error, warn, info, debug or trace, or MODULE=LEVEL pairs with commas",
                ),
            ),
            ((1..=10_000).contains(&self.operations), ("operations", "must be 1 to 10000")),
            (
                (100..=60_000).contains(&self.operation_timeout_ms),
                ("operation_timeout_ms", "must be 100 to 60000"),
            ),
            (
                self.budget_per_minute == 0 || self.budget_burst > 0,
                ("budget_burst", "must be at least 1"),
            ),
            (
                self.metrics_address().is_ok(),
                ("metrics_bind", "must be an IP address and a port, or off"),
            ),
            (
                self.cors_origins.iter().all(|origin| is_origin(origin)),
                ("cors_origins", "must be origins, as https://portal.example.vn"),
            ),
        ];
        checks.into_iter().filter(|(good, _)| !good).map(|(_, fault)| fault).collect()
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
            terms: Terms { limits: self.limits.clone(), operations: self.operations, timeout },
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
            database_connections: 4,
            log: "info".to_owned(),
            log_format: LogFormat::Auto,
            // The port that Prometheus' own registry lists for exporters of this kind.
            metrics_bind: "127.0.0.1:9464".to_owned(),
            cors_origins: Vec::new(),
            trusted_proxies: budget.trusted_proxies,
            budget_per_minute: budget.per_minute,
            budget_burst: budget.burst,
            operations: terms.operations,
            operation_timeout_ms: u64::try_from(terms.timeout.as_millis()).unwrap_or(u64::MAX),
            limits: terms.limits,
        }
    }
}

/// Levels, or modules with levels. A word alone would be taken for a module, so that a slip in a
/// level would silence everything.
fn is_log_filter(text: &str) -> bool {
    let is_part = |part: &str| part.contains('=') || part.trim().parse::<LevelFilter>().is_ok();
    text.parse::<Targets>().is_ok() && text.split(',').all(is_part)
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
