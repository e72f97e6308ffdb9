//! Publication: what it needs, its times, and what it does to the address.

use chrono::Duration;
use entity::article::{self, Status};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        draft::{Draft, Field},
        rows::redirect_of,
        store,
        workflow::Move,
        write::address_of,
    },
    Saved, Seen,
    check::check_note,
    open::{Opened, is_free, keep_revision},
};
use crate::platform::{
    error::Result,
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    time::{self, Instant},
    transaction::Transaction,
};

/// When an article appears and disappears.
#[derive(Clone, Copy, Debug, Default)]
pub struct Publication {
    /// When it appears: none leaves that as it is planned, `Some(None)` means at once.
    pub at: Option<Option<Instant>>,
    /// When it disappears: none leaves that as it is, `Some(None)` means never.
    pub expires_at: Option<Option<Instant>>,
}

/// Shows an article to readers, now or later; or shows them the edit that waited.
pub async fn publish(
    txn: &mut Transaction,
    seen: Seen,
    publication: Publication,
    note: Option<String>,
) -> Outcome<Saved> {
    let opened = Opened::open(txn, seen, Move::Publish).await?;
    let draft = opened.working.clone();
    let mut problems = missing(&draft);
    let published_at = published_at(&opened.row, publication.at, txn.now, &mut problems);
    let expires_at = publication.expires_at.unwrap_or(opened.row.expires_at).map(time::truncate);
    if expires_at.is_some_and(|end| end <= published_at) {
        let message = "It would disappear before it appears";
        problems.push(Problem::new(ProblemCode::TimeInvalid, message).at("input.expiresAt"));
    }
    if !is_free(txn, &draft.slug, &opened.row).await? {
        let message = "Another article has taken the address meanwhile: change `slug`";
        problems.push(Problem::new(ProblemCode::Taken, message).at("input"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    check_note(note.as_deref())?;
    let fields = opened.public.differences(&draft);
    let is_published = opened.row.status == Status::Published;
    let times = (opened.row.published_at, opened.row.expires_at);
    if is_published && fields.is_empty() && times == (Some(published_at), expires_at) {
        return Ok(opened.row.id.into());
    }
    let mut row = opened.moved(txn);
    let was_public = is_published && published_at <= txn.now;
    if was_public && fields.iter().copied().any(Field::is_material) {
        row.revised_at = Some(txn.now);
    }
    row.published_at = Some(published_at);
    row.expires_at = expires_at;
    row.withdrawn_at = None;
    row.withdrawn_reason = None;
    let row = opened.write(txn, row, &draft).await?;
    if draft.slug != opened.public.slug && opened.row.published_at.is_some() {
        lead_on(txn, &opened.public.slug, row.id).await?;
    }
    keep_revision(txn, &row, &draft, &fields, note).await?;
    Ok(row.id.into())
}

/// What readers would miss.
fn missing(draft: &Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    if draft.blocks.is_empty() {
        let message = "An article is published with a body";
        problems.push(Problem::new(ProblemCode::Required, message).at("input.body"));
    }
    for (place, figure) in draft.figures.iter().enumerate() {
        if figure.has_picture() && figure.alt.is_none() && !figure.decorative {
            let message = format!("Figure {} shows a picture that nobody described", place + 1);
            let field = format!("input.figures.{place}.alt");
            problems.push(Problem::new(ProblemCode::AltMissing, message).at(&field));
        }
    }
    problems
}

/// The time of publication is the editors', and what readers have seen does not move.
fn published_at(
    row: &article::Model,
    at: Option<Option<Instant>>,
    now: Instant,
    problems: &mut Vec<Problem>,
) -> Instant {
    let at = at.map(|at| time::truncate(at.unwrap_or(now)));
    if at.is_some_and(|at| at < earliest()) {
        let message = "Nothing was published on a portal before 1990";
        problems.push(Problem::new(ProblemCode::TimeInvalid, message).at("input.at"));
    }
    match (row.published_at, at) {
        (Some(since), Some(at)) if since <= now && since != at => {
            let message = "The time at which readers first saw it does not move";
            problems.push(Problem::new(ProblemCode::Frozen, message).at("input.at"));
            since
        }
        (_, Some(at)) => at,
        (Some(since), None) if since <= now || row.status == Status::Published => since,
        (_, None) => now,
    }
}

/// The first time at which an article can have been published. A time that is past is fine: an article
/// that comes from elsewhere keeps the day on which readers first saw it. One before there were web
/// pages is a slip of the keyboard, which would put it behind all others for good.
fn earliest() -> Instant {
    Instant::UNIX_EPOCH + Duration::days(7_305)
}

/// Leads the address that an article had to it.
async fn lead_on(txn: &Transaction, slug: &str, article: Uuid) -> Result<()> {
    match address_of(txn, slug).await? {
        Some(address) => store::insert_redirect(&**txn, redirect_of(txn, address, article)).await,
        None => Ok(()),
    }
}
