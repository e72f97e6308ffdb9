//! Counting votes: all that wait for one poll in one transaction, in the order in which they came.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use entity::{
    ballot,
    poll::{self, Voters},
    poll_chain, poll_option, voter,
};
use sea_orm::prelude::Uuid;

use super::{
    chain::{self, Link},
    service::{self, MAX_OPTIONS},
    store::{self, OptionRow, ballots},
    voter::{Credentials, Voter, no_code},
};
use crate::platform::{
    error::{Error, Result},
    problem::{Problem, ProblemCode},
    time::Instant,
    transaction::Transaction,
};

/// Bytes of a secret of a poll: as many as SHA-256 has.
const SECRET: usize = 32;

/// What somebody wants to be counted.
#[derive(Clone, Debug)]
pub struct Vote {
    /// In which poll.
    pub poll: Uuid,
    /// The options, as they were named.
    pub choices: Vec<Uuid>,
    /// Whose it is.
    pub credentials: Credentials,
    /// When it came.
    pub now: Instant,
}

/// A poll right after some votes were counted.
#[derive(Debug)]
pub struct Tallied {
    /// The poll.
    pub poll: poll::Model,
    /// Its options with all votes.
    pub options: Vec<OptionRow>,
}

/// A ballot that is in the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// A random number that nobody else was told.
    pub number: Uuid,
    /// The link of the chain that it is.
    pub link: Link,
    /// Whether it was there before.
    pub repeated: bool,
}

/// What became of one vote.
#[derive(Debug)]
pub struct Verdict {
    /// The ballot, or why there is none.
    pub outcome: Result<Receipt, Problem>,
    /// The poll with all that were counted along, for one who has voted, now or before.
    pub tallied: Option<Arc<Tallied>>,
}

/// A ballot, as far as it decides about the next vote of the same voter.
struct Cast {
    receipt: Uuid,
    link: Link,
    choices: Vec<Uuid>,
}

/// Counts votes in one poll: eight statements for any number of them, one more for codes. What is
/// wrong with one is no matter of the others, and leaves nothing.
pub async fn count(txn: &Transaction, poll_id: Uuid, votes: &[Vote]) -> Result<Vec<Verdict>> {
    let Some(poll) = ballots::published(&**txn, poll_id).await? else {
        return Ok(votes.iter().map(|_| refused(not_open())).collect());
    };
    let chain = ballots::chain(&**txn, poll_id).await?;
    let options = store::options(&**txn, &[poll_id]).await?;
    let read = votes.iter().map(|vote| read(&poll, &options, vote)).collect::<Vec<_>>();
    if read.iter().all(Result::is_err) {
        return Ok(read.into_iter().filter_map(Result::err).map(refused).collect());
    }
    let chain = match chain {
        Some(chain) => chain,
        None => begin_chain(txn, &poll).await?,
    };
    let Some(secret) = &chain.secret else {
        return Ok(votes.iter().map(|_| refused(closed())).collect());
    };
    let read = read.into_iter().map(|read| read.map(|read| (read.voter.key(secret), read.choices)));
    let read: Vec<_> = read.collect();
    let keys: Vec<Vec<u8>> = read.iter().flatten().map(|(key, _)| key.clone()).collect();
    let mut count = Count {
        known: known(txn, poll_id, &keys).await?,
        codes: codes(txn, &poll, &keys).await?,
        head: head(&chain, &poll, &options)?,
        chain,
        voters: Vec::new(),
        ballots: Vec::new(),
    };
    let settled = read.into_iter().map(|read| match read {
        Ok((key, choices)) => count.settle(key, choices),
        Err(problem) => Ok(Err((problem, false))),
    });
    let settled = settled.collect::<Result<Vec<_>>>()?;
    let tallied = Arc::new(Tallied { options: count.save(txn, options).await?, poll });
    Ok(settled.into_iter().map(|settled| verdict(settled, &tallied)).collect())
}

/// A vote that may be counted if its voter has not voted.
struct Read {
    voter: Voter,
    choices: Vec<Uuid>,
}

