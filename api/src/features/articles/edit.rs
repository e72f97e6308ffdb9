//! What editors do to articles. Whoever edits names the version that they have seen; a published
//! article is edited beside the one that readers see, until it is published again.

mod check;
mod open;
mod publish;

use entity::article;
use sea_orm::prelude::Uuid;

pub use self::{
    check::{ArticlePatch, FigurePatch, MAX_NOTE},
    publish::{Publication, publish},
};
use self::{
    check::{apply, check_note},
    open::Opened,
};
use super::{
    draft::Draft,
    rows::row_of,
    store,
    workflow::Move,
    write::{self, free_slug, insert},
};
use crate::platform::{
    id::{self, Kind},
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    transaction::Transaction,
};

/// Which article, and which version of it somebody has seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The article.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
}

/// Begins a draft.
pub async fn create(
    txn: &mut Transaction,
    patch: ArticlePatch,
    note: Option<String>,
) -> Outcome<Uuid> {
    let empty = Draft { unit_id: check::own_unit(txn.viewer), ..Draft::default() };
    let patch = ArticlePatch { title: Some(patch.title.clone().unwrap_or_default()), ..patch };
    let slug = patch.slug.clone();
    let mut draft = apply(txn, empty, patch, note.as_deref(), None).await?;
    if slug.is_none() {
        draft.slug = free_slug(txn, &draft.title).await?;
    }
    let blank = article::Model {
        id: id::new(txn.now),
        slug: draft.slug.clone(),
        created_at: txn.now,
        updated_at: txn.now,
        version: 1,
        created_by: txn.viewer.account(),
        cover_id: draft.cover_id,
        ..row_of(&draft.new_content()?)?
    };
    insert(txn, &blank, &draft.content(&blank)?).await?;
    txn.audit_on(Kind::Article, blank.id, None);
    let fields = Draft::default().differences(&draft);
    open::keep_revision(txn, &blank, &draft, &fields, note).await?;
    Ok(blank.id)
}

/// Changes what is given and leaves the rest. The same again makes no version.
pub async fn update(
    txn: &mut Transaction,
    seen: Seen,
    patch: ArticlePatch,
    note: Option<String>,
) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Update).await?;
    let draft = apply(txn, opened.working.clone(), patch, note.as_deref(), Some(seen.id)).await?;
    opened.save_content(txn, draft, note).await?;
    Ok(seen.id)
}

/// Takes up the content of an earlier revision.
pub async fn restore_revision(
    txn: &mut Transaction,
    seen: Seen,
    number: i32,
    note: Option<String>,
) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Update).await?;
    let revision = store::revision(&**txn, seen.id, number).await?.ok_or_else(|| {
        let message = "The article has no revision of this number";
        Problem::new(ProblemCode::ReferenceNotFound, message).at("input.revision")
    })?;
    check_note(note.as_deref())?;
    let kept = Draft::read(&revision.content)?;
    check::check_kept(txn, &kept, &opened.working).await?;
    // The address is not a part of what is written.
    let draft = Draft { slug: opened.working.slug.clone(), ..kept };
    opened.save_content(txn, draft, note).await?;
    Ok(seen.id)
}

/// Hands a draft in.
pub async fn submit(txn: &mut Transaction, seen: Seen, note: Option<String>) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Submit).await?;
    check_note(note.as_deref())?;
    opened.save_state(txn, note, |_| {}).await
}

/// Hands a draft back, saying why.
pub async fn reject(txn: &mut Transaction, seen: Seen, note: String) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Reject).await?;
    let note = check::reason(&note, "input.note")?;
    opened.save_state(txn, Some(note), |_| {}).await
}

/// Takes a published article back into the drafts: for readers it is as if it had never been.
pub async fn unpublish(txn: &mut Transaction, seen: Seen, note: Option<String>) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Unpublish).await?;
    check_note(note.as_deref())?;
    opened.save_state(txn, note, |_| {}).await
}

/// Takes a published article back in public: readers are told why.
pub async fn withdraw(txn: &mut Transaction, seen: Seen, reason: String) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Withdraw).await?;
    let reason = check::reason(&reason, "input.reason")?;
    let now = txn.now;
    if opened.row.published_at.is_none_or(|since| since > now) {
        let message = "Readers have not seen it yet: unpublish it";
        return Err(Problem::new(ProblemCode::IllegalTransition, message).into());
    }
    opened
        .save_state(txn, Some(reason.clone()), |row| {
            row.withdrawn_at = Some(now);
            row.withdrawn_reason = Some(reason);
        })
        .await
}

/// Puts an article out of sight; it can be restored.
pub async fn delete(txn: &mut Transaction, seen: Seen) -> Outcome<Uuid> {
    let opened = Opened::open(txn, seen, Move::Delete).await?;
    opened.save_state(txn, None, |_| {}).await
}

/// Brings a deleted article back in the state that it was in.
pub async fn restore(txn: &mut Transaction, seen: Seen) -> Outcome<Uuid> {
    let mut opened = Opened::open_deleted(txn, seen).await?;
    // Somebody may have taken its address meanwhile.
    if write::is_taken(txn, &opened.working.slug, Some(seen.id)).await? {
        opened.working.slug = free_slug(txn, &opened.working.title).await?;
    }
    opened.save_state(txn, None, |_| {}).await
}
