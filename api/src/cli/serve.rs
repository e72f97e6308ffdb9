//! `congtin serve`.

use std::process::ExitCode;

use anyhow::Context as _;

use super::{demo::base_url, output, with_database};
use crate::{
    app::{App, Database},
    config::Config,
    features::{demo, index},
    http::{Server, serve_metrics, shutdown_signal},
    platform::scope::Clock,
    telemetry,
};

/// Serves until the process is told to stop.
pub async fn serve(config: &Config, with_demo: bool, migrate: bool) -> anyhow::Result<ExitCode> {
    let telemetry = telemetry::start(config)?;
    let served = with_database(config, async |mut db, location| {
        db.count_statements();
        if migrate || db.is_embedded() {
            db.migrate(location).await?;
        } else {
            db.check_migrations().await?;
        }
        let app = App::open(db.clone(), Clock::system(), config.policy()).await?;
        run(config, &app, db, with_demo).await
    })
    .await;
    // Also of a server that failed: its last traces may say why.
    telemetry.stop().await;
    if served.is_ok() {
        tracing::info!("stopped");
    }
    served
}

async fn run(
    config: &Config,
    app: &App,
    db: Database,
    with_demo: bool,
) -> anyhow::Result<ExitCode> {
    let server = Server::bind(config.bind, config.connections())
        .await
        .with_context(|| format!("cannot listen on {}", config.bind))?;
    app.library.blobs.check().await.context("cannot store files at media_store")?;
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
    if index::is_stale(&app.system()).await? {
        tracing::warn!(
            search.key_version = index::KEY_VERSION,
            "the search does not find all articles: run `congtin reindex`"
        );
    }
    if let Some(address) = config.metrics_address()? {
        serve_metrics(address, db).await;
    }
    server.run(app.router(), shutdown_signal()).await;
    Ok(ExitCode::SUCCESS)
}
