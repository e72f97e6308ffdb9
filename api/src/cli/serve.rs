//! `congtin serve`.

use std::{process::ExitCode, time::Duration};

use anyhow::Context as _;
use tokio::{
    sync::oneshot,
    time::{self, MissedTickBehavior},
};

use super::{demo::base_url, output, with_database};
use crate::{
    app::{App, Database},
    config::Config,
    features::{demo, index, suggest},
    http::{Server, serve_metrics, shutdown_signal},
    platform::scope::Clock,
    telemetry,
};

/// How often the app is tended.
const PASS: Duration = Duration::from_secs(1);

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
        if suggest::service::fill(&app.system()).await? {
            tracing::info!("what was saved before is suggested from now on");
        }
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
    let told_to_stop = shutdown_signal();
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
    let (stopped, stop) = oneshot::channel::<()>();
    let keeper = tokio::spawn(keep(app.clone(), stop));
    server.run(app.router(), told_to_stop).await;
    drop(stopped);
    keeper.await.context("what is done each second has broken off")?;
    Ok(ExitCode::SUCCESS)
}

/// Tends the app each second until it is told to stop, and then once more: nothing is asked any
/// longer, so that nothing is left over. A pass is never cut off in the middle of a write.
async fn keep(app: App, mut stop: oneshot::Receiver<()>) {
    let mut second = time::interval(PASS);
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut stopping, mut failing) = (false, false);
    while !stopping {
        stopping = tokio::select! {
            _ = second.tick() => false,
            _ = &mut stop => true,
        };
        let tended = app.tend().await;
        match &tended {
            Ok(()) if failing => tracing::info!("what waited is done"),
            // Told once, and once more where it is for good.
            Err(error) if stopping || !failing => {
                tracing::error!(
                    error = error as &dyn std::error::Error,
                    "what is done each second has failed"
                );
            }
            Ok(()) | Err(_) => {}
        }
        failing = tended.is_err();
    }
}
