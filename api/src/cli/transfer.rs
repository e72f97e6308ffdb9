//! `congtin export ndjson`, `congtin export audit` and `congtin import ndjson`.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;

use super::output;
use crate::{
    app::App,
    features::{
        audit::{export as audit, service::EventList},
        transfer::{
            export::export,
            import,
            report::{LineFault, Progress, Summary},
        },
    },
    platform::{
        lines::ExportError,
        time::{self, Instant},
    },
};

/// Bytes that are read and written at once.
const BUFFER: usize = 256 * 1024;
/// Bad lines that a report lists; more of them are only counted.
const MAX_FAULTS: usize = 10_000;

/// What `export ndjson` takes.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Where to write to; without it, or as `-`, to standard output.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// What `export audit` takes.
#[derive(Debug, Args)]
pub struct AuditArguments {
    /// Where to write to; without it, or as `-`, to standard output.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only events then or later: 2026-11-01T00:00:00+07:00.
    #[arg(long, value_name = "TIME", value_parser = time::parse_rfc3339)]
    since: Option<Instant>,
    /// Only events before then.
    #[arg(long, value_name = "TIME", value_parser = time::parse_rfc3339)]
    until: Option<Instant>,
}

/// What `import ndjson` takes.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// A file that `export ndjson` wrote, or `-` for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Leave bad lines out and tell of them, instead of stopping at the first.
    #[arg(long)]
    skip_bad: bool,
    /// Also write the report to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

/// Writes everything as lines of JSON.
pub async fn export_lines(app: &App, arguments: ExportArguments) -> anyhow::Result<ExitCode> {
    let scope = app.system();
    let records = write(arguments.file.as_deref(), async |output, progress| {
        export(&scope, output, |records| progress.set_position(records)).await
    });
    told(records.await?, "records")
}

/// Writes the audit log as lines of JSON.
pub async fn export_audit(app: &App, arguments: AuditArguments) -> anyhow::Result<ExitCode> {
    let AuditArguments { file, since, until } = arguments;
    let (scope, list) =
        (app.system(), EventList { from: since, to: until, ..EventList::default() });
    let events = write(file.as_deref(), async |output, progress| {
        audit::export(&scope, &list, output, |events| progress.set_position(events)).await
    });
    told(events.await?, "events")
}

/// Writes to a file, which bears its name only once it is whole, or to standard output. Says how many
/// lines there are in the file; none: somebody reads them.
async fn write(
    file: Option<&Path>,
    lines: impl AsyncFnOnce(&mut dyn Write, &ProgressBar) -> Result<u64, ExportError>,
) -> anyhow::Result<Option<u64>> {
    let progress = output::spinner();
    let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
        lines(&mut BufWriter::with_capacity(BUFFER, io::stdout()), &progress).await?;
        return Ok(None);
    };
    let part = part_of(file);
    let context = || format!("cannot write {}", part.display());
    let created = File::create(&part).with_context(context)?;
    let written = lines(&mut BufWriter::with_capacity(BUFFER, &created), &progress).await?;
    created.sync_all().with_context(context)?;
    fs::rename(&part, file).with_context(|| format!("cannot write {}", file.display()))?;
    progress.finish_and_clear();
    Ok(Some(written))
}

fn told(written: Option<u64>, what: &str) -> anyhow::Result<ExitCode> {
    match written {
        Some(written) => output::print(&format!("Exported: {written} {what}.\n")),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// The name of a file that is not whole yet.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Takes over lines of JSON. The status is 1 if a line was at fault.
pub async fn import_lines(app: &App, arguments: ImportArguments) -> anyhow::Result<ExitCode> {
    let ImportArguments { file, skip_bad, report } = arguments;
    let report = output::ReportFile::open(report)?;
    let context = || format!("cannot read {}", file.display());
    let (input, length): (Box<dyn BufRead + Send>, _) = if file.as_os_str() == "-" {
        (Box::new(BufReader::with_capacity(BUFFER, io::stdin())), None)
    } else {
        let opened = File::open(&file).with_context(context)?;
        let length = opened.metadata().with_context(context)?.len();
        (Box::new(BufReader::with_capacity(BUFFER, opened)), Some(length))
    };
    app.db.expect_bulk().await?;
    let bar = length.map_or_else(output::spinner, output::bytes);
    let mut told = Told { bar, faults: Vec::new() };
    let summary = import::import(&app.system(), input, skip_bad, &mut told).await?;
    told.bar.finish_and_clear();
    output::print(&words(&summary))?;
    report.write(&Report { summary: &summary, faults: &told.faults })?;
    Ok(if summary.bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What a report holds.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    faults: &'a [LineFault],
}

struct Told {
    bar: ProgressBar,
    faults: Vec<LineFault>,
}

impl Progress for Told {
    fn done(&mut self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    fn fault(&mut self, fault: &LineFault) {
        let LineFault { line, field, message } = fault;
        let text = format!("line {line}: {field}: {message}\n");
        // Nobody can be told if the terminal is gone; the status says that there was a fault.
        let _ = self.bar.suspend(|| output::print(&text));
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault.clone());
        }
    }
}

fn words(summary: &Summary) -> String {
    let kinds = summary.added.iter().map(|(kind, added)| {
        let known = summary.known.get(kind).copied().unwrap_or_default();
        format!("{kind}: {added} added, {known} there already\n")
    });
    let bad = (summary.bad > 0).then(|| format!("{} bad lines\n", summary.bad));
    kinds.chain(bad).collect()
}
