//! Which files a command means.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file, or an entry that is none and why.
pub type Found = Result<PathBuf, (PathBuf, io::Error)>;

/// The files named, and all files of the folders named and of those in them, by name. What is hidden
/// is left out, as are links to folders: one may lead back to where it stands.
pub fn collect(paths: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => folder(path, &mut found),
            Ok(_) => found.push(Ok(path.clone())),
            Err(error) => found.push(Err((path.clone(), error))),
        }
    }
    found
}

fn folder(path: &Path, found: &mut Vec<Found>) {
    let entries = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>());
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return found.push(Err((path.to_owned(), error))),
    };
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        // A browser puts the pictures and styles of a page into a folder named so.
        if name.starts_with('.') || name.ends_with("_files") {
            continue;
        }
        match kind(&entry) {
            Ok(Kind::Folder) => folder(&entry, found),
            Ok(Kind::LinkToFolder) => {}
            Ok(Kind::File) => found.push(Ok(entry)),
            Err(error) => found.push(Err((entry, error))),
        }
    }
}

enum Kind {
    File,
    Folder,
    LinkToFolder,
}

fn kind(entry: &Path) -> io::Result<Kind> {
    let is_link = fs::symlink_metadata(entry)?.is_symlink();
    let metadata = fs::metadata(entry)?;
    match (metadata.is_dir(), is_link) {
        (true, true) => Ok(Kind::LinkToFolder),
        (true, false) => Ok(Kind::Folder),
        _ if metadata.is_file() => Ok(Kind::File),
        // Reading a pipe would wait for whoever writes to it.
        _ => Err(io::Error::other("this is no file")),
    }
}
