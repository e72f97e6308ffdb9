//! Voting.

use async_graphql::{Context, ID, Result, SimpleObject};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        ballot_box::BallotBox,
        cast::{Verdict, Vote},
        service::MAX_OPTIONS,
        types::Poll,
        voter::{self, Credentials, MAX_CODE, MAX_READER},
    },
    input::PollVoteInput,
};
use crate::{
    features::participation::{self, Participation},
    platform::{
        form::Problems,
        graphql::ContextExt as _,
        id::Kind,
        outcome::{Mutation, Refusal, UserError, user_errors},
        problem::{Problem, ProblemCode},
        scope::Scope,
        viewer::{KeyScope, Viewer},
    },
};

/// `pollVote`, and what it may find wrong.
#[derive(Debug)]
pub struct PollVote;

impl Mutation for PollVote {
    const NAME: &'static str = "PollVote";
    const CODES: &'static [ProblemCode] = &[
        ProblemCode::AlreadyVoted,
        ProblemCode::PollNotOpen,
        ProblemCode::PollClosed,
        ProblemCode::UnknownOption,
        ProblemCode::TooFewChoices,
        ProblemCode::TooManyChoices,
        ProblemCode::Duplicate,
        ProblemCode::TokenInvalid,
        ProblemCode::SignInRequired,
        ProblemCode::CodeInvalid,
        ProblemCode::RateLimited,
        ProblemCode::Required,
        ProblemCode::Invalid,
        ProblemCode::TooLong,
        ProblemCode::IdInvalid,
        ProblemCode::Forbidden,
    ];
}

/// What came of a vote.
#[derive(Debug, SimpleObject)]
pub struct PollVotePayload {
    /// The poll with its results, as far as they are shown to one who has voted, now or before; null
    /// for a vote that could not be counted from anybody.
    poll: Option<Poll>,
    /// What proves that the ballot is counted; null if none is.
    receipt: Option<VoteReceipt>,
    /// What to mend; empty if the ballot is in the box.
    user_errors: Vec<UserError<PollVote>>,
}

/// What a voter keeps to find the own ballot among those that `pollAudit` shows once the poll is
/// closed. It shows what was chosen to whoever has it.
#[derive(Debug, SimpleObject)]
pub struct VoteReceipt {
    /// A random number of the ballot: 32 hexadecimal digits.
    number: String,
    /// Digest of the ballot and of all before it: SHA-256, 64 hexadecimal digits.
    hash: String,
    /// Whether the ballot was in the box before: the vote was sent again.
    repeated: bool,
}

/// Counts a vote.
pub async fn vote(ctx: &Context<'_>, input: PollVoteInput) -> Result<PollVotePayload> {
    let participation = participation::of(ctx);
    let scope = ctx.scope();
    // A program that vouches for readers is known, and brings the votes of many.
    let is_program = matches!(scope.viewer, Viewer::Key(key) if key.scopes.has(KeyScope::Vote));
    if !is_program && let Err(problem) = participation.admit_vote(scope.origin.network) {
        return refused(ctx, vec![problem]);
    }
    let vote = match read(scope, participation, input) {
        Ok(vote) => vote,
        Err(problems) => return refused(ctx, problems),
    };
    let Verdict { outcome, tallied } = ctx.data_unchecked::<BallotBox>().put(vote).await?;
    let poll = tallied.map(Poll::after_vote);
    match outcome {
        Ok(receipt) => {
            let receipt = VoteReceipt {
                number: receipt.number.simple().to_string(),
                hash: receipt.link.to_string(),
                repeated: receipt.repeated,
            };
            Ok(PollVotePayload { poll, receipt: Some(receipt), user_errors: Vec::new() })
        }
        Err(problem) => Ok(PollVotePayload { poll, ..refused(ctx, vec![problem])? }),
    }
}

fn refused(ctx: &Context<'_>, problems: Vec<Problem>) -> Result<PollVotePayload> {
    Ok(PollVotePayload { poll: None, receipt: None, user_errors: user_errors(ctx, problems)? })
}

/// What can be said of a vote without looking at its poll.
fn read(
    scope: &Scope,
    participation: &Participation,
    input: PollVoteInput,
) -> Result<Vote, Vec<Problem>> {
    let mut problems = Problems::default();
    let poll = problems.id(Kind::Poll, &input.poll_id, "input.pollId");
    let choices = read_choices(&input.option_ids, &mut problems);
    let device = input.voter_token.and_then(|token| {
        let device = participation.tokens.read(&token, scope.now);
        problems.keep(device.map_err(|problem| problem.at("input.voterToken")))
    });
    let reader = problems.line(input.reader_id.into(), "input.readerId", MAX_READER);
    let code = problems.line(input.code.into(), "input.code", MAX_CODE);
    let credentials = Credentials {
        viewer: scope.viewer,
        device,
        reader: reader.map(|reader| voter::reader(&reader)).over(None),
        code: code.over(None),
    };
    match (poll, problems.end()) {
        (Some(poll), Ok(())) => Ok(Vote { poll, choices, credentials, now: scope.now }),
        (_, Err(Refusal::Problems(problems))) => Err(problems),
        _ => Err(vec![Problem::not_found("input.pollId")]),
    }
}

/// The ids. Of those beyond what any poll has, one tells that there are too many for this one.
fn read_choices(given: &[ID], problems: &mut Problems) -> Vec<Uuid> {
    let given = &given[..given.len().min(MAX_OPTIONS + 1)];
    let read = problems.ids(Kind::PollOption, given, "input.optionIds");
    read.into_iter().flatten().collect()
}
