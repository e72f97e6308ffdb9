//! `congtin serve`.

use std::process::ExitCode;

use anyhow::Context as _;

use super::output;
use crate::{
    app::{App, Database},
    config::Config,
    features::demo,
    http::{Server, serve_metrics, shutdown_signal},
    platform::scope::Clock,
    telemetry,
};

/// Serves until the process is told to stop.
pub async fn serve(config: &Config, with_demo: bool, migrate: bool) -> anyhow::Result<ExitCode> {
    let telemetry = telemetry::start(config)?;
    let location = config.location();
    let mut db = Database::open(&location).await?;
    db.count_statements();
    if migrate || db.is_embedded() {
        db.migrate(&location).await?;
    } else {
        db.check_migrations().await?;
    }
    let app = App::new(db.clone(), Clock::system(), config.policy());
    if with_demo && let Some(filled) = demo::service::fill(&app.system()).await? {
        tracing::info!(
            articles = filled.articles,
            units = filled.units,
            "filled with demo content"
        );
    }
    let server = Server::bind(config.bind)
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
        serve_metrics(address, db.clone()).await;
    }
    server.run(app.router(), shutdown_signal()).await;
    db.close().await.context("cannot close the database")?;
    telemetry.stop().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
