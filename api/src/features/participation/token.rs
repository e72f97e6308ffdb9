//! Tokens that a browser or an app keeps, so that it is counted once: a random number and an end,
//! under a key of the database. They say nothing of who has them, and nobody notes whom they were
//! given to.
//!
//! An HMAC, because only this server reads them, and thousands a second.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::platform::{
    error::{Error, Result},
    problem::{Problem, ProblemCode},
    time::Instant,
};

/// How long a token is good: as long as a browser keeps a cookie at most (RFC 6265bis, 5.5).
pub const LIFE: TimeDelta = TimeDelta::days(400);
/// What a token of this form begins with.
const VERSION: u8 = 1;
/// Bytes of the number that makes a token different from every other.
const NUMBER: usize = 16;
/// Bytes that are signed: version, number, and the end in seconds.
const SIGNED: usize = 1 + NUMBER + 8;
/// Bytes of a token: what is signed and an HMAC-SHA-256 of it.
const LENGTH: usize = SIGNED + 32;

/// A device that takes part, as its token tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Device(pub [u8; NUMBER]);

/// Makes tokens and reads them.
#[derive(Clone)]
pub struct Mint(Hmac<Sha256>);

impl std::fmt::Debug for Mint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mint")
    }
}

impl Mint {
    /// A mint with this key.
    pub fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("an HMAC takes keys of any length"))
    }

    /// A token that nobody else has, and when it ends.
    pub fn issue(&self, now: Instant) -> Result<(String, Instant)> {
        let mut number = [0; NUMBER];
        getrandom::fill(&mut number)
            .map_err(|_| Error::Broken("the system gives no random bytes"))?;
        let end = (now + LIFE).timestamp();
        let until = DateTime::from_timestamp(end, 0).unwrap_or(now);
        Ok((self.write(number, end), until))
    }

    /// The device that a token stands for.
    pub fn read(&self, token: &str, now: Instant) -> Result<Device, Problem> {
        self.device(token, now).ok_or_else(|| {
            let message = "The token is none of this server, or its time is over: \
                           ask for one by voterTokenIssue";
            Problem::new(ProblemCode::TokenInvalid, message)
        })
    }

    fn device(&self, token: &str, now: Instant) -> Option<Device> {
        let mut bytes = [0; LENGTH];
        let read = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (signed, seal) = bytes.get(..read)?.split_at_checked(SIGNED)?;
        // Compared in constant time; a seal of another length is none.
        self.sealed(signed).verify_slice(seal).ok()?;
        let (version, rest) = signed.split_first()?;
        let (number, end) = rest.split_at_checked(NUMBER)?;
        let end = i64::from_be_bytes(end.try_into().ok()?);
        let good = *version == VERSION && now.timestamp() < end;
        good.then_some(Device(number.try_into().ok()?))
    }

    fn write(&self, number: [u8; NUMBER], end: i64) -> String {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(VERSION);
        bytes.extend(number);
        bytes.extend(end.to_be_bytes());
        let seal = self.sealed(&bytes).finalize().into_bytes();
        bytes.extend(seal);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn sealed(&self, signed: &[u8]) -> Hmac<Sha256> {
        let mut seal = self.0.clone();
        seal.update(signed);
        seal
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::any, prop_assert, proptest};

    use super::*;

    const NOW: Instant = Instant::UNIX_EPOCH;

    #[test]
    fn a_token_stands_for_one_device_until_its_end() {
        let mint = Mint::new(&[7; 32]);
        let (token, until) = mint.issue(NOW).unwrap();
        let (other, _) = mint.issue(NOW).unwrap();
        assert_eq!(token.len(), 76);
        let device = mint.device(&token, NOW).unwrap();
        assert_eq!(mint.device(&token, until - TimeDelta::seconds(1)), Some(device));
        assert_eq!(mint.device(&token, until), None);
        assert_ne!(mint.device(&other, NOW), Some(device));
    }

    #[test]
    fn tokens_of_others_are_none() {
        let mint = Mint::new(&[7; 32]);
        let (foreign, _) = Mint::new(&[8; 32]).issue(NOW).unwrap();
        let (token, _) = mint.issue(NOW).unwrap();
        let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
        for wrong in [&foreign, &token[1..], &token[..75], &format!("{token}A"), unsigned, "", "ă"]
        {
            assert_eq!(mint.device(wrong, NOW), None, "{wrong}");
        }
        let end = (NOW + LIFE).timestamp();
        let mut bytes = URL_SAFE_NO_PAD.decode(mint.write([1; NUMBER], end)).unwrap();
        bytes[0] = 2;
        let seal = mint.sealed(&bytes[..SIGNED]).finalize().into_bytes();
        bytes[SIGNED..].copy_from_slice(&seal);
        assert_eq!(mint.device(&URL_SAFE_NO_PAD.encode(bytes), NOW), None);
    }

    proptest! {
        #[test]
        fn a_token_with_any_bit_turned_is_none(bit in 0..LENGTH * 8, number in any::<[u8; NUMBER]>()) {
            let mint = Mint::new(&[7; 32]);
            let end = (NOW + LIFE).timestamp();
            let mut bytes = URL_SAFE_NO_PAD.decode(mint.write(number, end)).unwrap();
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(mint.device(&URL_SAFE_NO_PAD.encode(bytes), NOW).is_none());
        }
    }
}
