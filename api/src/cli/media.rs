//! `congtin media`.

use std::{process::ExitCode, time::Duration};

use chrono::TimeDelta;
use clap::Subcommand;

use super::output;
use crate::{
    app::App,
    features::media::sweep::{Swept, sweep},
};

/// What is done to the stored files.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum MediaCommand {
    /// Take away what nothing refers to: files without a row, and rows that were deleted.
    Gc {
        /// How long something must have been without use, as `24h` or `7d`.
        #[arg(long, value_name = "TIME", default_value = "24h", value_parser = humantime::parse_duration)]
        grace: Duration,
        /// Only say what would be taken away.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Looks after the stored files.
pub async fn run(app: &App, command: MediaCommand) -> anyhow::Result<ExitCode> {
    let MediaCommand::Gc { grace, dry_run } = command;
    let grace = TimeDelta::from_std(grace)?;
    let swept = sweep(&app.system(), &app.library, grace, dry_run).await?;
    output::print(&words(swept, dry_run))
}

fn words(swept: Swept, dry_run: bool) -> String {
    let Swept { rows, files, unfinished, bytes } = swept;
    let kept = if dry_run { " (dry run: everything was kept)" } else { "" };
    format!(
        "Taken away: {rows} deleted records, {files} files, {unfinished} unfinished files, \
         {bytes} bytes{kept}\n"
    )
}
