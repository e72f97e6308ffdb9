//! From bytes to checked rows, many lines at a time and on all cores.

use std::io::{self, BufRead, Read as _};

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use serde_json::error::Category;

use super::{
    Fault, VERSION,
    check::rows_of,
    record::{Header, Record},
    store::Rows,
};

/// Lines of one chunk, which has a savepoint of its own: SQLite sets each page aside that a savepoint
/// touches, and the more lines share one, the fewer copies are made of the same page of an index.
const CHUNK_LINES: usize = 2_000;
/// Bytes after which a chunk ends all the same: with the rows made of them, what memory holds.
const CHUNK_BYTES: usize = 32 * 1024 * 1024;
/// Longest line. The longest article seen has some ten thousand syllables, which is 80 KB.
const MAX_LINE: u64 = 32 * 1024 * 1024;
/// Longest message of the parser that is passed on, in characters: it may quote the line.
const MAX_MESSAGE: usize = 200;

/// A line that is a record, or why it is none.
#[derive(Debug)]
pub struct Entry {
    /// Its number in the file, from 1.
    pub line: u64,
    /// What it becomes.
    pub rows: Result<Rows, Fault>,
}

/// Some lines of a file.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The records among them.
    pub entries: Vec<Entry>,
    /// Bytes of the file up to their end.
    pub bytes: u64,
}

/// The lines of a file.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    line: u64,
    bytes: u64,
}

/// Why a file is none of ours.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It cannot be read.
    #[error("cannot read the file")]
    Read(#[from] io::Error),
    /// The first line is another one.
    #[error("the first line must be {{\"congtin\":{{\"version\":{VERSION}}}}}")]
    NoHeader,
    /// It was written by a later version.
    #[error("the file has version {0} of the format; this program reads version {VERSION}")]
    Version(u32),
}

impl<R: BufRead> Lines<R> {
    /// The lines behind the header.
    pub fn begin(input: R) -> Result<Self, FileFault> {
        let mut lines = Self { input, line: 0, bytes: 0 };
        let first = lines.next()?.unwrap_or_default();
        match serde_json::from_slice(&first) {
            Ok(Record::Congtin(Header { version: VERSION })) => Ok(lines),
            Ok(Record::Congtin(Header { version })) => Err(FileFault::Version(version)),
            _ => Err(FileFault::NoHeader),
        }
    }

    /// The next chunk; none at the end of the file.
    pub fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        let mut raw = Vec::new();
        let start = self.bytes;
        while raw.len() < CHUNK_LINES && self.bytes - start < CHUNK_BYTES as u64 {
            let Some(line) = self.next()? else { break };
            raw.push((self.line, line));
        }
        if raw.is_empty() {
            return Ok(None);
        }
        let entries = raw.into_par_iter().filter_map(|(line, bytes)| {
            let rows = parse(&bytes).transpose()?;
            Some(Entry { line, rows })
        });
        Ok(Some(Chunk { entries: entries.collect(), bytes: self.bytes }))
    }

    /// A line without its end; of one that is too long, what shows that it is.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut read = self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? as u64;
        if read == MAX_LINE && line.last() != Some(&b'\n') {
            read += self.input.skip_until(b'\n')? as u64;
        }
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.bytes += read;
        while line.pop_if(|byte| matches!(byte, b'\n' | b'\r')).is_some() {}
        Ok(Some(line))
    }
}

/// The rows of a line; none of an empty one, or of a header where files were joined.
fn parse(line: &[u8]) -> Result<Option<Rows>, Fault> {
    if line.len() as u64 >= MAX_LINE {
        return Err(Fault::new("line", format!("longer than {MAX_LINE} bytes")));
    }
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    if line.trim_ascii().is_empty() {
        return Ok(None);
    }
    match serde_json::from_slice(line) {
        Ok(Record::Congtin(Header { version })) if version != VERSION => {
            Err(Fault::new("congtin.version", format!("this program reads version {VERSION}")))
        }
        Ok(record) => rows_of(record),
        Err(_) => Err(located(line)),
    }
}

/// Reads a line once more, to say where it is wrong.
fn located(line: &[u8]) -> Fault {
    let mut json = serde_json::Deserializer::from_slice(line);
    match serde_path_to_error::deserialize::<_, Record>(&mut json) {
        Err(error) => {
            let path = error.path().to_string();
            let error = error.into_inner();
            // What is no JSON at all has no fields, however far the parser came.
            let field = match error.classify() {
                Category::Data if path != "." => path,
                _ => "line".to_owned(),
            };
            let message: String = error.to_string().chars().take(MAX_MESSAGE).collect();
            // A file's lines are counted elsewhere; to the parser each is the first.
            Fault::new(field, message.replace("at line 1 column", "at column"))
        }
        Ok(_) => Fault::new("line", "more than one value stands in it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "{\"congtin\":{\"version\":1}}\n";

    fn faults(lines: &str) -> Vec<(u64, String)> {
        let mut file = Lines::begin(io::Cursor::new(format!("{HEADER}{lines}"))).unwrap();
        let chunk = file.chunk().unwrap().unwrap_or_default();
        let faults = chunk.entries.into_iter().filter_map(|entry| {
            let fault = entry.rows.err()?;
            Some((entry.line, fault.field))
        });
        faults.collect()
    }

    #[test]
    fn a_bad_line_is_named_by_number_and_field() {
        let uuid = "01900000-0000-7000-8000-000000000001";
        let redirect = |path: &str| {
            format!(
                "{{\"redirect\":{{\"id\":\"{uuid}\",\"host\":\"\",\"path\":{path},\
                 \"article\":null,\"created_at\":\"2026-01-01T00:00:00Z\"}}}}"
            )
        };
        let lines = [
            redirect("\"/a\""),
            String::new(),
            redirect("7"),
            redirect("\"a\""),
            redirect("\"/a\"").replace("null", "\"aut_1\""),
            "{\"redirect\":{\"pfad\":1}}".to_owned(),
            "{\"comment\":{}}".to_owned(),
            "{\"redirect\":".to_owned(),
            "nonsense".to_owned(),
            format!("{} {}", redirect("\"/a\""), redirect("\"/b\"")),
        ];
        let expected = [
            (4, "redirect.path"),
            (5, "redirect.path"),
            (6, "redirect.article"),
            (7, "redirect.pfad"),
            (8, "line"),
            (9, "line"),
            (10, "line"),
            (11, "line"),
        ];
        let expected: Vec<_> =
            expected.into_iter().map(|(line, field)| (line, field.to_owned())).collect();
        assert_eq!(faults(&lines.join("\n")), expected);
    }

    #[test]
    fn a_file_of_another_kind_is_refused_at_its_first_line() {
        let begin = |text: &str| Lines::begin(io::Cursor::new(text.to_owned())).map(|_| ());
        assert!(matches!(begin(""), Err(FileFault::NoHeader)));
        assert!(matches!(begin("{\"site\":{}}\n"), Err(FileFault::NoHeader)));
        assert!(matches!(begin("{\"congtin\":{\"version\":2}}"), Err(FileFault::Version(2))));
        assert!(begin(HEADER).is_ok());
        assert!(begin(&HEADER.replace('\n', "\r\n")).is_ok());
    }
}
