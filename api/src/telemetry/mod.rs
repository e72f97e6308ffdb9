//! Where the log and the traces go: set up once, when the server starts.
//!
//! What is told stands elsewhere, in `http/observe.rs` and wherever something is logged.

mod collector;
mod log;
mod traces;

use anyhow::Context as _;
use tracing_subscriber::{Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use self::traces::Traces;
use crate::config::Config;

/// What has to be told to somebody before the process ends.
#[derive(Debug)]
pub struct Telemetry(Option<Traces>);

/// Begins to log and, if a collector is configured, to export traces to it.
pub fn start(config: &Config) -> anyhow::Result<Telemetry> {
    let traces = match config.otlp_address() {
        Some(address) => {
            let traces = Traces::start(&address, config.trace_ratio);
            Some(traces.context("cannot export traces")?)
        }
        None => None,
    };
    let spans = traces.as_ref().map(|traces| traces.layer().with_filter(traces::filter()));
    tracing_subscriber::registry()
        .with(log::layer(config.log_format).with_filter(log::filter(&config.log)?))
        .with(spans)
        .init();
    log::hook_panics();
    Ok(Telemetry(traces))
}

impl Telemetry {
    /// Delivers the spans that have ended, as far as the collector takes them.
    pub async fn stop(self) {
        if let Some(traces) = self.0 {
            traces.stop().await;
        }
    }
}
