//! Rules about media.

pub mod list;

use std::fs::File;

use entity::{change, media};
use sea_orm::prelude::Uuid;

use super::{
    inspect::{Kind, Refusal},
    library::{Library, Prepared},
    store,
};
use crate::platform::{
    audit::{Version, Versioned, camel},
    error::Result,
    hex,
    id::{self, Kind as IdKind},
    outcome::Outcome,
    problem::{Checks, Problem, ProblemCode},
    scope::{Scope, Viewer},
    text,
    transaction::Transaction,
};

/// Longest alternative text, in characters.
pub const MAX_ALT: usize = 1_000;
/// Most uses of a file that are told.
pub const MAX_USES: u64 = 100;

/// Most uses of a file that are named where they are in the way.
const MAX_NAMED: u64 = 5;

impl Versioned for media::Model {
    const KIND: IdKind = IdKind::Image;

    fn present(&self) -> Version {
        Version { kind: Self::KIND, id: self.id, number: self.version }
    }

    fn field(column: &str) -> String {
        match column {
            "focal_x" | "focal_y" => "focalPoint".to_owned(),
            column => camel(column),
        }
    }
}

/// What a picture is cut around, in thousandths of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FocalPoint {
    /// From the left.
    pub x: i16,
    /// From the top.
    pub y: i16,
}

/// What shows a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// What it is.
    pub kind: UseKind,
    /// Which one.
    pub id: Uuid,
    /// What people call it.
    pub title: String,
}

/// What can show a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseKind {
    /// An article, as its cover or in its text, by a link as well.
    Article,
    /// An author, as a portrait.
    Author,
}

/// What is said of a file that is brought.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// The name that it had.
    pub file_name: Option<String>,
    /// What the picture shows.
    pub alt: Option<String>,
    /// What it is cut around.
    pub focal_point: Option<FocalPoint>,
}

/// A file that is kept and that no row need name yet.
#[derive(Debug)]
pub struct Kept {
    kind: Kind,
    sha256: [u8; 32],
    length: u64,
    size: Option<(u32, u32)>,
    thumbhash: Option<Vec<u8>>,
    /// Its key, unless the same file is there already.
    key: Option<String>,
    /// The key that a row names for the same file, without there being one.
    lost: Option<String>,
}

/// What became of a file that was brought.
#[derive(Debug)]
pub struct Added {
    /// The row of it.
    pub file: media::Model,
    /// Whether there was none before.
    pub is_new: bool,
    /// A key that nothing names, since somebody else was faster.
    pub leftover: Option<String>,
}

/// A change of what is said of a file; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// What the picture shows.
    pub alt: Option<Option<String>>,
    /// What it is cut around.
    pub focal_point: Option<Option<FocalPoint>>,
}

/// The files with these ids that the viewer may see.
pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<media::Model>> {
    store::find_many(scope, ids).await
}

/// What shows a file, as far as the viewer sees it.
pub async fn uses(scope: &Scope, id: Uuid) -> Result<Vec<Use>> {
    store::uses::seen(scope, id, MAX_USES).await
}

/// Takes a file apart and keeps it, unless it is there already. No row names it yet, so that one
/// never does before its file is whole.
pub async fn keep(scope: &Scope, library: &Library, file: File) -> Outcome<Kept> {
    let prepared = library.prepare(file).await?.map_err(problem)?;
    let known = store::write::by_digest(scope.reader(), &prepared.sha256).await?;
    let named = known.map(|known| known.storage_key);
    let is_there = match &named {
        None => false,
        // A row may have come without its file, from an export.
        Some(key) => library.blobs.size(key).await?.is_some(),
    };
    let lost = named.filter(|_| !is_there);
    let Prepared { kind, sha256, length, size, ref thumbhash, .. } = prepared;
    let thumbhash = thumbhash.clone();
    let key = if is_there { None } else { Some(library.keep(prepared).await?) };
    Ok(Kept { kind, sha256, length, size, thumbhash, key, lost })
}

