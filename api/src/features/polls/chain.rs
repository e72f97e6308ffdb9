//! The chain of the ballots of a poll: each link is a digest of the ballot and of the link before
//! it, so that whoever has the last one notices any ballot that is changed, left out or put in.
//!
//! Everything that is hashed is text, so that a shell can compute it: `docs/polls.md` shows how.

use std::fmt::Write as _;

use entity::{poll, poll_option};
use sea_orm::prelude::Uuid;
use sha2::{Digest as _, Sha256};

use crate::platform::{
    hex,
    id::{self, Kind},
};

/// The form of what is hashed.
pub const FORM: &str = "congtin-poll-1";

/// A link of the chain: SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link(pub [u8; 32]);

/// What a poll asks, as its first link has it: form, id, least and most choices, question, and each
/// option with its id, a line each. All of it is frozen once there is a vote.
pub fn definition(poll: &poll::Model, options: &[poll_option::Model]) -> String {
    let mut options: Vec<_> = options.iter().collect();
    // Not by position: options may be put in another order.
    options.sort_by_key(|option| option.id);
    let poll_id = id::encode(Kind::Poll, poll.id);
    let (least, most, question) = (poll.min_choices, poll.max_choices, &poll.question);
    let mut text = format!("{FORM}\n{poll_id}\n{least} {most}\n{question}\n");
    for option in options {
        // Writing to a string never fails.
        let _ = writeln!(text, "{} {}", id::encode(Kind::PollOption, option.id), option.text);
    }
    text
}

impl Link {
    /// The first link: the poll itself.
    pub fn first(definition: &str) -> Self {
        Self(Sha256::digest(definition).into())
    }

    /// A link as it is stored.
    pub fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().map(Self).ok()
    }

    /// The link of a ballot behind this one. `choices` are in ascending order.
    pub fn then(self, receipt: Uuid, choices: &[Uuid]) -> Self {
        let mut text = format!("{self}\n{}\n", receipt.simple());
        for (place, choice) in choices.iter().enumerate() {
            let between = if place == 0 { "" } else { "," };
            let _ = write!(text, "{between}{}", id::encode(Kind::PollOption, *choice));
        }
        text.push('\n');
        Self(Sha256::digest(text).into())
    }
}

/// 64 lower-case hexadecimal digits.
impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// A link as it is written.
impl std::str::FromStr for Link {
    type Err = ();

    fn from_str(digits: &str) -> Result<Self, ()> {
        let bytes = hex::decode(digits).ok_or(())?;
        Self::stored(&bytes).ok_or(())
    }
}

/// The choices of a ballot as they are stored.
pub fn write_choices(choices: &[Uuid]) -> Vec<u8> {
    choices.iter().flat_map(Uuid::as_bytes).copied().collect()
}

/// The choices of a stored ballot; none if these are no ids.
pub fn read_choices(bytes: &[u8]) -> Option<Vec<Uuid>> {
    let (ids, rest) = bytes.as_chunks::<16>();
    rest.is_empty().then(|| ids.iter().map(|id| Uuid::from_bytes(*id)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::any, prop_assert_eq, prop_assert_ne, proptest};

    use super::*;

    const FIRST: &str = "31a98f27856eced1fd7c5382154a8f4fa86d4a77ff2423d0ff48bc9e8beeb907";
    const SECOND: &str = "12a1c505a5c231f15809108bfc6b9e318a8e9bc32b18d1f19b397f4a242880c4";

    fn head(ballots: &[(u128, Vec<u128>)]) -> Link {
        let first = Link::first("congtin-poll-1\n");
        ballots.iter().fold(first, |link, (receipt, choices)| {
            let choices: Vec<_> = choices.iter().copied().map(Uuid::from_u128).collect();
            link.then(Uuid::from_u128(*receipt), &choices)
        })
    }

    #[test]
    fn a_shell_computes_the_same() {
        // printf 'congtin-poll-1\n' | sha256sum, and then
        // printf '%s\n%032x\nopt_%032x,opt_%032x\n' $FIRST 7 1 2 | sha256sum
        let link = Link::first("congtin-poll-1\n");
        assert_eq!(link.to_string(), FIRST);
        let link = link.then(Uuid::from_u128(7), &[Uuid::from_u128(1), Uuid::from_u128(2)]);
        assert_eq!(link.to_string(), SECOND);
    }

    proptest! {
        #[test]
        fn what_was_chosen_reads_back(choices in vec(any::<u128>(), 0..5)) {
            let choices: Vec<_> = choices.into_iter().map(Uuid::from_u128).collect();
            prop_assert_eq!(read_choices(&write_choices(&choices)), Some(choices));
        }

        #[test]
        fn any_change_of_any_ballot_changes_the_head(
            ballots in vec((any::<u128>(), vec(any::<u128>(), 1..3)), 1..6),
            place: proptest::sample::Index,
        ) {
            let place = place.index(ballots.len());
            let (mut turned, mut without) = (ballots.clone(), ballots.clone());
            turned[place].1[0] ^= 1;
            without.remove(place);
            prop_assert_ne!(head(&ballots), head(&turned));
            prop_assert_ne!(head(&ballots), head(&without));
        }
    }
}