fn read(poll: &poll::Model, options: &[OptionRow], vote: &Vote) -> Result<Read, Problem> {
    check_open(poll, vote.now)?;
    let voter = vote.credentials.voter(poll.voters)?;
    Ok(Read { voter, choices: check_choices(poll, options, &vote.choices)? })
}

/// The last link of a chain. The first one is made of what the poll asks, which may change until there
/// is a ballot.
fn head(chain: &poll_chain::Model, poll: &poll::Model, options: &[OptionRow]) -> Result<Link> {
    if chain.ballots > 0 {
        return Link::stored(&chain.head).ok_or(BROKEN_LINK);
    }
    let options: Vec<poll_option::Model> = options.iter().map(|(one, _)| one.clone()).collect();
    Ok(Link::first(&chain::definition(poll, &options)))
}

/// A stored link that is none.
const BROKEN_LINK: Error = Error::Broken("a stored link of a chain of ballots is none");

/// What a vote comes to; if it is refused, whether the voter has voted before.
type Settled = Result<Receipt, (Problem, bool)>;

/// A count that is under way.
struct Count {
    /// Ballots of voters who have voted, by the key of the voter.
    known: HashMap<Vec<u8>, Cast>,
    /// Keys that are codes of the poll, if it asks for codes.
    codes: Option<HashSet<Vec<u8>>>,
    chain: poll_chain::Model,
    head: Link,
    voters: Vec<voter::Model>,
    ballots: Vec<ballot::Model>,
}

impl Count {
    /// Puts one ballot into the box, unless the voter has one there.
    fn settle(&mut self, key: Vec<u8>, choices: Vec<Uuid>) -> Result<Settled> {
        if let Some(cast) = self.known.get(&key) {
            return Ok(match cast.choices == choices {
                true => Ok(Receipt { number: cast.receipt, link: cast.link, repeated: true }),
                false => Err((already_voted(), true)),
            });
        }
        if self.codes.as_ref().is_some_and(|codes| !codes.contains(&key)) {
            return Ok(Err((no_code(), false)));
        }
        let receipt = random_number()?;
        self.head = self.head.then(receipt, &choices);
        self.chain.ballots += 1;
        let (poll_id, position) = (self.chain.poll_id, self.chain.ballots);
        self.voters.push(voter::Model { poll_id, voter_key: key.clone(), position });
        self.ballots.push(ballot::Model {
            poll_id,
            position,
            receipt,
            choices: chain::write_choices(&choices),
            hash: self.head.0.to_vec(),
        });
        self.known.insert(key, Cast { receipt, link: self.head, choices });
        Ok(Ok(Receipt { number: receipt, link: self.head, repeated: false }))
    }

    /// Saves the new ballots and gives the options with all votes.
    async fn save(self, txn: &Transaction, mut options: Vec<OptionRow>) -> Result<Vec<OptionRow>> {
        if self.ballots.is_empty() {
            return Ok(options);
        }
        let mut more: HashMap<Uuid, i64> = HashMap::new();
        for ballot in &self.ballots {
            for choice in chain::read_choices(&ballot.choices).unwrap_or_default() {
                *more.entry(choice).or_default() += 1;
            }
        }
        for (option, votes) in &mut options {
            *votes += more.get(&option.id).copied().unwrap_or_default();
        }
        let poll_id = self.chain.poll_id;
        ballots::insert(&**txn, self.voters, self.ballots).await?;
        ballots::add_votes(&**txn, &more.into_iter().collect::<Vec<_>>()).await?;
        ballots::lengthen_chain(&**txn, poll_id, self.chain.ballots, &self.head.0).await?;
        Ok(options)
    }
}

/// Begins the chain of a poll that is locked and has none.
pub async fn begin_chain(txn: &Transaction, poll: &poll::Model) -> Result<poll_chain::Model> {
    let mut secret = vec![0; SECRET];
    fill(&mut secret)?;
    let begun = poll_chain::Model {
        poll_id: poll.id,
        ballots: 0,
        head: Vec::new(),
        secret: Some(secret),
        sealed_at: None,
    };
    ballots::begin_chain(&**txn, begun.clone()).await?;
    Ok(begun)
}

