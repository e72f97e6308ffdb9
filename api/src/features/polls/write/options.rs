//! The options of a poll, as parts of it: their changes are versions of the poll.

use entity::{
    poll::{self, Status},
    poll_option,
};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        service::{self, MAX_OPTIONS, MAX_TEXT},
        store,
    },
    MIN_OPTIONS, find, save_version,
};
use crate::platform::{
    audit::Versioned as _,
    error::Result,
    form::{Patch, Problems, Target},
    id::Kind,
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    text,
    transaction::Transaction,
};

/// Adds an option behind the others.
pub async fn create(
    txn: &mut Transaction,
    target: Target,
    option: String,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let option = problems.line(Patch::Set(option), "input.text", MAX_TEXT);
    let (poll, options) = open(txn, &target, &mut problems).await?;
    check_votes(txn, poll.id, &mut problems).await?;
    check_twin(&option, &options, None, &mut problems);
    if options.len() >= MAX_OPTIONS {
        let message = format!("A poll has at most {MAX_OPTIONS} options");
        problems.note(Problem::new(ProblemCode::TooMany, message).limit(MAX_OPTIONS));
    }
    problems.end()?;
    if let Patch::Set(option) = option {
        let last = options.last().map_or(-1, |last| last.position);
        service::insert_options(txn, poll.id, last + 1, vec![(option, 0)]).await?;
    }
    let poll_id = poll.id;
    save_options(txn, poll).await?;
    Ok(poll_id)
}

/// Changes the text of an option.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    id: Option<Uuid>,
    text: String,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let text = problems.line(Patch::Set(text), "input.text", MAX_TEXT);
    let (poll, options) = open(txn, &target, &mut problems).await?;
    let option = one_of(&options, id, &mut problems);
    check_votes(txn, poll.id, &mut problems).await?;
    check_twin(&text, &options, id, &mut problems);
    let Some(option) = option else { return Err(problems.refuse()) };
    problems.end()?;
    let new = poll_option::Model { text: text.or(option.text.clone()), ..option.clone() };
    let poll_id = poll.id;
    if new != option {
        store::update_option(&**txn, new).await?;
        save_options(txn, poll).await?;
    }
    Ok(poll_id)
}

/// Deletes an option. Those behind it move up.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    id: Option<Uuid>,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let (poll, mut options) = open(txn, &target, &mut problems).await?;
    let option = one_of(&options, id, &mut problems);
    check_votes(txn, poll.id, &mut problems).await?;
    let needed = MIN_OPTIONS.max(usize::try_from(poll.max_choices).unwrap_or_default());
    if poll.status == Status::Published && options.len() <= needed {
        let message = format!("A published poll like this needs at least {needed} options");
        problems.note(Problem::new(ProblemCode::Required, message).at("input.optionId"));
    }
    let Some(option) = option else { return Err(problems.refuse()) };
    problems.end()?;
    store::delete_option(&**txn, option.id).await?;
    options.retain(|other| other.id != option.id);
    let order: Vec<Uuid> = options.iter().map(|option| option.id).collect();
    store::place_options(&**txn, poll.id, &order).await?;
    let poll_id = poll.id;
    save_options(txn, poll).await?;
    Ok(poll_id)
}

/// Puts all options in this order. That takes nothing from a vote, so it is never too late.
pub async fn reorder(
    txn: &mut Transaction,
    target: Target,
    order: Vec<Option<Uuid>>,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let (poll, options) = open(txn, &target, &mut problems).await?;
    let present: Vec<Uuid> = options.iter().map(|option| option.id).collect();
    problems.order(&order, &present, "input.optionIds");
    problems.end()?;
    let order: Vec<Uuid> = order.into_iter().flatten().collect();
    let poll_id = poll.id;
    if order != present {
        store::place_options(&**txn, poll.id, &order).await?;
        save_options(txn, poll).await?;
    }
    Ok(poll_id)
}

/// Saves the version of a poll that a change of its options makes.
async fn save_options(txn: &mut Transaction, poll: poll::Model) -> Result<()> {
    txn.changed_part(poll.present(), "options");
    save_version(txn, poll).await
}

/// The texts of new options, as far as they can be taken; no two are the same.
pub fn checked_texts(given: Vec<String>, problems: &mut Problems) -> Vec<String> {
    if given.len() > MAX_OPTIONS {
        let message = format!("A poll has at most {MAX_OPTIONS} options");
        let problem = Problem::new(ProblemCode::TooMany, message).at("input.options");
        problems.note(problem.limit(MAX_OPTIONS));
    }
    let mut texts: Vec<String> = Vec::new();
    for (place, text) in given.into_iter().enumerate() {
        let field = format!("input.options.{place}");
        if let Patch::Set(text) = problems.line(Patch::Set(text), &field, MAX_TEXT) {
            if texts.iter().any(|other| text::exact_key(other) == text::exact_key(&text)) {
                problems.note(Problem::twice(&field));
            }
            texts.push(text);
        }
    }
    texts
}

/// Whether anybody has voted.
pub async fn has_votes(txn: &Transaction, poll: Uuid) -> Result<bool> {
    Ok(total_votes(txn, poll).await? > 0)
}

/// How often anybody has voted.
pub async fn total_votes(txn: &Transaction, poll: Uuid) -> Result<u64> {
    let options = store::options(&**txn, &[poll]).await?;
    Ok(options.iter().map(|(_, votes)| votes.unsigned_abs()).sum())
}

/// Votes exist that would mean something else.
pub fn frozen(field: &str) -> Problem {
    let message = "There are votes: what they mean can no longer be changed";
    Problem::new(ProblemCode::Frozen, message).at(field)
}

/// The poll that somebody wants to change, with its options in their order.
async fn open(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Outcome<(poll::Model, Vec<poll_option::Model>)> {
    txn.wait_for_others(Kind::Poll).await?;
    let Some(poll) = find(txn, target, problems).await? else {
        return Err(std::mem::take(problems).refuse());
    };
    let options = store::options(&**txn, &[poll.id]).await?;
    Ok((poll, options.into_iter().map(|(option, _)| option).collect()))
}

async fn check_votes(txn: &Transaction, poll: Uuid, problems: &mut Problems) -> Result<()> {
    if has_votes(txn, poll).await? {
        problems.note(frozen("input.id"));
    }
    Ok(())
}

fn one_of(
    options: &[poll_option::Model],
    id: Option<Uuid>,
    problems: &mut Problems,
) -> Option<poll_option::Model> {
    let id = id?;
    let option = options.iter().find(|option| option.id == id).cloned();
    if option.is_none() {
        problems.note(Problem::not_found("input.optionId"));
    }
    option
}

fn check_twin(
    text: &Patch<String>,
    options: &[poll_option::Model],
    but: Option<Uuid>,
    problems: &mut Problems,
) {
    let Patch::Set(text) = text else { return };
    let key = text::exact_key(text);
    let mut others = options.iter().filter(|option| Some(option.id) != but);
    if others.any(|option| text::exact_key(&option.text) == key) {
        problems.note(Problem::twice("input.text"));
    }
}
