//! What clients see of the ballots of a poll that is over.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{Poll, PollOption};
use crate::{
    features::polls::{
        audit::{self, Audit, COUNTED},
        verify::PublicBallot,
    },
    platform::{
        connection::{self, DEFAULT_COUNT, Listing},
        graphql::{ContextExt as _, DateTime, public_id},
        id::Kind,
        paging::{Page, PageArguments},
    },
};

/// Everything from which the tally of a poll can be recomputed. The documentation of polls says how,
/// what it proves, and what not. `GET /v1/polls/{id}/audit` has all of it as one file.
#[derive(Debug)]
pub struct PollAudit(pub Audit);

/// Everything from which the tally of a poll can be recomputed. The documentation of polls says how,
/// what it proves, and what not. `GET /v1/polls/{id}/audit` has all of it as one file.
#[Object]
impl PollAudit {
    /// The poll.
    async fn poll(&self) -> Option<Poll> {
        Some(Poll::new(self.0.poll.clone()))
    }

    /// When what tied ballots to voters was erased.
    async fn sealed_at(&self) -> Option<DateTime> {
        self.0.sealed_at.map(DateTime)
    }

    /// The text that the first link of the chain is the digest of: what is asked, line by line.
    async fn definition(&self) -> &str {
        &self.0.definition
    }

    /// The first link: SHA-256 of `definition`, 64 hexadecimal digits.
    async fn first_hash(&self) -> String {
        self.0.first.to_string()
    }

    /// The last link: that of the last ballot, or the first one if there is none.
    async fn last_hash(&self) -> String {
        self.0.last.to_string()
    }

    /// How many ballots there are.
    async fn ballot_count(&self) -> i32 {
        connection::count(self.0.ballots)
    }

    /// How often each option was chosen, in their order.
    async fn tally(&self, ctx: &Context<'_>) -> Option<Vec<PollAuditTally>> {
        let rows = self.0.options.iter();
        let options =
            rows.clone().map(|(option, counted, imported)| (option.clone(), counted + imported));
        let options = Poll::new(self.0.poll.clone()).shown(ctx.scope(), options.collect());
        let tally =
            options.into_iter().zip(rows).map(|(option, (_, counted, imported))| PollAuditTally {
                option: Some(option),
                counted: connection::count(*counted),
                imported: connection::count(*imported),
            });
        Some(tally.collect())
    }

    /// The ballots, in the order in which they were counted.
    async fn ballots(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<BallotConnection>> {
        Some(self.list(ctx, PageArguments { first, after, last, before }).await)
    }
}

impl PollAudit {
    async fn list(&self, ctx: &Context<'_>, page: PageArguments) -> Result<BallotConnection> {
        let cursors = ctx.scope().cursors(COUNTED);
        let range = page.range(&cursors)?;
        let page = match connection::reads_rows(ctx) {
            true => audit::page(ctx.scope(), &self.0, &range).await?,
            false => Page::default(),
        };
        Ok(connection::listing(page, cursors, BallotTotals(self.0.ballots), Ballot))
    }
}

/// How often one option was chosen.
#[derive(Debug, SimpleObject)]
pub struct PollAuditTally {
    /// The option.
    option: Option<PollOption>,
    /// How many ballots choose it.
    counted: i32,
    /// How many votes it brought along from a former portal, of which there are no ballots.
    imported: i32,
}

/// What one voter chose. Nothing tells who.
#[derive(Debug)]
pub struct Ballot(PublicBallot);

/// What one voter chose. Nothing tells who.
#[Object]
impl Ballot {
    /// Its place, from 1 on.
    async fn position(&self) -> i32 {
        connection::count(self.0.position)
    }

    /// The random number that its voter was told: 32 hexadecimal digits.
    async fn receipt(&self) -> String {
        self.0.receipt.simple().to_string()
    }

    /// Ids of the options, in ascending order.
    async fn option_ids(&self) -> Vec<ID> {
        self.0.choices.iter().map(|option| public_id(Kind::PollOption, *option)).collect()
    }

    /// The link of the chain: SHA-256 of three lines, which are the link before it, `receipt`, and
    /// `optionIds` with commas between them; 64 hexadecimal digits.
    async fn hash(&self) -> String {
        self.0.link.to_string()
    }
}

/// Ballots with their number.
pub type BallotConnection = Listing<Ballot, BallotTotals>;

/// How many ballots there are.
#[derive(Debug)]
pub struct BallotTotals(i64);

/// How many ballots there are.
#[Object]
impl BallotTotals {
    /// How many ballots there are. `upTo` caps the number: it then means "so many or more".
    async fn total_count(
        &self,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let cap = connection::count_cap(up_to)?;
        Ok(connection::count(self.0.min(i64::try_from(cap).unwrap_or(i64::MAX))))
    }
}
