//! What every reader may do who takes part: the token that stands for a device, and how fast a
//! network may go on. Nothing of who a reader is: neither an address nor a name is kept.

mod mutation;
pub mod token;

use std::{net::IpAddr, time};

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use self::token::Mint;
use crate::platform::{
    error::Result,
    pace::{Buckets, Pace},
    problem::{Problem, ProblemCode},
    secret::{self, Purpose},
    time::Instant,
};

pub use mutation::{ParticipationMutations, of};

/// How fast one network may take part. An office of 200 behind one address can do each of these at
/// the same moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParticipationTerms {
    /// Tokens in a minute; default 60; 0: any number.
    pub tokens_per_minute: u32,
    /// Tokens at once; default 300.
    pub tokens_burst: u32,
    /// Votes in a minute; default 120; 0: any number.
    pub votes_per_minute: u32,
    /// Votes at once; default 600.
    pub votes_burst: u32,
    /// Views in a minute; default 1200; 0: any number.
    pub views_per_minute: u32,
    /// Views at once; default 3000.
    pub views_burst: u32,
}

impl Default for ParticipationTerms {
    fn default() -> Self {
        Self {
            tokens_per_minute: 60,
            tokens_burst: 300,
            votes_per_minute: 120,
            votes_burst: 600,
            views_per_minute: 1_200,
            views_burst: 3_000,
        }
    }
}

impl ParticipationTerms {
    /// What is wrong with them, and what it must be.
    pub fn fault(&self) -> Option<(&'static str, String)> {
        let paces = [
            ("participation.tokens_burst", self.tokens_per_minute, self.tokens_burst),
            ("participation.votes_burst", self.votes_per_minute, self.votes_burst),
            ("participation.views_burst", self.views_per_minute, self.views_burst),
        ];
        let wrong = paces.iter().find(|(_, per_minute, burst)| *per_minute > 0 && *burst == 0);
        wrong.map(|(name, ..)| (*name, "must be at least 1".to_owned()))
    }
}

/// What everybody who takes part has to do with; lives as long as the process.
#[derive(Debug)]
pub struct Participation {
    /// Makes tokens and reads them.
    pub tokens: Mint,
    token_pace: Buckets,
    vote_pace: Buckets,
    view_pace: Buckets,
}

impl Participation {
    /// Loads the key that tokens are signed with.
    pub async fn open(
        db: &impl ConnectionTrait,
        terms: &ParticipationTerms,
        now: Instant,
    ) -> Result<Self> {
        let key = secret::key(db, Purpose::VoterTokens, now).await?;
        let pace = |per_minute, burst| Buckets::new(Pace { per_minute, burst });
        Ok(Self {
            tokens: Mint::new(&key),
            token_pace: pace(terms.tokens_per_minute, terms.tokens_burst),
            vote_pace: pace(terms.votes_per_minute, terms.votes_burst),
            view_pace: pace(terms.views_per_minute, terms.views_burst),
        })
    }

    /// Whether this network may have one token more.
    pub fn admit_token(&self, network: Option<IpAddr>) -> Result<(), Problem> {
        admit(&self.token_pace, network, 1).map_err(slow_down)
    }

    /// Whether this network may vote once more.
    pub fn admit_vote(&self, network: Option<IpAddr>) -> Result<(), Problem> {
        admit(&self.vote_pace, network, 1).map_err(slow_down)
    }

    /// Whether this network may tell of so many views; otherwise the seconds to wait.
    pub fn admit_views(&self, network: Option<IpAddr>, views: u32) -> Result<(), u64> {
        admit(&self.view_pace, network, views)
    }
}

/// A network asks too fast: what it is told.
pub fn slow_down(seconds: u64) -> Problem {
    let message = format!("Too much comes from your network: try again in {seconds} s");
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    Problem::new(ProblemCode::RateLimited, message).retry_after(seconds)
}

/// This machine itself may do as it likes, see [`Origin`](crate::platform::origin::Origin).
fn admit(buckets: &Buckets, network: Option<IpAddr>, cost: u32) -> Result<(), u64> {
    network.map_or(Ok(()), |network| buckets.take(network, cost, time::Instant::now()))
}
