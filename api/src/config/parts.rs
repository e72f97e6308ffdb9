//! What each part of the program takes from the settings.

use std::{
    net::{AddrParseError, SocketAddr},
    path::Path,
    time::Duration,
};

use super::Config;
use crate::{
    app::{BlobPlace, Bucket, BudgetTerms, Connections, Location, MediaTerms, Policy, Terms},
    platform::{database::sqlite_file, pace::Pace},
};

impl Config {
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
        let millis = Duration::from_millis;
        let origins = self.cors_origins.iter().filter_map(|origin| origin.parse().ok());
        Policy {
            terms: Terms {
                limits: self.limits.clone(),
                operations: self.operations,
                timeout: millis(self.operation_timeout_ms),
                body_timeout: millis(self.body_timeout_ms),
                slow: millis(self.slow_operation_ms),
            },
            budget: BudgetTerms {
                pace: Pace { per_minute: self.budget_per_minute, burst: self.budget_burst },
                trusted_proxies: self.trusted_proxies.clone(),
                forwarded_header: self.forwarded_header,
            },
            participation: self.participation.clone(),
            cors_origins: origins.collect(),
            media: MediaTerms {
                place: self.media_place(),
                bytes: self.media_bytes,
                pixels: self.media_pixels,
                timeout: millis(self.media_timeout_ms),
            },
        }
    }

    /// Where files are kept: beside the database file, unless a setting says otherwise.
    fn media_place(&self) -> BlobPlace {
        let beside = || {
            let database = sqlite_file(&self.database_url);
            let folder = database.map(Path::new).and_then(Path::parent);
            let folder = folder.unwrap_or(Path::new(""));
            BlobPlace::Folder(folder.join("media"))
        };
        let place = self.media_store.as_deref().and_then(BlobPlace::read);
        match place.unwrap_or_else(beside) {
            BlobPlace::Bucket(bucket) => BlobPlace::Bucket(Bucket {
                endpoint: self.media_s3_endpoint.clone(),
                region: self.media_s3_region.clone(),
                ..bucket
            }),
            folder => folder,
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
