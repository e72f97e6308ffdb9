//! What an edit may say: texts within their limits, references to what is there, units that the
//! editor writes for. All that is wrong is told at once.

use std::collections::HashSet;

use entity::account::Role;
use sea_orm::prelude::Uuid;

use super::super::{
    Body, BodyFigure,
    body::own_files_of,
    draft::Draft,
    store::{self, Referred},
    write::{MAX_BYLINE, MAX_TITLE, is_taken},
};
use crate::{
    features::units,
    platform::{
        address,
        error::Result,
        outcome::{Outcome, Refusal},
        problem::{Checks, Problem, ProblemCode},
        text,
        transaction::Transaction,
        viewer::Viewer,
    },
};

/// Longest note and longest reason, in characters.
pub const MAX_NOTE: usize = 1_000;
/// Longest summary, in characters.
const MAX_SUMMARY: usize = 2_000;
/// Longest name of a source, in characters.
const MAX_SOURCE: usize = 300;
/// Most authors of one article, and most congress terms.
const MAX_REFERENCES: usize = 100;

/// What an edit says: fields that are none stay as they are.
#[derive(Clone, Debug, Default)]
pub struct ArticlePatch {
    /// The headline.
    pub title: Option<String>,
    /// The last part of the address.
    pub slug: Option<String>,
    /// The lead.
    pub summary: Option<Option<String>>,
    /// The author line.
    pub byline: Option<Option<String>>,
    /// The unit.
    pub unit_id: Option<Option<Uuid>>,
    /// The authors, in their order.
    pub authors: Option<Vec<Uuid>>,
    /// The congress terms.
    pub categories: Option<Vec<Uuid>>,
    /// The picture for lists.
    pub cover_id: Option<Option<Uuid>>,
    /// The body with its figures.
    pub body: Option<Body>,
    /// What is said about figures by their places, over what the body says.
    pub figures: Vec<FigurePatch>,
    /// The name of the source.
    pub source_name: Option<Option<String>>,
    /// The address of the source.
    pub source_url: Option<Option<String>>,
    /// What was wrong already when it was read.
    pub problems: Vec<Problem>,
}

/// What is said about one figure.
#[derive(Clone, Debug, Default)]
pub struct FigurePatch {
    /// Which, from 0.
    pub position: usize,
    /// The stored picture.
    pub media_id: Option<Option<Uuid>>,
    /// The line under it.
    pub caption: Option<Option<String>>,
    /// Who took it.
    pub credit: Option<Option<String>>,
    /// What it shows.
    pub alt: Option<Option<String>>,
    /// Whether it needs no description.
    pub decorative: Option<bool>,
}

/// The unit in whose name a new draft is written if nobody says.
pub fn own_unit(viewer: Viewer) -> Option<Uuid> {
    match viewer {
        Viewer::Account(member) => member.unit_id,
        _ => None,
    }
}

/// A draft with what an edit says. `article` is none for a new one.
pub async fn apply(
    txn: &Transaction,
    draft: Draft,
    patch: ArticlePatch,
    note: Option<&str>,
    article: Option<Uuid>,
) -> Outcome<Draft> {
    let old = draft.clone();
    let mut checks = Checks::default();
    patch.problems.iter().cloned().for_each(|problem| checks.add(problem));
    checks.lines("input.note", note, MAX_NOTE);
    let mut draft = texts(draft, &patch, &mut checks);
    if let Some(body) = patch.body {
        if let Err(fault) = body.check_figures() {
            checks.add(Problem::new(ProblemCode::Invalid, fault.to_string()).at("input.body"));
        }
        (draft.blocks, draft.figures) = (body.blocks, body.figures);
    }
    let mut described = HashSet::new();
    for (place, figure) in patch.figures.into_iter().enumerate() {
        if !described.insert(figure.position) {
            let field = format!("input.figures.{place}.position");
            checks.add(Problem::new(ProblemCode::Duplicate, "One is named twice").at(&field));
        }
        describe(&mut draft, place, figure, &mut checks);
    }
    if let Some(unit_id) = patch.unit_id {
        draft.unit_id = unit_id;
    }
    if let Some(authors) = patch.authors {
        draft.authors = distinct(authors, "input.authorIds", &mut checks);
    }
    if let Some(categories) = patch.categories {
        draft.categories = distinct(categories, "input.congressCategoryIds", &mut checks);
        draft.categories.sort();
    }
    if let Some(cover_id) = patch.cover_id {
        draft.cover_id = cover_id;
    }
    references(txn, &old, &draft, &mut checks).await?;
    describe_pictures(txn, &mut draft).await?;
    check_unit(txn, &old, &draft, article.is_none(), &mut checks).await?;
    let slug = slug(txn, &old, &draft, patch.slug.as_deref(), article, &mut checks).await?;
    draft.slug = slug;
    checks.finish().map_err(Refusal::from)?;
    Ok(draft)
}