async fn known(txn: &Transaction, poll: Uuid, keys: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Cast>> {
    let known = ballots::ballots_of(&**txn, poll, keys).await?.into_iter().map(|ballot| {
        let choices = chain::read_choices(&ballot.choices);
        let choices = choices.ok_or(Error::Broken("choices of a stored ballot are no ids"))?;
        let link = Link::stored(&ballot.hash).ok_or(BROKEN_LINK)?;
        Ok((ballot.voter_key, Cast { receipt: ballot.receipt, link, choices }))
    });
    known.collect()
}

async fn codes(
    txn: &Transaction,
    poll: &poll::Model,
    keys: &[Vec<u8>],
) -> Result<Option<HashSet<Vec<u8>>>> {
    if poll.voters != Voters::Code {
        return Ok(None);
    }
    let codes = ballots::codes_among(&**txn, poll.id, keys).await?;
    Ok(Some(codes.into_iter().collect()))
}

/// Whether votes are taken. What readers do not see is not told from what is not there.
fn check_open(poll: &poll::Model, now: Instant) -> Result<(), Problem> {
    if now < poll.opens_at {
        return Err(not_open());
    }
    if service::is_closed(poll, now) { Err(closed()) } else { Ok(()) }
}

/// The choices in ascending order, if they are what the poll asks for.
fn check_choices(
    poll: &poll::Model,
    options: &[OptionRow],
    named: &[Uuid],
) -> Result<Vec<Uuid>, Problem> {
    let limit = |limit: i16| usize::try_from(limit).unwrap_or(MAX_OPTIONS);
    let (least, most) = (limit(poll.min_choices), limit(poll.max_choices));
    if named.len() > options.len() {
        return Err(too_many(most));
    }
    let mut choices = named.to_vec();
    choices.sort();
    for (place, choice) in named.iter().enumerate() {
        let field = format!("input.optionIds.{place}");
        if !options.iter().any(|(option, _)| option.id == *choice) {
            let message = "This is no option of the poll";
            return Err(Problem::new(ProblemCode::UnknownOption, message).at(&field));
        }
        if named[..place].contains(choice) {
            return Err(Problem::twice(&field));
        }
    }
    if choices.len() < least {
        let message = format!("Choose at least {least}");
        let problem = Problem::new(ProblemCode::TooFewChoices, message).limit(least);
        return Err(problem.at("input.optionIds"));
    }
    if choices.len() > most { Err(too_many(most)) } else { Ok(choices) }
}

/// More is chosen than may be.
fn too_many(most: usize) -> Problem {
    let message = format!("Choose at most {most}");
    Problem::new(ProblemCode::TooManyChoices, message).limit(most).at("input.optionIds")
}

fn verdict(settled: Settled, tallied: &Arc<Tallied>) -> Verdict {
    match settled {
        Ok(receipt) => Verdict { outcome: Ok(receipt), tallied: Some(tallied.clone()) },
        Err((problem, has_voted)) => {
            Verdict { outcome: Err(problem), tallied: has_voted.then(|| tallied.clone()) }
        }
    }
}

fn refused(problem: Problem) -> Verdict {
    Verdict { outcome: Err(problem), tallied: None }
}

fn not_open() -> Problem {
    let message = "There is no poll of this id that takes votes";
    Problem::new(ProblemCode::PollNotOpen, message).at("input.pollId")
}

fn closed() -> Problem {
    Problem::new(ProblemCode::PollClosed, "The poll takes no more votes").at("input.pollId")
}

fn already_voted() -> Problem {
    let message = "This voter has voted already, and otherwise: the first vote counts";
    Problem::new(ProblemCode::AlreadyVoted, message)
}

fn random_number() -> Result<Uuid> {
    let mut random = [0; 16];
    fill(&mut random)?;
    Ok(uuid::Builder::from_random_bytes(random).into_uuid())
}

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| Error::Broken("the system gives no random bytes"))
}
