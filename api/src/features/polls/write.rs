//! Creating, changing, publishing and deleting polls. Once a vote exists, nobody may make it mean
//! something else: the question, the options and how many of them a ballot names are frozen.

mod close;
mod options;

use entity::{
    change,
    poll::{self, Results, Status, Voters},
};
use sea_orm::prelude::Uuid;

pub use self::close::{close, generate_codes};
use self::options::{checked_texts, has_votes, total_votes};
pub use self::options::{
    create as create_option, delete as delete_option, reorder as reorder_options,
    update as update_option,
};
use super::{
    seal,
    service::{self, MAX_OPTIONS, MAX_TEXT, NewPoll},
    store::{self, ballots},
};
use crate::platform::{
    audit::versioned,
    error::Result,
    form::{Patch, Problems, Target},
    id::Kind,
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    time::{self, Instant},
    transaction::Transaction,
};

/// Fewest options of a poll that readers see.
const MIN_OPTIONS: usize = 2;
/// How many options a ballot can name.
const CHOICES: (i16, i16) = (1, MAX_OPTIONS as i16);

versioned!(poll::Model: Poll);

/// What somebody says of a poll.
#[derive(Clone, Debug, Default)]
pub struct PollFields {
    /// What is asked.
    pub question: Patch<String>,
    /// How many options one ballot names at least.
    pub min_choices: Patch<i32>,
    /// How many at most.
    pub max_choices: Patch<i32>,
    /// When votes are first taken.
    pub opens_at: Patch<Instant>,
    /// From when on they no longer are.
    pub closes_at: Patch<Instant>,
    /// When readers see the tally.
    pub results: Patch<Results>,
    /// Who may vote.
    pub voters: Patch<Voters>,
    /// Whether it is shown on every page.
    pub featured: Patch<bool>,
}

impl PollFields {
    /// What the poll becomes.
    fn over(self, old: poll::Model, problems: &mut Problems) -> poll::Model {
        let question = problems.required(self.question, "input.question");
        let min_choices = problems.required(self.min_choices, "input.minChoices");
        let max_choices = problems.required(self.max_choices, "input.maxChoices");
        let min_choices = problems.number(min_choices, "input.minChoices", CHOICES);
        let max_choices = problems.number(max_choices, "input.maxChoices", CHOICES);
        let opens_at = problems.required(self.opens_at, "input.opensAt");
        poll::Model {
            question: problems.line(question, "input.question", MAX_TEXT).or(old.question.clone()),
            min_choices: min_choices.or(old.min_choices),
            max_choices: max_choices.or(old.max_choices),
            opens_at: opens_at.map(time::truncate).or(old.opens_at),
            closes_at: self.closes_at.map(time::truncate).over(old.closes_at),
            results: problems.required(self.results, "input.results").or(old.results),
            voters: problems.required(self.voters, "input.voters").or(old.voters),
            featured: problems.required(self.featured, "input.featured").or(old.featured),
            ..old
        }
    }
}

/// Creates a draft of a poll with these options.
pub async fn create(
    txn: &mut Transaction,
    fields: PollFields,
    options: Vec<String>,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Poll).await?;
    let new = fields.over(blank(txn.now), &mut problems);
    let texts = checked_texts(options, &mut problems);
    check(&new, &mut problems);
    problems.end()?;
    let poll_id = service::create(
        txn,
        NewPoll {
            question: new.question,
            options: texts.into_iter().map(|text| (text, 0)).collect(),
            choices: (new.min_choices, new.max_choices),
            opens_at: new.opens_at,
            closes_at: new.closes_at,
            results: new.results,
            voters: new.voters,
            featured: false,
            status: Status::Draft,
        },
    )
    .await?;
    txn.audit_on(Kind::Poll, poll_id, None);
    Ok(poll_id)
}

/// Changes what is said of a poll. If it is to be shown on every page, another one no longer is.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: PollFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Poll).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let new = fields.over(old.clone(), &mut problems);
    check(&new, &mut problems);
    check_frozen(txn, &old, &new, &mut problems).await?;
    if new.featured && !old.featured && new.status == Status::Draft {
        let message = "A draft is not shown on any page: publish it first";
        let problem = Problem::new(ProblemCode::IllegalTransition, message);
        problems.note(problem.at("input.featured"));
    }
    if new.status == Status::Published {
        check_options(txn, &new, "input.maxChoices", &mut problems).await?;
    }
    problems.end()?;
    if new == old {
        return Ok(old.id);
    }
    if new.featured && !old.featured {
        make_room(txn, new.id).await?;
    }
    save(txn, &old, new).await?;
    Ok(old.id)
}

/// Shows a draft to readers, from its opening on.
pub async fn publish(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Poll).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    check_status(&old, Status::Draft, &mut problems);
    check_options(txn, &old, "input.id", &mut problems).await?;
    problems.end()?;
    save(txn, &old, poll::Model { status: Status::Published, ..old.clone() }).await?;
    Ok(old.id)
}

