//! `congtin poll`.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::output;
use crate::{
    app::App,
    features::polls::{
        audit::{self, Recounted},
        lines,
        verify::Totals,
    },
    platform::id::{self, Kind},
};

/// What `poll` does.
#[derive(Debug, Subcommand)]
pub enum PollCommand {
    /// Recount polls from their ballots: status 0 if chain and tally agree, 1 if not.
    Verify(VerifyArguments),
}

/// What `poll verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// A file of `GET /v1/polls/{id}/audit`, or `-` for standard input; no database is needed then.
    /// Without it, all polls of the database are recounted, open ones as well.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Only this poll of the database: `pol_…`
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    poll: Option<String>,
}

/// Recounts a file.
pub fn verify_file(file: &Path) -> anyhow::Result<ExitCode> {
    let context = || format!("cannot read {}", file.display());
    let input: Box<dyn BufRead> = match file.as_os_str() == "-" {
        true => Box::new(BufReader::new(io::stdin())),
        false => Box::new(BufReader::new(File::open(file).with_context(context)?)),
    };
    match lines::recount(input) {
        Ok(found) => output::print(&agrees(&found.poll, &found.totals)),
        Err(fault) => Err(anyhow::Error::new(fault).context(file.display().to_string())),
    }
}

/// Recounts polls of the database.
pub async fn verify(app: &App, arguments: VerifyArguments) -> anyhow::Result<ExitCode> {
    let poll = arguments.poll.map(|poll| {
        id::decode_as(Kind::Poll, &poll)
            .map_err(|fault| anyhow::anyhow!("{poll}: {}", fault.message))
    });
    let poll = poll.transpose()?;
    let recounted = audit::recount(&app.system(), poll).await?;
    if poll.is_some() && recounted.is_empty() {
        anyhow::bail!("there is no such poll");
    }
    let mut faults = 0;
    for Recounted { poll, outcome } in recounted {
        let id = id::encode(Kind::Poll, poll.id);
        match outcome {
            Ok(totals) => output::print(&agrees(&id, &totals))?,
            Err(fault) => {
                faults += 1;
                output::print(&format!("{id}: {fault}\n"))?
            }
        };
    }
    Ok(if faults > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn agrees(poll: &str, totals: &Totals) -> String {
    let Totals { ballots, last, .. } = totals;
    format!("{poll}: {ballots} ballots; chain and tally agree; the last link is {last}\n")
}
