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
use crate::{
    features::authors,
    platform::{
        id::{self, Kind},
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        transaction::Transaction,
    },
};

/// Which article, and which version of it somebody has seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The article.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The article.
    pub id: Uuid,
    /// The slug that it had or was to get, if another one has taken that meanwhile.
    pub lost_slug: Option<String>,
}

impl From<Uuid> for Saved {
    fn from(id: Uuid) -> Self {
        Self { id, lost_slug: None }
    }
}

/// Begins a draft.
pub async fn create(
    txn: &mut Transaction,
    patch: ArticlePatch,
    note: Option<String>,
) -> Outcome<Saved> {
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
    Ok(blank.id.into())
}

/// Changes what is given and leaves the rest. The same again makes no version.
pub async fn update(
    txn: &mut Transaction,
    seen: Seen,
    patch: ArticlePatch,
    note: Option<String>,
) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Update).await?;
    let draft = apply(txn, opened.working.clone(), patch, note.as_deref(), Some(seen.id)).await?;
    opened.save_content(txn, draft, note).await?;
    Ok(seen.id.into())
}

/// Takes up the content of an earlier revision.
pub async fn restore_revision(
    txn: &mut Transaction,
    seen: Seen,
    number: i32,
    note: Option<String>,
) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Update).await?;
    let revision = store::revision(&**txn, seen.id, number).await?.ok_or_else(|| {
        let message = "The article has no revision of this number";
        Problem::new(ProblemCode::ReferenceNotFound, message).at("input.revision")
    })?;
    check_note(note.as_deref())?;
    let kept = Draft::read(&revision.content)?;
    // Whoever has become part of another one since signs as that one.
    let authors = authors::service::present(txn, kept.authors).await?;
    let kept = Draft { authors, ..kept };
    check::check_kept(txn, &kept, &opened.working).await?;
    // The address is not a part of what is written.
    let draft = Draft { slug: opened.working.slug.clone(), ..kept };
    opened.save_content(txn, draft, note).await?;
    Ok(seen.id.into())
}

/// Hands a draft in.
pub async fn submit(txn: &mut Transaction, seen: Seen, note: Option<String>) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Submit).await?;
    check_note(note.as_deref())?;
    opened.save_state(txn, note, |_| {}).await
}

/// Hands a draft back, saying why.
pub async fn reject(txn: &mut Transaction, seen: Seen, note: String) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Reject).await?;
    let note = check::reason(&note, "input.note")?;
    opened.save_state(txn, Some(note), |_| {}).await
}

/// Takes a published article back into the drafts: for readers it is as if it had never been.
pub async fn unpublish(txn: &mut Transaction, seen: Seen, note: Option<String>) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Unpublish).await?;
    check_note(note.as_deref())?;
    opened.save_state(txn, note, |_| {}).await
}

/// Takes a published article back in public: readers are told why.
pub async fn withdraw(txn: &mut Transaction, seen: Seen, reason: String) -> Outcome<Saved> {
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
pub async fn delete(txn: &mut Transaction, seen: Seen) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Delete).await?;
    opened.save_state(txn, None, |_| {}).await
}

/// Brings a deleted article back in the state that it was in.
pub async fn restore(txn: &mut Transaction, seen: Seen) -> Outcome<Saved> {
    let mut opened = Opened::open_deleted(txn, seen).await?;
    // Somebody may have taken its address meanwhile.
    let had = opened.working.slug.clone();
    if !write::is_taken(txn, &had, Some(seen.id)).await? {
        return opened.save_state(txn, None, |_| {}).await;
    }
    opened.working.slug = free_slug(txn, &opened.working.title).await?;
    let saved = opened.save_state(txn, None, |_| {}).await?;
    Ok(Saved { lost_slug: Some(had), ..saved })
}
