//! What clients see of polls.

mod audit;

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, OneofObject, Result};
use entity::{
    poll::{self, Results, Status, Voters},
    poll_option,
};
use sea_orm::prelude::Uuid;

use super::{cast::Tallied, service, store::OptionRow};
use crate::{
    features::loaders,
    platform::{
        connection::{self, DEFAULT_COUNT, Listing},
        error::Error,
        graphql::{ContextExt as _, DateTime, public_id},
        id::Kind,
        scope::Scope,
    },
};

pub use self::audit::{BallotConnection, PollAudit};

/// A question to the readers.
#[derive(Clone, Debug)]
pub struct Poll {
    row: poll::Model,
    /// What is known of it because somebody has just voted.
    tallied: Option<Arc<Tallied>>,
}

/// A question to the readers.
#[Object]
impl Poll {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Poll, self.row.id)
    }

    /// What is asked.
    async fn question(&self) -> &str {
        &self.row.question
    }

    /// The answers, in their order.
    async fn options(&self, ctx: &Context<'_>) -> Option<Result<Vec<PollOption>>> {
        let options = self.option_rows(ctx).await;
        Some(options.map(|options| self.shown(ctx.scope(), options)).map_err(Into::into))
    }

    /// How many options one ballot names at least.
    async fn min_choices(&self) -> i32 {
        self.row.min_choices.into()
    }

    /// How many options one ballot names at most.
    async fn max_choices(&self) -> i32 {
        self.row.max_choices.into()
    }

    /// When votes are first taken.
    async fn opens_at(&self) -> DateTime {
        DateTime(self.row.opens_at)
    }

    /// From when on votes are no longer taken; null if that is not fixed.
    async fn closes_at(&self) -> Option<DateTime> {
        self.row.closes_at.map(DateTime)
    }

    /// Whether votes are taken now, by the clock of the server.
    async fn state(&self, ctx: &Context<'_>) -> PollState {
        let now = ctx.scope().now;
        if self.row.status == Status::Draft || now < self.row.opens_at {
            PollState::Pending
        } else if service::is_closed(&self.row, now) {
            PollState::Closed
        } else {
            PollState::Open
        }
    }

    /// Whether readers see it, from its opening on.
    async fn status(&self) -> PollStatus {
        self.row.status.into()
    }

    /// Whether it is the poll that is shown on every page.
    async fn featured(&self) -> bool {
        self.row.featured
    }

    /// Who may vote, once each.
    async fn voters(&self) -> PollVoters {
        self.row.voters.into()
    }

    /// When readers see the tally.
    async fn results(&self) -> PollResults {
        self.row.results.into()
    }

    /// Votes for all options; null while the tally is not shown.
    async fn total_votes(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        if !service::shows_results(ctx.scope(), &self.row, self.tallied.is_some()) {
            return None;
        }
        let options = self.option_rows(ctx).await;
        let total = |options: Vec<OptionRow>| options.iter().map(|(_, votes)| *votes).sum();
        Some(options.map(|options| connection::count(total(options))).map_err(Into::into))
    }

    /// Grows with each change of the poll or of its options; whoever changes them names the version
    /// that they have seen.
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When the poll was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

impl Poll {
    /// A poll as it is stored.
    pub fn new(row: poll::Model) -> Self {
        Self { row, tallied: None }
    }

    /// A poll as it stands right after the vote of the viewer.
    pub fn after_vote(tallied: Arc<Tallied>) -> Self {
        Self { row: tallied.poll.clone(), tallied: Some(tallied) }
    }

    async fn option_rows(&self, ctx: &Context<'_>) -> Result<Vec<OptionRow>, Arc<Error>> {
        if let Some(tallied) = &self.tallied {
            return Ok(tallied.options.clone());
        }
        let options = loaders::of(ctx).options_by_poll.load_one(self.row.id).await;
        options.map(Option::unwrap_or_default)
    }

    /// Its options, with what the viewer may know of their votes.
    pub fn shown(&self, scope: &Scope, options: Vec<OptionRow>) -> Vec<PollOption> {
        let votes: Vec<i64> = options.iter().map(|(_, votes)| *votes).collect();
        let shown = service::shows_results(scope, &self.row, self.tallied.is_some());
        let tallied = options.into_iter().zip(service::shares(&votes));
        tallied
            .map(|((option, votes), share)| PollOption {
                option,
                result: shown.then_some(Tally { votes, share }),
            })
            .collect()
    }
}

/// One answer that a poll offers.
#[derive(Clone, Debug)]
pub struct PollOption {
    option: poll_option::Model,
    result: Option<Tally>,
}

impl PollOption {
    /// The id of its row.
    pub fn row_id(&self) -> Uuid {
        self.option.id
    }
}

/// How one poll is named: give exactly one.
#[derive(Debug, OneofObject)]
pub enum PollBy {
    /// By id.
    Id(ID),
}

/// What an option has got so far.
#[derive(Clone, Copy, Debug)]
struct Tally {
    votes: i64,
    share: i32,
}

/// One answer that a poll offers.
#[Object]
impl PollOption {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::PollOption, self.option.id)
    }

    /// The answer.
    async fn text(&self) -> &str {
        &self.option.text
    }

    /// Votes for it; null while the tally is not shown.
    async fn votes(&self) -> Option<i32> {
        self.result.map(|tally| connection::count(tally.votes))
    }

    /// Whole per cent of all votes; null while the tally is not shown. The shares of a poll sum up
    /// to 100, or are all 0 before the first vote.
    async fn share(&self) -> Option<i32> {
        self.result.map(|tally| tally.share)
    }
}

/// Where a poll stands in the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Status")]
pub enum PollStatus {
    /// Readers do not see it.
    Draft,
    /// Readers see it from its opening on.
    Published,
}

/// Whether votes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PollState {
    /// Not yet. Only those who see drafts see it.
    Pending,
    /// Votes are taken.
    Open,
    /// No longer.
    Closed,
}

/// When readers see the tally. Accounts of the roles CHIEF and ADMIN and API keys with the scope
/// `READ_ALL` see it at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Results")]
pub enum PollResults {
    /// At any time.
    Always,
    /// After voting, and everybody once the poll is closed.
    AfterVote,
    /// Once the poll is closed.
    AfterClose,
}

/// Who may vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Voters")]
pub enum PollVoters {
    /// Every device, by the token that `voterTokenIssue` gives it.
    Open,
    /// Accounts, and readers of a program with an API key of the scope `VOTE`, which names each by an
    /// opaque id.
    SignedIn,
    /// Whoever was given one of the codes of `pollCodesGenerate`.
    Code,
}

/// Polls with the size of the list they come from.
pub type PollConnection = Listing<Poll, PollTotals>;

/// The size of the list of polls.
#[derive(Debug)]
pub struct PollTotals;

/// The size of the list of polls.
#[Object]
impl PollTotals {
    /// How many polls there are. Counting stops at `upTo`: that number means "so many or more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let up_to = connection::count_cap(up_to)?;
        Ok(connection::count(service::count(ctx.scope(), up_to).await?))
    }
}
