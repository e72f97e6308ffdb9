//! `congtin import page`.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use url::Url;

use super::output;
use crate::{
    app::App,
    features::imports::{
        report::{FileReport, Status},
        service::{Options, import_page},
    },
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
    let files = paths.into_iter().flat_map(|path| match collect(&path) {
        Ok(files) => files,
        // Named again, and told why, when it is its turn.
        Err(_) => vec![path],
    });
    let files: Vec<PathBuf> = files.collect();
    let options = Options { origin, dry_run };
    let progress = output::progress(files.len() as u64);
    let mut reports = Vec::with_capacity(files.len());
    for file in files {
        let entry = one(app, &options, &file).await;
        for line in lines(&entry) {
            progress.suspend(|| output::print(&line))?;
        }
        progress.inc(1);
        reports.push(entry);
    }
    progress.finish_and_clear();
    output::print(&summary(&reports, dry_run))?;
    if let Some(path) = report {
        let json = serde_json::to_vec_pretty(&reports)?;
        fs::write(&path, json).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let failed = reports.iter().any(|report| report.status == Status::Failed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A file, or all files of a folder and of those in it, by name. What is hidden is left out.
fn collect(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        // A browser puts the pictures and styles of a page into a folder named so.
        if !name.starts_with('.') && !name.ends_with("_files") {
            files.extend(collect(&entry)?);
        }
    }
    Ok(files)
}

async fn one(app: &App, options: &Options, file: &Path) -> FileReport {
    let name = file.display().to_string();
    let size = fs::metadata(file).map(|metadata| metadata.len());
    if size.as_ref().is_ok_and(|size| *size > MAX_FILE) {
        let message = format!("the file is larger than {MAX_FILE} bytes");
        return FileReport::failed(name, "FILE_TOO_LARGE", message, None);
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return FileReport::failed(name, "FILE_UNREADABLE", error.to_string(), None);
        }
    };
    let scope = app.system();
    match import_page(&scope, options, name.clone(), &bytes).await {
        Ok(report) => report,
        Err(error) => {
            let message = output::chain(&error.into());
            FileReport::failed(name, "DATABASE", message, None)
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
