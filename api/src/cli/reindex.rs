//! `congtin reindex`.

use std::process::ExitCode;

use clap::Args;

use super::output;
use crate::{
    app::App,
    features::{
        index::{self, Renewed},
        suggest::service as suggest,
    },
};

/// Names that one transaction makes anew.
const NAMES: u64 = 200;

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
    rekey_names(app, arguments.all).await?;
    output::print(&format!("Reindexed: {articles} articles, and the names for suggestions\n"))
}

/// Makes the keys of names anew, from which suggestions come: those that are missing, or all.
async fn rekey_names(app: &App, all: bool) -> anyhow::Result<()> {
    if !all {
        suggest::fill(&app.system()).await?;
        return Ok(());
    }
    for kind in suggest::KINDS {
        let mut last = None;
        while let Some(next) = suggest::rekey(&app.system(), kind, last, NAMES).await? {
            last = Some(next);
        }
    }
    Ok(())
}
