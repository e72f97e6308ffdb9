//! What clients say to change polls.

use async_graphql::{ID, InputObject, MaybeUndefined};
use sea_orm::prelude::Uuid;

use super::super::{
    types::{PollResults, PollVoters},
    write::PollFields,
};
use crate::platform::{
    form::{Patch, Problems, Target},
    graphql::{DateTime, Given},
    id::Kind,
};

/// A poll to be created.
#[derive(Debug, InputObject)]
pub struct PollCreateInput {
    /// What is asked, at most 500 characters.
    question: String,
    /// The answers in their order, at most 100 of 500 characters each. Two are needed to publish it.
    options: Option<Vec<String>>,
    /// How many options one ballot names at least; 1 if nothing is said.
    min_choices: Option<i32>,
    /// How many options one ballot names at most; 1 if nothing is said.
    max_choices: Option<i32>,
    /// When votes are first taken; now if nothing is said.
    opens_at: Option<Given<DateTime>>,
    /// From when on votes are no longer taken.
    closes_at: Option<Given<DateTime>>,
    /// When readers see the tally; at any time if nothing is said.
    results: Option<PollResults>,
    /// Who may vote; every device if nothing is said.
    voters: Option<PollVoters>,
}

impl PollCreateInput {
    pub fn read(self, problems: &mut Problems) -> (PollFields, Vec<String>) {
        let opens_at = problems.scalar(self.opens_at.into(), "input.opensAt");
        let closes_at = problems.scalar(self.closes_at.into(), "input.closesAt");
        let fields = PollFields {
            question: Patch::Set(self.question),
            min_choices: self.min_choices.into(),
            max_choices: self.max_choices.into(),
            opens_at: opens_at.map(|time| time.0),
            closes_at: closes_at.map(|time| time.0),
            results: Patch::from(self.results).map(Into::into),
            voters: Patch::from(self.voters).map(Into::into),
            featured: Patch::Keep,
        };
        (fields, self.options.unwrap_or_default())
    }
}

/// What becomes different of a poll: what is left out stays, null clears.
#[derive(Debug, InputObject)]
pub struct PollUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// What is asked; frozen once a vote exists.
    question: MaybeUndefined<String>,
    /// How many options one ballot names at least; frozen once a vote exists.
    min_choices: MaybeUndefined<i32>,
    /// How many options one ballot names at most; frozen once a vote exists.
    max_choices: MaybeUndefined<i32>,
    /// When votes are first taken.
    opens_at: MaybeUndefined<Given<DateTime>>,
    /// From when on votes are no longer taken; null: until somebody fixes it.
    closes_at: MaybeUndefined<Given<DateTime>>,
    /// When readers see the tally.
    results: MaybeUndefined<PollResults>,
    /// Who may vote; frozen once a vote exists.
    voters: MaybeUndefined<PollVoters>,
    /// Whether it is to be shown on every page; then another one no longer is. Not for drafts.
    featured: MaybeUndefined<bool>,
}

impl PollUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, PollFields) {
        let target = problems.target(Kind::Poll, &self.id, self.version, "input");
        let opens_at = problems.scalar(self.opens_at.into(), "input.opensAt");
        let closes_at = problems.scalar(self.closes_at.into(), "input.closesAt");
        let fields = PollFields {
            question: self.question.into(),
            min_choices: self.min_choices.into(),
            max_choices: self.max_choices.into(),
            opens_at: opens_at.map(|time| time.0),
            closes_at: closes_at.map(|time| time.0),
            results: Patch::from(self.results).map(Into::into),
            voters: Patch::from(self.voters).map(Into::into),
            featured: self.featured.into(),
        };
        (target, fields)
    }
}

/// A poll in the version that was seen of it.
#[derive(Debug, InputObject)]
pub struct PollVersionInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl PollVersionInput {
    pub fn read(self, problems: &mut Problems) -> Target {
        problems.target(Kind::Poll, &self.id, self.version, "input")
    }
}

/// An option to be added to a poll.
#[derive(Debug, InputObject)]
pub struct PollOptionCreateInput {
    /// Which poll.
    id: ID,
    /// The version that you have seen of the poll.
    version: i32,
    /// The answer, at most 500 characters; no two options of a poll say the same.
    text: String,
}

impl PollOptionCreateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, String) {
        (problems.target(Kind::Poll, &self.id, self.version, "input"), self.text)
    }
}

/// Another text for an option.
#[derive(Debug, InputObject)]
pub struct PollOptionUpdateInput {
    /// Which poll.
    id: ID,
    /// The version that you have seen of the poll.
    version: i32,
    /// Which of its options.
    option_id: ID,
    /// The answer, at most 500 characters; no two options of a poll say the same.
    text: String,
}

impl PollOptionUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Option<Uuid>, String) {
        let target = problems.target(Kind::Poll, &self.id, self.version, "input");
        let option = problems.id(Kind::PollOption, &self.option_id, "input.optionId");
        (target, option, self.text)
    }
}

/// An option to be deleted.
#[derive(Debug, InputObject)]
pub struct PollOptionDeleteInput {
    /// Which poll.
    id: ID,
    /// The version that you have seen of the poll.
    version: i32,
    /// Which of its options.
    option_id: ID,
}

impl PollOptionDeleteInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Option<Uuid>) {
        let target = problems.target(Kind::Poll, &self.id, self.version, "input");
        (target, problems.id(Kind::PollOption, &self.option_id, "input.optionId"))
    }
}

/// An order of the options of a poll.
#[derive(Debug, InputObject)]
pub struct PollOptionsReorderInput {
    /// Which poll.
    id: ID,
    /// The version that you have seen of the poll.
    version: i32,
    /// The ids of all its options, each once.
    option_ids: Vec<ID>,
}

impl PollOptionsReorderInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Vec<Option<Uuid>>) {
        let target = problems.target(Kind::Poll, &self.id, self.version, "input");
        (target, problems.ids(Kind::PollOption, &self.option_ids, "input.optionIds"))
    }
}

/// A poll that is to have codes.
#[derive(Debug, InputObject)]
pub struct PollCodesGenerateInput {
    /// Which one.
    poll_id: ID,
    /// How many codes, 1 to 1000; ask again for more. A poll has at most 100000.
    count: i32,
}

impl PollCodesGenerateInput {
    pub fn read(self, problems: &mut Problems) -> (Option<Uuid>, i32) {
        (problems.id(Kind::Poll, &self.poll_id, "input.pollId"), self.count)
    }
}

/// A vote.
#[derive(Debug, InputObject)]
pub struct PollVoteInput {
    /// In which poll.
    pub poll_id: ID,
    /// The options chosen, each once.
    pub option_ids: Vec<ID>,
    /// The token of the device, from `voterTokenIssue`: for polls whose `voters` are `OPEN`.
    pub voter_token: Option<String>,
    /// For polls whose `voters` are `SIGNED_IN`, from a program with an API key of the scope `VOTE`:
    /// the reader for whom it votes, as an opaque id that is always the same for the same reader, at
    /// most 128 characters. Never a name, an address or a number of a document.
    pub reader_id: Option<String>,
    /// For polls whose `voters` are `CODE`: the code, as it was printed, in either case.
    pub code: Option<String>,
}
