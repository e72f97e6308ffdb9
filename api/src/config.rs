//! Every setting: its name, its default, its check.
//!
//! Flags win over `CONGTIN_*` variables, these over `congtin.toml`, this over the defaults. A key
//! that nobody knows and a value that makes no sense stop the program before it does anything.

mod check;
mod fault;
mod parts;
mod password;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use figment::{
    Figment,
    providers::{Env, Format as _, Serialized, Toml},
};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

pub use self::fault::ConfigError;
use crate::{
    app::{Connections, ForwardedHeader, Limits, ParticipationTerms, Policy},
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
    /// `CONGTIN_TRACE_RATIO`: the part of the traces that begin here that is kept, 0 to 1.
    pub trace_ratio: f64,
    /// `CONGTIN_METRICS_BIND`: where numbers are served for Prometheus; `off`: nowhere.
    pub metrics_bind: String,
    /// `CONGTIN_CORS_ORIGINS`: origins whose pages may ask, as `["https://portal.example.vn"]`.
    pub cors_origins: Vec<String>,
    /// `CONGTIN_TRUSTED_PROXIES`: networks of proxies whose word about a client's address is taken,
    /// as `["10.0.0.0/8"]`.
    pub trusted_proxies: Vec<IpNet>,
    /// `CONGTIN_FORWARDED_HEADER`: the header that they write it in, `x-forwarded-for` or
    /// `forwarded`; the other one is not looked at.
    pub forwarded_header: ForwardedHeader,
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
    /// `CONGTIN_MEDIA_STORE`: a folder, `file:///FOLDER` or `s3://BUCKET/PREFIX`; `media` beside the
    /// database file if it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_store: Option<String>,
    /// `CONGTIN_MEDIA_S3_ENDPOINT`: address of the service that has the bucket, if it is not AWS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_s3_endpoint: Option<String>,
    /// `CONGTIN_MEDIA_S3_REGION`: where the bucket is; `AWS_REGION` if it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_s3_region: Option<String>,
    /// `CONGTIN_MEDIA_BYTES`: most bytes of a file, 1 to 26214400.
    pub media_bytes: u64,
    /// `CONGTIN_MEDIA_PIXELS`: most pixels of a picture, 1 to 40000000.
    pub media_pixels: u64,
    /// `CONGTIN_MEDIA_TIMEOUT_MS`: how long a file may take to arrive, 1000 to 600000 ms.
    pub media_timeout_ms: u64,
    /// `CONGTIN_LIMITS__DEPTH` and so on: what one operation may ask for.
    pub limits: Limits,
    /// `CONGTIN_PARTICIPATION__VOTES_PER_MINUTE` and so on: how fast one network may take part.
    pub participation: ParticipationTerms,
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
        let mut config: Self =
            figment.extract().map_err(|error| ConfigError::unreadable(&error))?;
        let told = |(key, fault): check::Fault| {
            fault::told(&format!("{key} {fault}"), key, figment.find_metadata(key))
        };
        let mut faults = check::faults(&config);
        if faults.is_empty() {
            faults.extend(password::read(&mut config).err());
        }
        if faults.is_empty() {
            return Ok(config);
        }
        Err(ConfigError(faults.into_iter().map(told).collect()))
    }
}

impl Default for Config {
    fn default() -> Self {
        let Policy { terms, budget, participation, media, .. } = Policy::default();
        let Connections { at_once, header_timeout, answer_timeout } = Connections::default();
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8000)),
            database_url: "sqlite://congtin.db".to_owned(),
            database_replica_url: None,
            database_password_file: None,
            database_connections: 4,
            log: "info".to_owned(),
            log_format: LogFormat::Auto,
            slow_operation_ms: to_millis(terms.slow),
            otlp_endpoint: None,
            trace_ratio: 1.0,
            // The port that Prometheus' own registry lists for exporters of this kind.
            metrics_bind: "127.0.0.1:9464".to_owned(),
            cors_origins: Vec::new(),
            trusted_proxies: budget.trusted_proxies,
            forwarded_header: budget.forwarded_header,
            budget_per_minute: budget.pace.per_minute,
            budget_burst: budget.pace.burst,
            operations: terms.operations,
            connections: at_once,
            header_timeout_ms: to_millis(header_timeout),
            body_timeout_ms: to_millis(terms.body_timeout),
            answer_timeout_ms: to_millis(answer_timeout),
            operation_timeout_ms: to_millis(terms.timeout),
            media_store: None,
            media_s3_endpoint: None,
            media_s3_region: None,
            media_bytes: media.bytes,
            media_pixels: media.pixels,
            media_timeout_ms: to_millis(media.timeout),
            limits: terms.limits,
            participation,
        }
    }
}

fn to_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
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