/// Brings a file from beginning to end, outside of any mutation.
pub async fn bring(
    scope: &Scope,
    library: &Library,
    file: File,
    said: Description,
) -> Outcome<Added> {
    let kept = keep(scope, library, file).await?;
    let mut txn = scope.begin().await?;
    txn.audit("mediaUpload");
    let added = add(&mut txn, kept, said).await?;
    txn.commit().await?;
    tidy(library, &added).await;
    Ok(added)
}

/// Why a file is not taken, as mutations say it.
fn problem(refusal: Refusal) -> Problem {
    let limit = refusal.limit().and_then(|limit| usize::try_from(limit).ok());
    let problem = Problem::new(refusal.code(), refusal.to_string()).at("input.file");
    match limit {
        Some(limit) => problem.limit(limit),
        None => problem,
    }
}

/// Adds the row of a file that is kept. Equal files are one row: that of whoever came first.
pub async fn add(txn: &mut Transaction, kept: Kept, said: Description) -> Outcome<Added> {
    let alt = checked_alt(said.alt)?;
    let row = row(txn, &kept, said.file_name.as_deref(), alt, said.focal_point);
    // A row without a key can only be one that is not needed.
    let is_new = kept.key.is_some() && store::write::insert(&**txn, row.clone()).await?;
    if is_new {
        txn.audit_on(IdKind::Image, row.id, None);
        return Ok(Added { file: row, is_new, leftover: None });
    }
    let known = store::write::by_digest(&**txn, &kept.sha256).await?;
    let Some(mut known) = known else {
        let message = "The same file was there and has just been deleted: send it again";
        return Err(Problem::new(ProblemCode::NotFound, message).at("input.file").into());
    };
    txn.audit_on(IdKind::Image, known.id, Some(known.version));
    let Some(key) = kept.key else { return Ok(Added { file: known, is_new, leftover: None }) };
    // The file of the one who was faster stays: readers may be on their way to it.
    let leftover = match kept.lost {
        Some(lost) if store::write::replace_key(&**txn, known.id, &lost, &key).await? => {
            known.storage_key = key;
            None
        }
        _ => Some(key),
    };
    Ok(Added { file: known, is_new, leftover })
}

fn row(
    txn: &Transaction,
    kept: &Kept,
    file_name: Option<&str>,
    alt: Option<String>,
    focal_point: Option<FocalPoint>,
) -> media::Model {
    let pixels = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
    media::Model {
        id: id::new(txn.now),
        sha256: kept.sha256.to_vec(),
        mime_type: kept.kind.mime_type().to_owned(),
        size: i64::try_from(kept.length).unwrap_or(i64::MAX),
        width: kept.size.map(|(width, _)| pixels(width)),
        height: kept.size.map(|(_, height)| pixels(height)),
        alt,
        thumbhash: kept.thumbhash.clone(),
        file_name: name(kept.kind, file_name.unwrap_or_default()),
        storage_key: kept.key.clone().unwrap_or_default(),
        created_at: txn.now,
        updated_at: txn.now,
        version: 1,
        deleted_at: None,
        focal_x: focal_point.map(|point| point.x),
        focal_y: focal_point.map(|point| point.y),
        created_by: txn.viewer.account(),
    }
}

/// Changes what is said of a file.
pub async fn update(
    scope: &Scope,
    txn: &mut Transaction,
    id: Uuid,
    version: i32,
    changes: Changes,
) -> Outcome<media::Model> {
    let old = to_write(txn, id, version).await?;
    let mut new = old.clone();
    if let Some(alt) = changes.alt {
        new.alt = checked_alt(alt)?;
    }
    if let Some(focal) = changes.focal_point {
        (new.focal_x, new.focal_y) = (focal.map(|point| point.x), focal.map(|point| point.y));
    }
    if new == old {
        return Ok(old);
    }
    new.updated_at = txn.now;
    save(txn, &old, &new).await?;
    if is_public(scope, id).await? {
        txn.upserted(change::Node::Media, id);
    }
    Ok(media::Model { version: version + 1, ..new })
}

