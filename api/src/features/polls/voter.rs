//! Who votes, as far as a poll has to know: a key that is the same whenever the same one votes in
//! the same poll, and means nothing anywhere else.

use entity::poll::Voters;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sea_orm::prelude::Uuid;
use sha2::Sha256;

use crate::{
    features::participation::token::Device,
    platform::{
        error::{Error, Result},
        problem::{Problem, ProblemCode},
        text,
        viewer::{KeyScope, Viewer},
    },
};

/// Letters and digits of codes: Crockford's base 32, without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code, 5 bits each: 60 bits, in groups of four.
const CODE: usize = 12;
const GROUP: usize = 4;
/// Longest code as somebody may type it.
pub const MAX_CODE: usize = 40;
/// Longest id of a reader that a program vouches for, in characters.
pub const MAX_READER: usize = 128;

/// Whatever came along with a vote to say whose it is; which of it counts is the poll's to say.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account or program that asks.
    pub viewer: Viewer,
    /// The device of the token.
    pub device: Option<Device>,
    /// The reader for whom a program vouches.
    pub reader: Option<String>,
    /// The code.
    pub code: Option<String>,
}

/// One voter of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voter {
    /// A device, known by its token.
    Device(Device),
    /// An account.
    Account(Uuid),
    /// A reader of the program that has this API key.
    Reader(Uuid, String),
    /// Whoever has this code.
    Code(String),
}

impl Credentials {
    /// Whose vote it is in a poll for these voters.
    pub fn voter(&self, voters: Voters) -> Result<Voter, Problem> {
        self.check_superfluous(voters)?;
        match voters {
            Voters::Open => {
                let device = self.device.map(Voter::Device);
                device.ok_or_else(|| Problem::required("input.voterToken"))
            }
            Voters::SignedIn => self.signed_in(),
            Voters::Code => match self.code.as_deref() {
                Some(code) => {
                    let code = read_code(code).map(Voter::Code);
                    code.ok_or_else(no_code)
                }
                None => Err(Problem::required("input.code")),
            },
        }
    }

    fn signed_in(&self) -> Result<Voter, Problem> {
        match (self.viewer, &self.reader) {
            (Viewer::Account(member), None) => Ok(Voter::Account(member.id)),
            (Viewer::Account(_), Some(_)) => Err(superfluous("input.readerId")),
            (Viewer::Key(key), reader) if key.scopes.has(KeyScope::Vote) => {
                let reader = reader.clone().map(|reader| Voter::Reader(key.id, reader));
                reader.ok_or_else(|| Problem::required("input.readerId"))
            }
            (Viewer::Key(_), _) => {
                let message = "The API key needs the scope VOTE";
                Err(Problem::new(ProblemCode::Forbidden, message))
            }
            (Viewer::Anonymous | Viewer::System, _) => {
                let message = "This poll is for those who have signed in";
                Err(Problem::new(ProblemCode::SignInRequired, message))
            }
        }
    }

    /// What the poll does not ask for is told, so that nobody believes it was looked at.
    fn check_superfluous(&self, voters: Voters) -> Result<(), Problem> {
        let given = [
            ("input.voterToken", self.device.is_some(), Voters::Open),
            ("input.readerId", self.reader.is_some(), Voters::SignedIn),
            ("input.code", self.code.is_some(), Voters::Code),
        ];
        let wrong = given.iter().find(|(_, given, wanted)| *given && *wanted != voters);
        wrong.map_or(Ok(()), |(field, ..)| Err(superfluous(field)))
    }
}

impl Voter {
    /// The key of this voter in the poll that has this secret.
    pub fn key(&self, secret: &[u8]) -> Vec<u8> {
        let mut mac: Hmac<Sha256> =
            Hmac::new_from_slice(secret).expect("an HMAC takes keys of any length");
        match self {
            Self::Device(device) => {
                mac.update(b"device");
                mac.update(&device.0);
            }
            Self::Account(id) => {
                mac.update(b"account");
                mac.update(id.as_bytes());
            }
            // The id has a fixed length, so that no two pairs are the same bytes.
            Self::Reader(key, reader) => {
                mac.update(b"reader");
                mac.update(key.as_bytes());
                mac.update(reader.as_bytes());
            }
            Self::Code(code) => {
                mac.update(b"code");
                mac.update(code.as_bytes());
            }
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// There is no such code.
pub fn no_code() -> Problem {
    Problem::new(ProblemCode::CodeInvalid, "This code is none of this poll").at("input.code")
}

/// A new code, in the letters that [`read_code`] gives.
pub fn new_code() -> Result<String> {
    let mut random = [0; CODE];
    getrandom::fill(&mut random).map_err(|_| Error::Broken("the system gives no random bytes"))?;
    Ok(random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// A code as people are shown it: `7K3M-9QXT-A2BC`.
pub fn show_code(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The letters of a code as somebody typed it: in either case, with or without hyphens and spaces,
/// and with the letters that look like digits.
fn read_code(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|letter| !letter.is_whitespace() && !is_dash(*letter));
    let letters = letters.map(|letter| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    let code: String = letters.collect();
    let whole = code.len() == CODE && code.bytes().all(|letter| LETTERS.contains(&letter));
    whole.then_some(code)
}

/// Programs for texts make longer ones of hyphens.
fn is_dash(letter: char) -> bool {
    letter == '-' || ('\u{2010}'..='\u{2015}').contains(&letter)
}

/// An id of a reader as it is compared.
pub fn reader(given: &str) -> String {
    text::nfc(given).into_owned()
}

fn superfluous(field: &str) -> Problem {
    Problem::new(ProblemCode::Invalid, "This poll does not take it: see `voters`").at(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = new_code().unwrap();
        let shown = show_code(&code);
        assert_eq!(shown.len(), 14);
        let spaced = shown.replace('-', " ").to_lowercase();
        for typed in [&code, &shown, &spaced] {
            assert_eq!(read_code(typed).as_deref(), Some(code.as_str()));
        }
        assert_eq!(read_code("oil0-0000-0000").as_deref(), Some("011000000000"));
        for wrong in ["", "0000-0000-000", "0000-0000-0000-0", "0000-0000-000U", "đ000-0000-000"] {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_voter_has_one_key_in_each_poll() {
        let voters = [
            Voter::Device(Device([1; 16])),
            Voter::Account(Uuid::from_u128(1)),
            Voter::Reader(Uuid::from_u128(1), "a".to_owned()),
            Voter::Reader(Uuid::from_u128(1), "b".to_owned()),
            Voter::Reader(Uuid::from_u128(2), "a".to_owned()),
            Voter::Code("7K3M9QXTA2BC".to_owned()),
        ];
        let secrets = [[1; 32], [2; 32]];
        let keys = secrets.iter().flat_map(|secret| voters.iter().map(move |one| one.key(secret)));
        let mut keys: Vec<_> = keys.collect();
        assert_eq!(keys[0], voters[0].key(&secrets[0]));
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 12);
    }
}
