//! Recomputing a poll from its ballots: what anybody can do who has them, and so does this program.

use std::collections::HashMap;

use sea_orm::prelude::Uuid;

use super::chain::{FORM, Link};
use crate::platform::id::{self, Kind};

/// One ballot as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicBallot {
    /// From 1 on.
    pub position: i64,
    /// The random number that its voter was told.
    pub receipt: Uuid,
    /// What was chosen.
    pub choices: Vec<Uuid>,
    /// The link of the chain that it is.
    pub link: Link,
}

/// What is said of a poll as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// How many ballots there are.
    pub ballots: i64,
    /// The last link of their chain.
    pub last: Link,
    /// How often each option was chosen here.
    pub counted: HashMap<Uuid, i64>,
}

/// What does not agree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// What the first link is made of cannot be read.
    #[error("the definition of the poll is none of this form")]
    Definition,
    /// The first link is another one.
    #[error("the first link is not that of the definition")]
    First,
    /// What is said to be asked is not what the definition says.
    #[error("{0} is not what the definition of the poll has")]
    Asked(String),
    /// What the poll says of its chain cannot be read.
    #[error("{0}")]
    Broken(&'static str),
    /// A ballot is none.
    #[error("ballot {0} cannot be read")]
    Unreadable(i64),
    /// A ballot is missing, or one is there twice.
    #[error("ballot {expected} should follow, but ballot {found} does")]
    Position {
        /// The next place.
        expected: i64,
        /// What stands there.
        found: i64,
    },
    /// A ballot could not have been cast.
    #[error("ballot {0} chooses what nobody could choose")]
    Choices(i64),
    /// A ballot, or one before it, is not what was counted.
    #[error("ballot {0} does not fit the chain")]
    Chain(i64),
    /// Ballots are missing at the end, or were added there.
    #[error("there are {found} ballots, and the poll says {said}")]
    Ballots {
        /// As many as the poll has by its own word.
        said: i64,
        /// As many as there are.
        found: i64,
    },
    /// The last link is another one.
    #[error("the chain does not end as the poll says")]
    End,
    /// The tally is not that of the ballots.
    #[error("option {option} was chosen {found} times, and the tally says {said}")]
    Tally {
        /// `opt_…`
        option: String,
        /// As often as it was chosen by the word of the tally.
        said: i64,
        /// As often as ballots have it.
        found: i64,
    },
}

/// A recount that is under way.
#[derive(Debug)]
pub struct Recount {
    asked: Asked,
    totals: Totals,
}

/// What a poll asks, as its definition has it.
#[derive(Debug)]
struct Asked {
    poll: Uuid,
    /// Fewest and most choices.
    choices: (usize, usize),
    options: HashMap<Uuid, String>,
}

impl Recount {
    /// Begins with what the poll asks, see [`definition`](super::chain::definition).
    pub fn begin(definition: &str) -> Result<Self, Fault> {
        let asked = Asked::read(definition).ok_or(Fault::Definition)?;
        let counted = asked.options.keys().map(|option| (*option, 0)).collect();
        Ok(Self { asked, totals: Totals { ballots: 0, last: Link::first(definition), counted } })
    }

    /// The poll.
    pub fn poll(&self) -> Uuid {
        self.asked.poll
    }

    /// What an option says; none if there is no such option.
    pub fn option(&self, option: Uuid) -> Option<&str> {
        self.asked.options.get(&option).map(String::as_str)
    }

    /// The first link.
    pub fn first(&self) -> Link {
        self.totals.last
    }

    /// Takes the next ballot.
    pub fn take(&mut self, ballot: &PublicBallot) -> Result<(), Fault> {
        let expected = self.totals.ballots + 1;
        if ballot.position != expected {
            return Err(Fault::Position { expected, found: ballot.position });
        }
        let chosen = &ballot.choices;
        let (least, most) = self.asked.choices;
        if !(least..=most).contains(&chosen.len()) || !chosen.is_sorted_by(|a, b| a < b) {
            return Err(Fault::Choices(expected));
        }
        for choice in chosen {
            let count = self.totals.counted.get_mut(choice).ok_or(Fault::Choices(expected))?;
            *count += 1;
        }
        let link = self.totals.last.then(ballot.receipt, chosen);
        if link != ballot.link {
            return Err(Fault::Chain(expected));
        }
        self.totals.ballots = expected;
        self.totals.last = link;
        Ok(())
    }

