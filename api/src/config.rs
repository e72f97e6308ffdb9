//! Every setting: its name, its default, its check.
//!
//! Flags win over `CONGTIN_*` variables, these over `congtin.toml`, this over the defaults. A key
//! that nobody knows and a value that makes no sense stop the program before it does anything.

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
use url::Url;

use crate::{
    app::{BudgetTerms, Connections, Limits, Location, Policy, Terms},
    platform::database::masked,
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
    /// `CONGTIN_CONNECTIONS`: clients connected at once, 1 to 100000; more are answered 503.
    pub connections: u32,
    /// `CONGTIN_HEADER_TIMEOUT_MS`: how long a client may take to send a header, or to ask again on
    /// its connection, 100 to 60000 ms.
    pub header_timeout_ms: u64,
    /// `CONGTIN_BODY_TIMEOUT_MS`: how long a body may take to arrive, 100 to 60000 ms.
    pub body_timeout_ms: u64,
    /// `CONGTIN_ANSWER_TIMEOUT_MS`: how long a client may take nothing of its answer, 100 to
    /// 60000 ms.
    pub answer_timeout_ms: u64,
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
        let config: Self = figment.extract().map_err(|error| {
            ConfigError(error.into_iter().map(|error| explain(&error)).collect())
        })?;
        config.check()?;
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
        let body_timeout = Duration::from_millis(self.body_timeout_ms);
        let limits = self.limits.clone();
        let origins = self.cors_origins.iter().filter_map(|origin| origin.parse().ok());
        Policy {
            terms: Terms { limits, operations: self.operations, timeout, body_timeout },
            budget: BudgetTerms {
                per_minute: self.budget_per_minute,
                burst: self.budget_burst,
                trusted_proxies: self.trusted_proxies.clone(),
            },
            cors_origins: origins.collect(),
        }
    }

    /// What connections are given.
    pub fn connections(&self) -> Connections {
        let header_timeout = Duration::from_millis(self.header_timeout_ms);
        let answer_timeout = Duration::from_millis(self.answer_timeout_ms);
        Connections { at_once: self.connections, header_timeout, answer_timeout }
    }

    /// Where the database is. Statements have as long as operations, but commands need no less
    /// than their own ten seconds.
    pub fn location(&self) -> Location {
        let statement_timeout = Duration::from_millis(self.operation_timeout_ms.max(10_000));
        Location {
            statement_timeout,
            url: self.database_url.clone(),
            replica_url: self.database_replica_url.clone(),
            connections: self.database_connections,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let Policy { terms, budget, .. } = Policy::default();
        let Connections { at_once, header_timeout, answer_timeout } = Connections::default();
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
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
            connections: at_once,
            header_timeout_ms: millis(header_timeout),
            body_timeout_ms: millis(terms.body_timeout),
            answer_timeout_ms: millis(answer_timeout),
            operation_timeout_ms: millis(terms.timeout),
            limits: terms.limits,
        }
    }
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

/// What is wrong and where it was set. Never the value: it may be a secret.
fn explain(error: &figment::Error) -> String {
    use figment::error::Kind;

    let key = error.path.join(".");
    let fault = match &error.kind {
        Kind::UnknownField(name, known) => {
            format!("unknown setting {name}; known are {}", known.join(", "))
        }
        Kind::Message(message) if key.is_empty() => {
            format!("not a file of settings: {}", message.replace('\n', " "))
        }
        Kind::Message(_) | Kind::InvalidValue(..) | Kind::InvalidType(..) => {
            format!("{key} has a value that cannot be used{}", expected(&key, &error.kind))
        }
        Kind::UnknownVariant(_, known) => {
            format!("{key} must be one of {}", known.join(", "))
        }
        Kind::MissingField(name) => format!("{name} is missing"),
        other => format!("{key}: {other}"),
    };
    match &error.metadata {
        Some(metadata) => format!("{fault} (set in {})", source(metadata)),
        None => fault,
    }
}

fn expected(key: &str, kind: &figment::error::Kind) -> String {
    match kind {
        figment::error::Kind::InvalidValue(_, expected)
        | figment::error::Kind::InvalidType(_, expected) => format!(": expected {expected}"),
        _ if key == "bind" => ": expected an IP address and a port, as 127.0.0.1:8000".to_owned(),
        _ => String::new(),
    }
}

fn source(metadata: &figment::Metadata) -> String {
    match metadata.source.as_ref().and_then(|source| source.file_path()) {
        Some(path) => path.display().to_string(),
        None if metadata.name.contains("environment") => "a CONGTIN_ variable".to_owned(),
        None => "a flag".to_owned(),
    }
}