/// Deletes a file that nothing shows. Its bytes stay for the grace time of the sweep.
pub async fn delete(scope: &Scope, txn: &mut Transaction, id: Uuid, version: i32) -> Outcome<()> {
    let old = to_write(txn, id, version).await?;
    let count = store::uses::count(&**txn, id).await?;
    if count > 0 {
        let seen = store::uses::seen(scope, id, MAX_NAMED).await?;
        let named: Vec<String> = seen
            .into_iter()
            .take(MAX_NAMED as usize)
            .map(|used| format!("“{}”", used.title))
            .collect();
        let named = match named.is_empty() {
            true => String::new(),
            false => format!(", among them {}", named.join(", ")),
        };
        let message = format!("It is shown by {count} articles and authors{named}");
        return Err(Problem::new(ProblemCode::InUse, message).at("input.id").into());
    }
    let deleted_at = Some(txn.now);
    let new = media::Model { deleted_at, updated_at: txn.now, ..old.clone() };
    save(txn, &old, &new).await
}

/// The version that was named of a file that the viewer may change.
async fn to_write(txn: &mut Transaction, id: Uuid, version: i32) -> Outcome<media::Model> {
    let viewer = txn.viewer;
    let Some(row) = store::write::to_write(&**txn, viewer, id).await? else {
        let message = "There is no file of this id that you may change";
        return Err(Problem::new(ProblemCode::NotFound, message).at("input.id").into());
    };
    txn.audit_on(IdKind::Image, id, Some(version));
    match row.version == version {
        true => Ok(row),
        false => Err(Problem::conflict(row.present(), version).at("input.version").into()),
    }
}

async fn save(txn: &mut Transaction, old: &media::Model, new: &media::Model) -> Outcome<()> {
    if !store::write::update(&**txn, new.clone()).await? {
        // On PostgreSQL somebody may save between the look and the write.
        let present = Version { number: old.version + 1, ..old.present() };
        return Err(Problem::conflict(present, old.version).at("input.version").into());
    }
    txn.changed(old, new);
    Ok(())
}

/// Whether readers see the file.
async fn is_public(scope: &Scope, id: Uuid) -> Result<bool> {
    let mut readers = scope.clone();
    readers.viewer = Viewer::Anonymous;
    Ok(!store::find_many(&readers, &[id]).await?.is_empty())
}

/// Takes what nothing names away at once; what stays is swept later.
pub async fn tidy(library: &Library, added: &Added) {
    let Some(key) = added.leftover.as_deref() else { return };
    if let Err(error) = library.blobs.delete(key).await {
        tracing::warn!(%error, "a file that nothing names is left to the sweep");
    }
}

/// A strong name for the bytes of a file.
pub fn digest(file: &media::Model) -> String {
    hex::encode(&file.sha256)
}

fn checked_alt(alt: Option<String>) -> Result<Option<String>, Vec<Problem>> {
    let mut checks = Checks::default();
    let alt = checks.line("input.alt", alt.as_deref(), MAX_ALT);
    checks.finish().map(|()| alt)
}

/// The name in the address of a file: what people and search engines make of its own name, and the
/// ending that its content asks for.
fn name(kind: Kind, given: &str) -> String {
    let given = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = given.rsplit_once('.').map_or(given, |(stem, _)| stem);
    let slug = match text::slug(stem) {
        slug if slug.is_empty() => "media".to_owned(),
        slug => slug,
    };
    format!("{slug}.{}", kind.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_plain_and_ends_as_its_content_asks() {
        let name = |given: &str| name(Kind::Webp, given);
        assert_eq!(name("Đại hội (1).JPG"), "dai-hoi-1.webp");
        assert_eq!(name("../../etc/passwd"), "passwd.webp");
        assert_eq!(name("C:\\ảnh\\Hội nghị.php.png"), "hoi-nghi-php.webp");
        for nothing in ["", ".htaccess", "東京.png", "/", "…"] {
            assert!(name(nothing).starts_with("media") || nothing == ".htaccess", "{nothing}");
        }
    }
}
