//! PDF: its two ends. What stands between is for whoever opens it.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
};

use super::{Outcome, Refusal, foreign};

/// Where a page would have to begin to be taken for one.
const HEAD: u64 = 1_024;
/// Where an archive would have to end.
const TAIL: i64 = 66_000;
const END: &[u8] = b"%%EOF";

/// Refuses what does not begin and end as a PDF, or is something else as well. A file of any length
/// is read at its ends only.
pub fn check(file: &mut File) -> Outcome<()> {
    let mut head = Vec::new();
    file.rewind()?;
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::End(-TAIL.min(i64::try_from(length).unwrap_or(TAIL))))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    file.rewind()?;
    Ok(check_ends(&head, &tail))
}

fn check_ends(head: &[u8], tail: &[u8]) -> Result<(), Refusal> {
    if !(head.starts_with(b"%PDF-1.") || head.starts_with(b"%PDF-2.")) {
        return Err(Refusal::Broken("it does not begin as a PDF"));
    }
    // Its own header is the one that may stand here.
    foreign::check_markup(&head[END.len()..])?;
    foreign::check_archive(tail)?;
    let filling = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let last = tail.iter().rposition(|byte| !filling(byte)).map_or(0, |last| last + 1);
    match tail[..last].ends_with(END) {
        true => Ok(()),
        false => Err(Refusal::Broken("it does not end as a PDF")),
    }
}
