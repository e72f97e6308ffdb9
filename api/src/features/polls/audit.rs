//! The ballots of a poll as everybody may read and recompute them, once nothing ties them to voters.

use std::collections::HashMap;

use entity::{ballot, poll, poll_chain, poll_option};
use futures_util::{Stream, StreamExt as _, stream};
use sea_orm::{ConnectionTrait, prelude::Uuid};

use super::{
    chain::{self, Link},
    lines::{BallotLine, End, Opening, OptionTally, line},
    service,
    store::{self, ballots},
    verify::{Fault, PublicBallot, Recount, Totals},
};
use crate::platform::{
    error::{Error, Result},
    id::{self, Kind},
    paging::{Page, Range, Sorting},
    scope::Scope,
    time::Instant,
};

/// Ballots that are read at once.
const PAGE: u64 = 1_000;
/// The one order of ballots.
pub const COUNTED: Sorting = Sorting { name: "ballot.position:asc", descending: false };

/// A poll with all that is said of its ballots.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The poll.
    pub poll: poll::Model,
    /// Its options, each with how often it was chosen here, and what a former portal had counted.
    pub options: Vec<(poll_option::Model, i64, i64)>,
    /// What the first link is made of.
    pub definition: String,
    /// The first link.
    pub first: Link,
    /// How many ballots there are.
    pub ballots: i64,
    /// The last link.
    pub last: Link,
    /// When the keys of the voters were erased; none while it is not sealed.
    pub sealed_at: Option<Instant>,
}

/// The audit of a poll that the viewer may see; none while it is not closed and sealed.
pub async fn find(scope: &Scope, poll: Uuid) -> Result<Option<Audit>> {
    let Some(poll) = store::find_many(scope, &[poll]).await?.pop() else { return Ok(None) };
    let chain = ballots::chain(scope.reader(), poll.id).await?;
    let is_sealed = chain.as_ref().is_some_and(|chain| chain.sealed_at.is_some());
    match service::is_closed(&poll, scope.now) && is_sealed {
        true => Audit::read(scope.reader(), poll, chain).await.map(Some),
        false => Ok(None),
    }
}

/// One page of the ballots of an audit.
pub async fn page(scope: &Scope, audit: &Audit, range: &Range) -> Result<Page<PublicBallot>> {
    let Page { rows, has_previous, has_next } = ballots::page(scope, audit.poll.id, range).await?;
    let rows = rows.into_iter().map(|(position, row)| {
        let row = row.and_then(|row| public(row).map_err(Into::into));
        (position, row)
    });
    Ok(Page { rows: rows.collect(), has_previous, has_next })
}

/// The whole audit as lines of JSON, see `docs/polls.md`: what is asked, each ballot, the tally.
pub fn lines(scope: Scope, audit: Audit) -> impl Stream<Item = Result<String>> + Send + 'static {
    let opening = line(&Opening::of(&audit));
    let end = line(&End::of(&audit));
    let poll = audit.poll.id;
    let ballots = stream::try_unfold(0, move |position| {
        let scope = scope.clone();
        async move {
            let rows = ballots::behind(scope.reader(), poll, position, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.position) else { return Ok(None) };
            let lines = rows.into_iter().map(|row| Ok(line(&BallotLine::of(&public(row)?))));
            Ok::<_, Error>(Some((lines.collect::<Result<String>>()?, last)))
        }
    });
    let opening = stream::once(async { Ok(opening) });
    opening.chain(ballots).chain(stream::once(async { Ok(end) }))
}

/// What came of recounting a stored poll.
#[derive(Debug)]
pub struct Recounted {
    /// The poll.
    pub poll: poll::Model,
    /// What was recounted, or what does not agree.
    pub outcome: Result<Totals, Fault>,
}

