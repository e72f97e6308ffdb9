//! What nothing refers to is taken away after a grace time: files that no row names, since an upload
//! was cut off, and rows that were deleted.

use std::{collections::HashSet, fs};

use chrono::TimeDelta;
use futures_util::TryStreamExt as _;
use serde_json::json;

use super::{
    library::{COPIES, Library, ORIGINALS},
    store,
};
use crate::platform::{
    blob::Found,
    error::Result,
    id::{self, Kind},
    scope::Scope,
    time::Instant,
};

/// Files that one statement asks for.
const BATCH: usize = 500;

/// What was taken away, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows that had been deleted.
    pub rows: u64,
    /// Files that no row names, copies included.
    pub files: u64,
    /// Files that were never finished.
    pub unfinished: u64,
    /// Bytes of all these files.
    pub bytes: u64,
}

/// Takes away what has had no use for the grace time; with `dry_run` it is only counted.
pub async fn sweep(
    scope: &Scope,
    library: &Library,
    grace: TimeDelta,
    dry_run: bool,
) -> Result<Swept> {
    let before = scope.now - grace;
    let mut swept = Swept::default();
    let expired = rows(scope, before, dry_run).await?;
    swept.rows = expired.len() as u64;
    files(scope, library, &expired, before, dry_run, &mut swept).await?;
    for path in library.blobs.unfinished(before)? {
        swept.unfinished += 1;
        swept.bytes += fs::metadata(&path)?.len();
        if !dry_run {
            fs::remove_file(&path)?;
        }
    }
    Ok(swept)
}

/// The keys that deleted rows named. The rows go first: one without a file would be a promise that
/// is not kept, a file without a row is swept next time.
async fn rows(scope: &Scope, before: Instant, dry_run: bool) -> Result<HashSet<String>> {
    let mut txn = scope.begin().await?;
    let mut expired = store::write::deleted(&*txn, before).await?;
    let mut used = HashSet::new();
    for row in &expired {
        // Somebody may have taken it up in the moment when it was deleted.
        if store::uses::count(&*txn, row.id).await? > 0 {
            used.insert(row.id);
        }
    }
    expired.retain(|row| !used.contains(&row.id));
    if !dry_run {
        for row in &expired {
            store::write::erase(&*txn, row.id).await?;
        }
        if !expired.is_empty() {
            let ids: Vec<String> =
                expired.iter().map(|row| id::encode(Kind::Image, row.id)).collect();
            txn.audit("mediaSweep");
            txn.audit_details(json!({ "media": ids }));
        }
        txn.commit().await?;
    }
    Ok(expired.into_iter().map(|row| row.storage_key).collect())
}

async fn files(
    scope: &Scope,
    library: &Library,
    expired: &HashSet<String>,
    before: Instant,
    dry_run: bool,
    swept: &mut Swept,
) -> Result<()> {
    for folder in [ORIGINALS, COPIES] {
        let mut found = library.blobs.list(folder).try_chunks(BATCH);
        loop {
            let batch = match found.try_next().await {
                Ok(Some(batch)) => batch,
                Ok(None) => break,
                Err(broken) => return Err(broken.1),
            };
            let keys: Vec<String> = batch.iter().map(|file| original_of(&file.key)).collect();
            let named: HashSet<String> =
                store::write::named(scope.reader(), &keys).await?.into_iter().collect();
            for (file, original) in batch.iter().zip(&keys) {
                let is_expired = expired.contains(original);
                let is_orphan = !named.contains(original) && file.stored_at < before;
                if is_expired || is_orphan {
                    take(library, file, dry_run, swept).await?;
                }
            }
        }
    }
    Ok(())
}

async fn take(library: &Library, file: &Found, dry_run: bool, swept: &mut Swept) -> Result<()> {
    swept.files += 1;
    swept.bytes += file.size;
    if dry_run {
        return Ok(());
    }
    library.blobs.delete(&file.key).await
}

/// The key of the original that a file is, or is a copy of.
fn original_of(key: &str) -> String {
    match key.strip_prefix(COPIES) {
        None => key.to_owned(),
        Some(copy) => {
            let name = copy.rsplit_once('/').map_or(copy, |(name, _)| name);
            format!("{ORIGINALS}{name}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::library::copies_of, *};

    #[test]
    fn a_copy_leads_back_to_its_original() {
        let original = "originals/ab/abcd";
        let copy = format!("{}/1-320x200.webp", copies_of(original));
        assert_eq!(original_of(&copy), original);
        assert_eq!(original_of(original), original);
    }
}
