//! Files that are two formats at once: a picture to one program, an archive or a page to another.

use super::Refusal;

/// Where readers of PDF look for its header, and browsers for the type of a page.
const HEAD: usize = 1_024;
/// The record that ends a ZIP archive (and a JAR, and an office document) and its longest comment.
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_END_LENGTH: usize = 22;
const ZIP_TAIL: usize = ZIP_END_LENGTH + u16::MAX as usize;

/// How pages, scripts and documents begin, in lower case.
const MARKUP: &[&[u8]] =
    &[b"<!doctype", b"<html", b"<script", b"<svg", b"<iframe", b"<?php", b"%pdf-"];

/// Refuses a picture that also begins as a page or a document, or ends as an archive.
pub fn check_ends(file: &[u8]) -> Result<(), Refusal> {
    check_markup(&file[..file.len().min(HEAD)])?;
    check_archive(file)
}

/// Refuses an archive: what reads one begins at the end and does not mind what stands before it.
pub fn check_archive(file: &[u8]) -> Result<(), Refusal> {
    let tail = &file[file.len().saturating_sub(ZIP_TAIL)..];
    let is_end = |place: usize| {
        let record = &tail[place..];
        let comment = record.get(20..ZIP_END_LENGTH).and_then(|bytes| bytes.try_into().ok());
        let comment = comment.map(u16::from_le_bytes).map_or(usize::MAX, usize::from);
        // Programs differ in how exact the length of the comment must be; all want it to fit.
        record.starts_with(ZIP_END) && comment <= record.len() - ZIP_END_LENGTH
    };
    match (0..tail.len()).any(is_end) {
        true => Err(Refusal::Foreign("it ends as a ZIP archive")),
        false => Ok(()),
    }
}

/// Refuses text that a browser would take for a page, or a reader for a document.
pub fn check_markup(bytes: &[u8]) -> Result<(), Refusal> {
    let is_markup = |place: usize| {
        let rest = &bytes[place..];
        MARKUP.iter().any(|word| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
    };
    let mut places = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'<' | b'%'));
    match places.any(|(place, _)| is_markup(place)) {
        true => Err(Refusal::Foreign("it holds a page or a document")),
        false => Ok(()),
    }
}