/// Recounts polls from their stored ballots, open ones as well: this one, or all that there are, also
/// those that nothing says to have any. Each is read as it stands at one moment.
pub async fn recount(scope: &Scope, poll: Option<Uuid>) -> Result<Vec<Recounted>> {
    let ids = match poll {
        Some(poll) => vec![poll],
        None => store::ids(scope.reader()).await?,
    };
    let mut recounted = Vec::new();
    for poll in store::find_many(scope, &ids).await? {
        let db = scope.snapshot().await?;
        let chain = ballots::chain(&*db, poll.id).await?;
        let outcome = match Audit::read(&*db, poll.clone(), chain).await {
            Ok(audit) => recount_one(&*db, &audit).await?,
            Err(Error::Broken(what)) => Err(Fault::Broken(what)),
            Err(error) => return Err(error),
        };
        db.end().await?;
        recounted.push(Recounted { poll, outcome });
    }
    Ok(recounted)
}

async fn recount_one(db: &impl ConnectionTrait, audit: &Audit) -> Result<Result<Totals, Fault>> {
    let mut recount = match Recount::begin(&audit.definition) {
        Ok(recount) => recount,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut position = 0;
    loop {
        let rows = ballots::behind(db, audit.poll.id, position, PAGE).await?;
        let Some(last) = rows.last().map(|row| row.position) else { break };
        for row in rows {
            let unreadable = Fault::Unreadable(row.position);
            let taken = public(row).map_err(|_| unreadable).and_then(|row| recount.take(&row));
            if let Err(fault) = taken {
                return Ok(Err(fault));
            }
        }
        position = last;
    }
    Ok(recount.end(&audit.totals()))
}

impl Audit {
    async fn read(
        db: &impl ConnectionTrait,
        poll: poll::Model,
        chain: Option<poll_chain::Model>,
    ) -> Result<Self> {
        let rows = store::options(db, &[poll.id]).await?;
        let ids: Vec<Uuid> = rows.iter().map(|(option, _)| option.id).collect();
        let imported = ballots::imported(db, &ids).await?;
        let options = rows.into_iter().map(|(option, votes)| {
            let imported = imported.get(&option.id).copied().unwrap_or_default();
            (option, votes - imported, imported)
        });
        let options: Vec<_> = options.collect();
        let asked: Vec<_> = options.iter().map(|(option, ..)| option.clone()).collect();
        let definition = chain::definition(&poll, &asked);
        let first = Link::first(&definition);
        let (ballots, last, sealed_at) = match chain {
            Some(chain) if chain.ballots > 0 => {
                let last = Link::stored(&chain.head);
                let broken = Error::Broken("a stored link of a chain of ballots is none");
                (chain.ballots, last.ok_or(broken)?, chain.sealed_at)
            }
            chain => (0, first, chain.and_then(|chain| chain.sealed_at)),
        };
        Ok(Self { poll, options, definition, first, ballots, last, sealed_at })
    }

    fn totals(&self) -> Totals {
        let counted = self.options.iter().map(|(option, counted, _)| (option.id, *counted));
        let counted: HashMap<_, _> = counted.collect();
        Totals { ballots: self.ballots, last: self.last, counted }
    }
}

impl Opening {
    fn of(audit: &Audit) -> Self {
        let definition = audit.definition.clone();
        let poll = id::encode(Kind::Poll, audit.poll.id);
        Self { poll, definition, first: audit.first.to_string() }
    }
}

impl End {
    fn of(audit: &Audit) -> Self {
        let tally = audit.options.iter().map(|(option, counted, imported)| OptionTally {
            option: id::encode(Kind::PollOption, option.id),
            text: option.text.clone(),
            counted: *counted,
            imported: *imported,
        });
        Self { ballots: audit.ballots, last: audit.last.to_string(), tally: tally.collect() }
    }
}

/// A stored ballot as it is published.
fn public(row: ballot::Model) -> Result<PublicBallot> {
    let broken = || Error::Broken("a stored ballot cannot be read");
    Ok(PublicBallot {
        position: row.position,
        receipt: row.receipt,
        choices: chain::read_choices(&row.choices).ok_or_else(broken)?,
        link: Link::stored(&row.hash).ok_or_else(broken)?,
    })
}
