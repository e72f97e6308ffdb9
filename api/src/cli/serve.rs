//! `congtin serve`.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use anyhow::Context as _;
use tracing_subscriber::{
    filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use super::output;
use crate::{
    app::{App, Database},
    config::{Config, LogFormat},
    features::demo,
    http::{Server, serve_metrics, shutdown_signal},
    platform::scope::Clock,
};

/// Serves until the process is told to stop.
pub async fn serve(config: &Config, with_demo: bool, migrate: bool) -> anyhow::Result<ExitCode> {
    start_log(config)?;
    let location = config.location();
    let mut db = Database::open(&location).await?;
    db.count_statements();
    if migrate || db.is_embedded() {
        db.migrate(&location).await?;
    } else {
        db.check_migrations().await?;
    }
    let app = App::open(db.clone(), Clock::system(), config.policy()).await?;
    if with_demo && let Some(filled) = demo::service::fill(&app.system()).await? {
        tracing::info!(
            articles = filled.articles,
            units = filled.units,
            "filled with demo content"
        );
    }
    let server = Server::bind(config.bind, config.connections())
        .await
        .with_context(|| format!("cannot listen on {}", config.bind))?;
    let address = server.address()?;
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
    db.close().await.context("cannot close the database")?;
    tracing::info!("stopped");
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
