//! `congtin serve`.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use anyhow::Context as _;
use tracing_subscriber::{
    filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use super::{demo::base_url, output, with_database};
use crate::{
    app::App,
    config::{Config, LogFormat},
    features::demo,
    http::{Server, serve_metrics, shutdown_signal},
    platform::scope::Clock,
};

/// Serves until the process is told to stop.
pub async fn serve(config: &Config, with_demo: bool, migrate: bool) -> anyhow::Result<ExitCode> {
    start_log(config)?;
    let code = with_database(config, async |mut db, location| {
        db.count_statements();
        if migrate || db.is_embedded() {
            db.migrate(location).await?;
        } else {
            db.check_migrations().await?;
        }
        let app = App::open(db, Clock::system(), config.policy()).await?;
        run(config, &app, with_demo).await
    })
    .await?;
    tracing::info!("stopped");
    Ok(code)
}

async fn run(config: &Config, app: &App, with_demo: bool) -> anyhow::Result<ExitCode> {
    let server = Server::bind(config.bind, config.connections())
        .await
        .with_context(|| format!("cannot listen on {}", config.bind))?;
    let address = server.address()?;
    if with_demo
        && let Some(filled) = demo::service::fill_at(&app.system(), Some(base_url(address))).await?
    {
        tracing::info!(
            articles = filled.articles,
            units = filled.units,
            "filled with demo content"
        );
    }
    output::print(&format!(
        "Congtin listens on {address}\n\
         \x20 http://{address}/         GraphiQL, with ready queries\n\
         \x20 http://{address}/graphql  the API\n\
         \x20 http://{address}/readyz   whether it can serve\n"
    ))?;
    if let Some(address) = config.metrics_address()? {
        serve_metrics(address).await;
    }
    server.run(app.router(), shutdown_signal()).await;
    Ok(ExitCode::SUCCESS)
}

fn start_log(config: &Config) -> anyhow::Result<()> {
    let filter: Targets = config.log.parse().context("log")?;
    let text = match config.log_format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => io::stderr().is_terminal(),
    };
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    match text {
        true => registry.with(lines).init(),
        false => registry.with(lines.json()).init(),
    }
    Ok(())
}