fn texts(draft: Draft, patch: &ArticlePatch, checks: &mut Checks) -> Draft {
    let mut draft = draft;
    if let Some(title) = &patch.title
        && let Some(title) = checks.required_line("input.title", title, MAX_TITLE)
    {
        draft.title = title;
    }
    if let Some(summary) = &patch.summary {
        draft.summary = checks.lines("input.summary", summary.as_deref(), MAX_SUMMARY);
    }
    let lines = [
        (&patch.byline, &mut draft.byline, "input.byline", MAX_BYLINE),
        (&patch.source_name, &mut draft.source_name, "input.sourceName", MAX_SOURCE),
        (&patch.source_url, &mut draft.source_url, "input.sourceUrl", address::MAX_LENGTH),
    ];
    for (given, field, path, max) in lines {
        if let Some(text) = given {
            *field = checks.line(path, text.as_deref(), max);
        }
    }
    if patch.source_url.is_some()
        && let Some(url) = &draft.source_url
        && !is_web_address(url)
    {
        let message = "It must be an absolute http or https address";
        checks.add(Problem::new(ProblemCode::Invalid, message).at("input.sourceUrl"));
    }
    draft
}

fn is_web_address(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn describe(draft: &mut Draft, place: usize, patch: FigurePatch, checks: &mut Checks) {
    let path = |name: &str| format!("input.figures.{place}.{name}");
    let Some(figure) = draft.figures.get_mut(patch.position) else {
        let message = "The body has no figure at this place";
        checks.add(Problem::new(ProblemCode::ReferenceNotFound, message).at(&path("position")));
        return;
    };
    if let Some(caption) = &patch.caption {
        figure.caption = checks.line(&path("caption"), caption.as_deref(), MAX_SUMMARY);
    }
    if let Some(credit) = &patch.credit {
        figure.credit = checks.line(&path("credit"), credit.as_deref(), MAX_SOURCE);
    }
    if let Some(alt) = &patch.alt {
        figure.alt = checks.line(&path("alt"), alt.as_deref(), super::super::body::MAX_ALT);
    }
    if let Some(media_id) = patch.media_id {
        figure.media_id = media_id;
    }
    if let Some(decorative) = patch.decorative {
        figure.decorative = decorative;
    }
}

/// What nobody says of a figure is what was said of its picture when that was brought.
async fn describe_pictures(txn: &Transaction, draft: &mut Draft) -> Result<()> {
    let silent = |figure: &&mut BodyFigure| figure.alt.is_none() && !figure.decorative;
    let pictures: Vec<Uuid> =
        draft.figures.iter_mut().filter(silent).filter_map(|figure| figure.media_id).collect();
    let descriptions = store::descriptions(&**txn, &pictures).await?;
    for figure in draft.figures.iter_mut().filter(silent) {
        figure.alt = figure.media_id.and_then(|id| descriptions.get(&id).cloned());
    }
    Ok(())
}

fn distinct(ids: Vec<Uuid>, field: &str, checks: &mut Checks) -> Vec<Uuid> {
    if ids.len() > MAX_REFERENCES {
        let message = format!("There may be at most {MAX_REFERENCES}");
        checks.add(Problem::new(ProblemCode::TooMany, message).at(field).limit(MAX_REFERENCES));
    } else if ids.iter().collect::<HashSet<_>>().len() < ids.len() {
        checks.add(Problem::new(ProblemCode::Duplicate, "One is named twice").at(field));
    }
    ids
}

/// Whatever is newly referred to must be there.
async fn references(
    txn: &Transaction,
    old: &Draft,
    new: &Draft,
    checks: &mut Checks,
) -> Result<()> {
    let media = |draft: &Draft| -> Vec<Uuid> {
        draft.figures.iter().filter_map(|figure| figure.media_id).collect()
    };
    // A link to a file elsewhere may lead to any.
    let linked = |draft: &Draft| own_files_of(&draft.blocks).into_iter().collect();
    let one = |id: Option<Uuid>| id.into_iter().collect::<Vec<_>>();
    let groups = [
        (Referred::Unit, "input.unitId", one(old.unit_id), one(new.unit_id)),
        (Referred::Author, "input.authorIds", old.authors.clone(), new.authors.clone()),
        (
            Referred::CongressCategory,
            "input.congressCategoryIds",
            old.categories.clone(),
            new.categories.clone(),
        ),
        (Referred::Picture, "input.coverId", one(old.cover_id), one(new.cover_id)),
        (Referred::Picture, "input.body", media(old), media(new)),
        (Referred::File, "input.body", linked(old), linked(new)),
    ];
    for (kind, field, old, mut new) in groups {
        new.retain(|id| !old.contains(id));
        let living = store::living(&**txn, kind, &new).await?;
        if new.iter().any(|id| !living.contains(id)) {
            let message = "It refers to something that is not there";
            checks.add(Problem::new(ProblemCode::ReferenceNotFound, message).at(field));
        }
    }
    Ok(())
}

/// Contributors write in the name of their own unit, editors for those below it as well.
async fn check_unit(
    txn: &Transaction,
    old: &Draft,
    new: &Draft,
    is_new: bool,
    checks: &mut Checks,
) -> Result<()> {
    let Viewer::Account(member) = txn.viewer else { return Ok(()) };
    if !is_new && old.unit_id == new.unit_id {
        return Ok(());
    }
    let allowed = match (member.role, member.unit_id, new.unit_id) {
        (Role::Chief | Role::Admin, ..) => true,
        (Role::Editor, Some(own), Some(unit)) => {
            units::service::lineage(&**txn, unit).await?.contains(&own)
        }
        (_, own, unit) => own == unit,
    };
    if !allowed {
        let message = "This account does not write in the name of that unit";
        checks.add(Problem::new(ProblemCode::Forbidden, message).at("input.unitId"));
    }
    Ok(())
}

/// The address: as given, or following the title as long as nobody has seen it.
async fn slug(
    txn: &Transaction,
    old: &Draft,
    new: &Draft,
    given: Option<&str>,
    article: Option<Uuid>,
    checks: &mut Checks,
) -> Result<String> {
    let Some(given) = given else { return Ok(old.slug.clone()) };
    if given == old.slug {
        return Ok(new.slug.clone());
    }
    if given.is_empty() || text::slug(given) != given {
        let message = "It must be lower-case letters and digits with single hyphens, at most 120";
        checks.add(Problem::new(ProblemCode::Invalid, message).at("input.slug").limit(120));
        return Ok(old.slug.clone());
    }
    txn.lock_name(&format!("article.slug {given}")).await?;
    if is_taken(txn, given, article).await? {
        let message = "Another article has this address";
        checks.add(Problem::new(ProblemCode::Taken, message).at("input.slug"));
    }
    Ok(given.to_owned())
}

/// Whether what a revision refers to is still there.
pub async fn check_kept(txn: &Transaction, kept: &Draft, working: &Draft) -> Outcome<()> {
    let mut checks = Checks::default();
    references(txn, working, kept, &mut checks).await?;
    check_unit(txn, working, kept, false, &mut checks).await?;
    Ok(checks.finish()?)
}

/// A note within its limits.
pub fn check_note(note: Option<&str>) -> Outcome<()> {
    let mut checks = Checks::default();
    checks.lines("input.note", note, MAX_NOTE);
    Ok(checks.finish()?)
}

/// A reason that must be given.
pub fn reason(text: &str, field: &str) -> Outcome<String> {
    let mut checks = Checks::default();
    let reason = checks.required_line(field, text, MAX_NOTE);
    checks.finish()?;
    Ok(reason.unwrap_or_default())
}