/// Takes a poll out of sight; its votes stay.
pub async fn unpublish(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Poll).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    check_status(&old, Status::Published, &mut problems);
    problems.end()?;
    let new = poll::Model { status: Status::Draft, featured: false, ..old.clone() };
    save(txn, &old, new).await?;
    txn.removed(change::Node::Poll, old.id);
    Ok(old.id)
}

/// Deletes a poll for which nobody has voted.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Poll).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    if let Some(problem) = Problem::in_use(&[("votes", total_votes(txn, old.id).await?)]) {
        problems.note(problem);
    }
    problems.end()?;
    let (deleted_at, updated_at, version) = (Some(txn.now), txn.now, old.version + 1);
    let new = poll::Model { deleted_at, updated_at, version, ..old.clone() };
    txn.changed(&old, &new);
    // Codes are of no use any more.
    seal::seal(txn, &new).await?;
    store::update(&**txn, new).await?;
    if old.status == Status::Published {
        txn.removed(change::Node::Poll, old.id);
    }
    Ok(old.id)
}

/// The poll that somebody wants to change; what is wrong with that is noted.
async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<poll::Model>> {
    let row = match target.id {
        Some(id) => store::find_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

/// Saves a poll that became different.
async fn save(txn: &mut Transaction, old: &poll::Model, new: poll::Model) -> Result<()> {
    txn.changed(old, &new);
    save_version(txn, new).await
}

/// Saves the version that a change of a poll or of its options makes.
async fn save_version(txn: &mut Transaction, poll: poll::Model) -> Result<()> {
    let (poll_id, version, status) = (poll.id, poll.version + 1, poll.status);
    store::update(&**txn, poll::Model { updated_at: txn.now, version, ..poll }).await?;
    if status == Status::Published {
        txn.upserted(change::Node::Poll, poll_id);
    }
    Ok(())
}

/// No other poll is shown on every page from now on.
async fn make_room(txn: &mut Transaction, poll: Uuid) -> Result<()> {
    match store::featured_but(&**txn, poll).await? {
        Some(other) => save(txn, &other, poll::Model { featured: false, ..other.clone() }).await,
        None => Ok(()),
    }
}

fn check_status(poll: &poll::Model, needed: Status, problems: &mut Problems) {
    if poll.status != needed {
        let message = match needed {
            Status::Draft => "The poll is published already",
            Status::Published => "The poll is not published",
        };
        problems.note(Problem::new(ProblemCode::IllegalTransition, message).at("input.id"));
    }
}

/// What must be so of every poll.
fn check(poll: &poll::Model, problems: &mut Problems) {
    if poll.max_choices < poll.min_choices {
        let message = "It must not be less than `minChoices`";
        problems.note(Problem::new(ProblemCode::Invalid, message).at("input.maxChoices"));
    }
    if poll.closes_at.is_some_and(|closes_at| closes_at <= poll.opens_at) {
        let message = "It must lie behind the opening";
        problems.note(Problem::new(ProblemCode::TimeInvalid, message).at("input.closesAt"));
    }
}

/// What readers see has options to choose from, and as many as a ballot names.
async fn check_options(
    txn: &Transaction,
    poll: &poll::Model,
    field: &str,
    problems: &mut Problems,
) -> Result<()> {
    let needed = MIN_OPTIONS.max(usize::try_from(poll.max_choices).unwrap_or_default());
    if service::options_of(txn, poll.id).await?.len() < needed {
        let message = format!("A poll like this needs at least {needed} options");
        problems.note(Problem::new(ProblemCode::Required, message).at(field));
    }
    Ok(())
}

/// What votes mean stays, and nobody votes again where the count is over.
async fn check_frozen(
    txn: &Transaction,
    old: &poll::Model,
    new: &poll::Model,
    problems: &mut Problems,
) -> Result<()> {
    let moved = new.closes_at != old.closes_at;
    // Whatever the time was when somebody asked for it.
    let chain = ballots::chain(&**txn, old.id).await?;
    if moved && chain.is_some_and(|chain| chain.sealed_at.is_some()) {
        problems.note(options::frozen("input.closesAt"));
        return Ok(());
    }
    let reopened = moved && service::is_closed(old, txn.now);
    let changes = [
        ("input.question", new.question != old.question),
        ("input.minChoices", new.min_choices != old.min_choices),
        ("input.maxChoices", new.max_choices != old.max_choices),
        ("input.voters", new.voters != old.voters),
        ("input.closesAt", reopened),
    ];
    if changes.iter().any(|(_, changed)| *changed) && has_votes(txn, old.id).await? {
        for (field, _) in changes.iter().filter(|(_, changed)| *changed) {
            problems.note(options::frozen(field));
        }
    }
    Ok(())
}

/// A poll that opens now, of which nothing has been said yet.
fn blank(now: Instant) -> poll::Model {
    poll::Model {
        id: Uuid::nil(),
        question: String::new(),
        min_choices: 1,
        max_choices: 1,
        opens_at: now,
        closes_at: None,
        results: Results::Always,
        voters: Voters::Open,
        featured: false,
        status: Status::Draft,
        created_at: now,
        updated_at: now,
        version: 1,
        deleted_at: None,
    }
}
