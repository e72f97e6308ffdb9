//! Lines of JSON on their way out.

use std::io::{self, Write};

use serde::Serialize;

use super::error::Error;

/// Why an export is not whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Reading failed.
    #[error("cannot read the portal")]
    Read(#[from] Error),
    /// Writing failed.
    #[error("cannot write the lines")]
    Write(#[from] io::Error),
}

/// Writes one record as one line.
pub fn write_line(output: &mut impl Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, record)?;
    output.write_all(b"\n")
}
