//! `congtin reindex`.

use std::process::ExitCode;

use clap::Args;

use super::output;
use crate::{
    app::App,
    features::index::{self, Renewed},
};

/// What is made anew.
#[derive(Clone, Copy, Debug, Args)]
pub struct ReindexArguments {
    /// Also what is of this version already.
    #[arg(long)]
    all: bool,
}

/// Makes terms anew, a few articles in each transaction, so that nobody waits for long. Stopped at any
/// point, it goes on where it was.
pub async fn run(app: &App, arguments: ReindexArguments) -> anyhow::Result<ExitCode> {
    let which = if arguments.all { Renewed::All } else { Renewed::Stale };
    let (mut behind, mut articles) = (None, 0);
    loop {
        let txn = app.system().begin().await?;
        let step = index::renew(&txn, which, behind).await?;
        txn.commit().await?;
        let Some(step) = step else { break };
        behind = Some(step.last);
        articles += step.articles;
    }
    output::print(&format!("Reindexed: {articles} articles\n"))
}
