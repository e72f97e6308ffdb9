//! Numbers for Prometheus, on an address of their own that readers do not reach.
//!
//! `docs/operations.md` lists them. No label is ever a client's own word.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, http::header, response::IntoResponse as _, routing::get};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusRecorder};
use tokio::time;

use super::serve::{Connections, Server};
use crate::platform::database::Database;

/// Bounds of the histograms, in seconds: from a cached answer to the longest operation allowed.
const BUCKETS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0];
/// How often what histograms have gathered is folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Begins to gather numbers and to serve them at `/metrics`. Metrics are no reason not to start:
/// where they cannot be served, that is logged and nothing else.
pub async fn serve(address: SocketAddr, db: Database) {
    let recorder = match recorder() {
        Ok(recorder) => recorder,
        Err(error) => return tracing::warn!(%error, "metrics are not served"),
    };
    let server = match Server::bind(address, Connections::default()).await {
        Ok(server) => server,
        Err(error) => return tracing::warn!(%error, %address, "metrics are not served"),
    };
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        return tracing::warn!("metrics are gathered already");
    }
    describe();
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    let render = async move || {
        // Connections are counted only when somebody wants to know.
        db.gauge_connections();
        let text = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        (text, handle.render()).into_response()
    };
    if let Ok(address) = server.address() {
        tracing::info!(%address, "metrics are served");
    }
    let router = Router::new().route("/metrics", get(render));
    tokio::spawn(server.run(router, std::future::pending()));
}

fn recorder() -> Result<PrometheusRecorder, BuildError> {
    let durations = Matcher::Suffix("_seconds".to_owned());
    Ok(PrometheusBuilder::new().set_buckets_for_metric(durations, &BUCKETS)?.build_recorder())
}

/// What each number means, for whoever reads them without the documents.
const COUNTERS: [(&str, &str); 2] = [
    ("congtin_operations_total", "Operations by root field and outcome"),
    ("congtin_statements_total", "SQL statements by handle"),
];
const DURATIONS: [(&str, &str); 2] = [
    ("congtin_operation_seconds", "How long operations took, by root field"),
    ("congtin_statement_seconds", "How long SQL statements took, by handle"),
];
const GAUGES: [(&str, &str); 4] = [
    ("congtin_build_info", "1, with the version of the program"),
    ("congtin_operations_running", "Operations under way"),
    ("congtin_database_connections", "Open connections by handle and state"),
    ("congtin_database_connections_max", "Connections that a handle may open"),
];

/// Describes all of them, and sets the one that never changes.
fn describe() {
    for (name, meaning) in COUNTERS {
        describe_counter!(name, meaning);
    }
    for (name, meaning) in DURATIONS {
        describe_histogram!(name, Unit::Seconds, meaning);
    }
    for (name, meaning) in GAUGES {
        describe_gauge!(name, meaning);
    }
    gauge!("congtin_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
}
