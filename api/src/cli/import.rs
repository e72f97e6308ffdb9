//! `congtin import page`.

use std::{
    fs, io,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use futures_util::FutureExt as _;
use url::Url;

use super::{
    files::{self, Found},
    output,
};
use crate::{
    app::App,
    features::imports::{
        report::{FileReport, Status},
        service::{Options, import_page},
    },
    platform::error::Error,
};

/// Largest file that is read, in bytes. The largest page seen has 6 kB; a page that a browser
/// saved with everything in it has some MB.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// What `import page` takes.
#[derive(Debug, Args)]
pub struct PageArguments {
    /// Saved pages, or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Address of the portal that they were saved from.
    #[arg(long, value_name = "URL", value_parser = origin)]
    origin: Option<Url>,
    /// Do everything but keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// Also write the report to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

fn origin(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        _ => Err("an absolute http or https address is needed".to_owned()),
    }
}

/// Imports all files; one that fails does not stop the others. The status is 1 if one failed.
pub async fn pages(app: &App, arguments: PageArguments) -> anyhow::Result<ExitCode> {
    let PageArguments { paths, origin, dry_run, report } = arguments;
    let report = output::ReportFile::open(report)?;
    let files = files::collect(&paths);
    let options = Options { origin, dry_run };
    let progress = output::progress(files.len() as u64);
    let mut reports = Vec::with_capacity(files.len());
    for file in files {
        let entry = one(app, &options, file).await;
        for line in lines(&entry) {
            progress.suspend(|| output::print(&line))?;
        }
        progress.inc(1);
        reports.push(entry);
    }
    progress.finish_and_clear();
    output::print(&summary(&reports, dry_run))?;
    report.write(&reports)?;
    let failed = reports.iter().any(|report| report.status == Status::Failed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn one(app: &App, options: &Options, file: Found) -> FileReport {
    let unreadable = |file: &Path, error: io::Error| {
        let name = file.display().to_string();
        FileReport::failed(name, "FILE_UNREADABLE", error.to_string(), None)
    };
    let file = match file {
        Ok(file) => file,
        Err((entry, error)) => return unreadable(&entry, error),
    };
    let name = file.display().to_string();
    let size = fs::metadata(&file).map(|metadata| metadata.len());
    if size.as_ref().is_ok_and(|size| *size > MAX_FILE) {
        let message = format!("the file is larger than {MAX_FILE} bytes");
        return FileReport::failed(name, "FILE_TOO_LARGE", message, None);
    }
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(&file, error),
    };
    let scope = app.system();
    report_of(name.clone(), import_page(&scope, options, name, &bytes)).await
}

/// What came of a file, also where the database failed or this program broke off: the next files may
/// be better.
async fn report_of(
    name: String,
    work: impl Future<Output = Result<FileReport, Error>>,
) -> FileReport {
    // What the work held is gone with it, its transaction as well: nothing half-done is seen again.
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(report)) => report,
        Ok(Err(error)) => FileReport::failed(name, "DATABASE", output::chain(&error.into()), None),
        Err(_) => {
            let message = "this program broke off at the file; the fault is the program's";
            FileReport::failed(name, "INTERNAL", message.to_owned(), None)
        }
    }
}

fn lines(report: &FileReport) -> Vec<String> {
    let status = match report.status {
        Status::Created => "created",
        Status::Updated => "updated",
        Status::Unchanged => "unchanged",
        Status::Failed => "failed",
    };
    let mut lines = vec![format!("{status:9}  {}\n", report.file)];
    let notices = report.error.iter().map(|error| ("error", error));
    let notices = notices.chain(report.warnings.iter().map(|warning| ("warning", warning)));
    for (level, notice) in notices {
        let line = notice.line.map_or_else(String::new, |line| format!(" line {line}"));
        lines.push(format!("  {level} {}{line}: {}\n", notice.code, notice.message));
    }
    lines
}

fn summary(reports: &[FileReport], dry_run: bool) -> String {
    let count = |status| reports.iter().filter(|report| report.status == status).count();
    let kept = if dry_run { " (dry run: nothing was kept)" } else { "" };
    format!(
        "{} created, {} updated, {} unchanged, {} failed{kept}\n",
        count(Status::Created),
        count(Status::Updated),
        count(Status::Unchanged),
        count(Status::Failed),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_at_which_the_program_breaks_off_is_one_that_failed() {
        let report = report_of("tin.html".to_owned(), async { panic!("at once") }).await;
        let error = report.error.unwrap();
        assert_eq!((report.file.as_str(), report.status), ("tin.html", Status::Failed));
        assert_eq!(error.code, "INTERNAL");
    }
}
