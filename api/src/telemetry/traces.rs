//! Spans for OpenTelemetry, sent to a collector in batches.

use std::time::Duration;

use opentelemetry::{KeyValue, global, trace::TracerProvider as _};
use opentelemetry_otlp::{
    ExporterBuildError, Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _,
};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{Sampler, SdkTracer, SdkTracerProvider},
};
use tokio::task;
use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::{filter::Targets, registry::LookupSpan};

use super::collector::Collector;
use crate::platform::trace;

/// The last spans have this long to be delivered.
const GRACE: Duration = Duration::from_secs(5);

/// An export of traces that is under way.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Begins to export to this address. Of the traces that begin here, this ratio is kept; one that
    /// a caller has begun is continued as the caller decided. What waits is bounded: a collector
    /// that does not keep up loses spans and slows nothing.
    pub fn start(address: &str, ratio: f64) -> Result<Self, ExporterBuildError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new())
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(address)
            .build()?;
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let resource = Resource::builder_empty().with_service_name("congtin");
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio)));
        let provider = SdkTracerProvider::builder()
            .with_resource(resource.with_attribute(version).build())
            .with_sampler(sampler)
            .with_batch_exporter(exporter)
            .build();
        global::set_text_map_propagator(TraceContextPropagator::new());
        Ok(Self(provider))
    }

    /// What makes OpenTelemetry's spans of ours. Names of threads and places in the source say
    /// nothing about how an operation went.
    pub fn layer<S>(&self) -> OpenTelemetryLayer<S, SdkTracer>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        tracing_opentelemetry::layer()
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_tracer(self.0.tracer("congtin"))
    }

    /// Delivers what waits.
    pub async fn stop(self) {
        // The library blocks until it is done, and delivers by the runtime that it blocks.
        let stopped = task::spawn_blocking(move || self.0.shutdown_with_timeout(GRACE)).await;
        if !matches!(stopped, Ok(Ok(()))) {
            tracing::warn!("the last traces were not delivered");
        }
    }
}

/// Only what is meant to be exported, and none of what is logged.
pub fn filter() -> Targets {
    Targets::new().with_target(trace::TARGET, LevelFilter::TRACE)
}
