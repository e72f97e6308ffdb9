//! What each part of the program takes from the settings.

use std::{
    net::{AddrParseError, SocketAddr},
    time::Duration,
};

use super::Config;
use crate::app::{BudgetTerms, Connections, Location, Policy, Terms};

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
                per_minute: self.budget_per_minute,
                burst: self.budget_burst,
                trusted_proxies: self.trusted_proxies.clone(),
                forwarded_header: self.forwarded_header,
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
