//! Log lines on standard error.

use std::{
    io::{self, IsTerminal as _},
    panic,
};

use anyhow::Context as _;
use tracing::{Level, level_filters::LevelFilter};
use tracing_subscriber::{Layer, Registry, filter::Targets, fmt};

use crate::{config::LogFormat, http::REQUEST_TARGET, platform::trace};

/// Writes lines: text, or one JSON object each, with the request's id in its `span`.
pub fn layer(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
    let terminal = io::stderr().is_terminal();
    let text = match format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => terminal,
    };
    let lines = fmt::layer().with_writer(io::stderr);
    match text {
        true => lines.with_ansi(terminal).boxed(),
        false => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}

/// What the setting lets through. The request's id is added to every line that is, and what is meant
/// for traces alone is never added.
pub fn filter(setting: &str) -> anyhow::Result<Targets> {
    let filter: Targets = setting.parse().context("log")?;
    let filter = filter.with_target(REQUEST_TARGET, Level::ERROR);
    Ok(filter.with_target(trace::TARGET, LevelFilter::OFF))
}

/// Logs panics like everything else, in the span of their request.
pub fn hook_panics() {
    panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("not a text");
        let place = panic.location().map(ToString::to_string);
        tracing::error!(panic.message = message, panic.place = place, "panicked");
    }));
}
