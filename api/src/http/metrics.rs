//! Numbers for Prometheus, on an address of their own that readers do not reach.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, http::header, response::IntoResponse as _, routing::get};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use tokio::time;

use super::serve::{Connections, Server};

/// Bounds of the histograms, in seconds: from a cached answer to the longest operation allowed.
const BUCKETS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0];
/// How often what histograms have gathered is folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Begins to gather numbers and to serve them at `/metrics`. Metrics are no reason not to start:
/// where they cannot be served, that is logged and nothing else.
pub async fn serve(address: SocketAddr) {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
        .map(|builder| builder.build_recorder());
    let recorder = match recorder {
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
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    let text = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    let router =
        Router::new().route("/metrics", get(async move || (text, handle.render()).into_response()));
    tokio::spawn(server.run(router, std::future::pending()));
}
