//! What clients see of polls.

use async_graphql::{Context, Enum, ID, Object, OneofObject, Result};
use entity::{
    poll::{self, Results, Status},
    poll_option,
};
use sea_orm::prelude::Uuid;

use super::{service, store::OptionRow};
use crate::{
    features::loaders,
    platform::{
        connection::{self, DEFAULT_COUNT, Listing},
        graphql::{ContextExt as _, DateTime, public_id},
        id::Kind,
        scope::Scope,
    },
};

/// A question to the readers.
#[derive(Clone, Debug)]
pub struct Poll(pub poll::Model);

/// A question to the readers.
#[Object]
impl Poll {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Poll, self.0.id)
    }

    /// What is asked.
    async fn question(&self) -> &str {
        &self.0.question
    }

    /// The answers, in their order.
    async fn options(&self, ctx: &Context<'_>) -> Option<Result<Vec<PollOption>>> {
        let options = loaders::of(ctx).options_by_poll.load_one(self.0.id).await;
        let options = options.map(|options| self.tallied(ctx.scope(), options.unwrap_or_default()));
        Some(options.map_err(Into::into))
    }

    /// How many options one ballot names at least.
    async fn min_choices(&self) -> i32 {
        self.0.min_choices.into()
    }

    /// How many options one ballot names at most.
    async fn max_choices(&self) -> i32 {
        self.0.max_choices.into()
    }

    /// When votes are first taken.
    async fn opens_at(&self) -> DateTime {
        DateTime(self.0.opens_at)
    }

    /// From when on votes are no longer taken; null if that is not fixed.
    async fn closes_at(&self) -> Option<DateTime> {
        self.0.closes_at.map(DateTime)
    }

    /// Whether votes are taken now, by the clock of the server.
    async fn state(&self, ctx: &Context<'_>) -> PollState {
        let now = ctx.scope().now;
        if self.0.status == Status::Draft || now < self.0.opens_at {
            PollState::Pending
        } else if service::is_closed(&self.0, now) {
            PollState::Closed
        } else {
            PollState::Open
        }
    }

    /// Whether readers see it, from its opening on.
    async fn status(&self) -> PollStatus {
        self.0.status.into()
    }

    /// Whether it is the poll that is shown on every page.
    async fn featured(&self) -> bool {
        self.0.featured
    }

    /// When readers see the tally.
    async fn results(&self) -> PollResults {
        self.0.results.into()
    }

    /// Votes for all options; null while the tally is not shown.
    async fn total_votes(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        if !service::shows_results(ctx.scope(), &self.0) {
            return None;
        }
        let options = loaders::of(ctx).options_by_poll.load_one(self.0.id).await;
        let total = |options: Option<Vec<(poll_option::Model, i64)>>| {
            options.unwrap_or_default().iter().map(|(_, votes)| *votes).sum()
        };
        Some(options.map(|options| connection::count(total(options))).map_err(Into::into))
    }

    /// Grows with each change of the poll or of its options; whoever changes them names the version
    /// that they have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the poll was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

impl Poll {
    /// Its options, with what the viewer may know of their votes.
    pub fn tallied(&self, scope: &Scope, options: Vec<OptionRow>) -> Vec<PollOption> {
        let votes: Vec<i64> = options.iter().map(|(_, votes)| *votes).collect();
        let shown = service::shows_results(scope, &self.0);
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

/// When readers see the tally.
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
