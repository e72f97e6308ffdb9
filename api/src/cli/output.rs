//! What commands print.

use std::{
    fs::File,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// Prints to standard output; a reader who has seen enough is no fault.
pub fn print(text: &str) -> anyhow::Result<ExitCode> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

/// An error and its causes in one line. Some libraries repeat a cause in their own words; what was
/// said already is not said again.
pub fn chain(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(|cause| cause.to_string().replace('\n', " ")) {
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

/// A file that somebody wants a report in.
///
/// It is opened before the work begins: that its path cannot be written to should not turn out when
/// everything is done.
pub struct ReportFile(Option<(PathBuf, File)>);

impl ReportFile {
    /// Opens the file, if one is wanted.
    pub fn open(path: Option<PathBuf>) -> anyhow::Result<Self> {
        let open = |path: PathBuf| match File::create(&path) {
            Ok(file) => Ok((path, file)),
            Err(error) => Err(error).with_context(|| cannot_write(&path)),
        };
        Ok(Self(path.map(open).transpose()?))
    }

    /// Writes the report as JSON, if one is wanted.
    pub fn write(self, report: &impl Serialize) -> anyhow::Result<()> {
        let Some((path, mut file)) = self.0 else { return Ok(()) };
        let json = serde_json::to_vec_pretty(report)?;
        file.write_all(&json).with_context(|| cannot_write(&path))
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// A bar on a terminal; elsewhere what is printed at the end is enough.
pub fn progress(length: u64) -> ProgressBar {
    bar(Some(length), "{bar:40} {human_pos}/{human_len} {eta}")
}

/// [`progress`] in bytes.
pub fn bytes(length: u64) -> ProgressBar {
    bar(Some(length), "{bar:40} {decimal_bytes}/{decimal_total_bytes} {eta}")
}

/// [`progress`] where nobody knows how far it is.
pub fn spinner() -> ProgressBar {
    bar(None, "{spinner} {human_pos} {elapsed}")
}

fn bar(length: Option<u64>, template: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    length.map_or_else(ProgressBar::new_spinner, ProgressBar::new).with_style(style)
}