    /// Compares with what is said of the poll, and gives what was recounted.
    pub fn end(self, said: &Totals) -> Result<Totals, Fault> {
        if self.totals.ballots != said.ballots {
            return Err(Fault::Ballots { said: said.ballots, found: self.totals.ballots });
        }
        if self.totals.last != said.last {
            return Err(Fault::End);
        }
        let mut options: Vec<_> = self.totals.counted.keys().chain(said.counted.keys()).collect();
        options.sort();
        for option in options {
            let of = |totals: &Totals| totals.counted.get(option).copied();
            let shown = id::encode(Kind::PollOption, *option);
            let (Some(said), Some(found)) = (of(said), of(&self.totals)) else {
                return Err(Fault::Asked(format!("option {shown}")));
            };
            if said != found {
                return Err(Fault::Tally { option: shown, said, found });
            }
        }
        Ok(self.totals)
    }
}

impl Asked {
    fn read(definition: &str) -> Option<Self> {
        let mut lines = definition.lines();
        if lines.next()? != FORM {
            return None;
        }
        let poll = id::decode_as(Kind::Poll, lines.next()?).ok()?;
        let (least, most) = lines.next()?.split_once(' ')?;
        let choices = (least.parse().ok()?, most.parse().ok()?);
        let _question = lines.next()?;
        let option = |line: &str| {
            let (option, text) = line.split_once(' ')?;
            Some((id::decode_as(Kind::PollOption, option).ok()?, text.to_owned()))
        };
        Some(Self { poll, choices, options: lines.map(option).collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::any, prop_assert_eq, prop_assert_ne, proptest};

    use super::*;

    const OPTIONS: [u128; 3] = [1, 2, 3];

    fn definition() -> String {
        let options = OPTIONS.map(|option| {
            format!("{} Phương án\n", id::encode(Kind::PollOption, Uuid::from_u128(option)))
        });
        let poll = id::encode(Kind::Poll, Uuid::from_u128(9));
        format!("{FORM}\n{poll}\n1 2\nCâu hỏi?\n{}", options.concat())
    }

    fn cast(chosen: &[(u128, bool, u8)]) -> (Vec<PublicBallot>, Totals) {
        let first = Link::first(&definition());
        let counted = OPTIONS.map(|option| (Uuid::from_u128(option), 0)).into();
        let mut totals = Totals { ballots: 0, last: first, counted };
        let mut ballots = Vec::new();
        for (receipt, two, which) in chosen {
            let first = usize::from(which % 3);
            let mut choices = vec![Uuid::from_u128(OPTIONS[first])];
            choices.extend(two.then(|| Uuid::from_u128(OPTIONS[(first + 1) % 3])));
            choices.sort();
            for choice in &choices {
                *totals.counted.get_mut(choice).unwrap() += 1;
            }
            let receipt = Uuid::from_u128(*receipt);
            totals.ballots += 1;
            totals.last = totals.last.then(receipt, &choices);
            let (position, link) = (totals.ballots, totals.last);
            ballots.push(PublicBallot { position, receipt, choices, link });
        }
        (ballots, totals)
    }

    fn recount(ballots: &[PublicBallot], said: &Totals) -> Result<Totals, Fault> {
        let mut recount = Recount::begin(&definition())?;
        ballots.iter().try_for_each(|ballot| recount.take(ballot))?;
        recount.end(said)
    }

    proptest! {
        #[test]
        fn what_was_counted_agrees_and_nothing_else(
            chosen in vec((any::<u128>(), any::<bool>(), any::<u8>()), 1..8),
            place: proptest::sample::Index,
        ) {
            let (ballots, totals) = cast(&chosen);
            prop_assert_eq!(recount(&ballots, &totals), Ok(totals.clone()));
            let place = place.index(ballots.len());
            let mut fewer = ballots.clone();
            fewer.remove(place);
            prop_assert_ne!(recount(&fewer, &totals), Ok(totals.clone()));
            let mut other = ballots.clone();
            other[place].choices = vec![Uuid::from_u128(7)];
            prop_assert_eq!(recount(&other, &totals), Err(Fault::Choices(place as i64 + 1)));
            let mut other = ballots.clone();
            other[place].receipt = Uuid::from_u128(chosen[place].0 ^ 1);
            prop_assert_eq!(recount(&other, &totals), Err(Fault::Chain(place as i64 + 1)));
            let mut more = totals.clone();
            *more.counted.get_mut(&ballots[place].choices[0]).unwrap() += 1;
            prop_assert_ne!(recount(&ballots, &more), Ok(totals));
        }
    }

    #[test]
    fn what_is_no_definition_is_told() {
        let whole = definition();
        let other = whole.replace("opt_", "art_");
        for wrong in ["", "congtin-poll-2\n", &other, &whole[1..]] {
            assert_eq!(Recount::begin(wrong).err(), Some(Fault::Definition), "{wrong}");
        }
    }
}
