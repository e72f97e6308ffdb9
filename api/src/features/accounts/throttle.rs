//! Wrong passwords, counted so that guessing takes too long and nobody is locked out by a stranger.
//!
//! What counts is the pair of an account and a network: whoever is turned away there has guessed
//! from there. A network as a whole has a cap as well, for those who try one password on many
//! accounts. Of an account as a whole only the pace changes: under attack from many networks, each
//! has fewer attempts, but never none. Accounts that do not exist count like those that do.

use std::net::IpAddr;

use chrono::TimeDelta;
use entity::login_failure;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sea_orm::ConnectionTrait;
use sha2::Sha256;

use super::store::failures;
use crate::platform::{error::Result, time::Instant, transaction::Transaction};

/// How long a wrong password counts.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Wrong passwords for one account from one network.
const PER_PAIR: i32 = 10;
/// The same, while the account is attacked from many.
const PER_PAIR_UNDER_ATTACK: i32 = 3;
/// Wrong passwords for one account from which on it counts as attacked.
const ATTACK: i32 = 100;
/// Wrong passwords from one network.
const PER_NETWORK: i32 = 30;
/// After what time counts that nobody asks for are forgotten.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);

/// Names what is counted, under a secret of the database.
pub struct Throttle(Hmac<Sha256>);

/// One attempt to sign in, as it is counted. Nothing of whom it is for or where it comes from can be
/// read from it.
#[derive(Clone, Debug)]
pub struct Attempt {
    pair: Vec<u8>,
    network: Vec<u8>,
    account: Vec<u8>,
}

/// What is known of the counts of an attempt.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    pair: Option<Count>,
    network: Option<Count>,
    account: Option<Count>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    count: i32,
    since: Instant,
}

impl std::fmt::Debug for Throttle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Throttle")
    }
}

impl Throttle {
    /// A throttle with this key.
    pub fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("an HMAC takes keys of any length"))
    }

    /// An attempt to sign in as `login`; without a network it comes from this machine itself.
    pub fn attempt(&self, login: &str, network: Option<IpAddr>) -> Attempt {
        let network = network.map_or_else(|| "local".to_owned(), |network| network.to_string());
        Attempt {
            pair: self.name(&["pair", login, &network]),
            network: self.name(&["network", &network]),
            account: self.name(&["account", login]),
        }
    }

    fn name(&self, parts: &[&str]) -> Vec<u8> {
        let mut mac = self.0.clone();
        for part in parts {
            // The length keeps neighbours apart.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().to_vec()
    }
}

impl Attempt {
    /// Seconds to wait before this attempt may be made; none: now.
    pub async fn wait(&self, db: &impl ConnectionTrait, now: Instant) -> Result<Option<i64>> {
        let keys = [&self.pair, &self.network, &self.account].map(Clone::clone);
        let rows = failures::find(db, &keys, now - WINDOW).await?;
        let count = |key: &[u8]| rows.iter().find(|row| row.key == key).map(Count::from);
        let (pair, network) = (count(&self.pair), count(&self.network));
        Ok(Counts { pair, network, account: count(&self.account) }.wait(now))
    }

    /// Counts a wrong password. Of several that come at once from one client the later ones may
    /// find themselves beyond what is allowed: then the seconds to wait.
    pub async fn fail(&self, txn: &Transaction) -> Result<Option<i64>> {
        let counted = async |key: &Vec<u8>| -> Result<Option<Count>> {
            let row = failures::add(&**txn, key, txn.now, txn.now - WINDOW).await?;
            let count = Count::from(&row);
            // As many as there were before it.
            Ok(Some(Count { count: count.count - 1, ..count }))
        };
        // Always in this order, so that two that wait for each other's rows cannot come about.
        let pair = counted(&self.pair).await?;
        let network = counted(&self.network).await?;
        let account = counted(&self.account).await?;
        Ok(Counts { pair, network, account }.wait(txn.now))
    }

    /// Forgets the wrong passwords of whoever knew the right one in the end, and old ones.
    pub async fn forgive(&self, txn: &Transaction) -> Result<()> {
        failures::forget(&**txn, &self.pair, txn.now - FORGOTTEN).await
    }
}

impl From<&login_failure::Model> for Count {
    fn from(row: &login_failure::Model) -> Self {
        Self { count: row.count, since: row.since }
    }
}

impl Counts {
    fn wait(self, now: Instant) -> Option<i64> {
        let attacked = self.account.is_some_and(|account| account.count >= ATTACK);
        let per_pair = if attacked { PER_PAIR_UNDER_ATTACK } else { PER_PAIR };
        let over = |count: Option<Count>, most: i32| {
            let full = count.filter(|count| count.count >= most)?;
            Some((full.since + WINDOW - now).num_seconds().max(0) + 1)
        };
        over(self.pair, per_pair).max(over(self.network, PER_NETWORK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(count: i32) -> Option<Count> {
        Some(Count { count, since: Instant::UNIX_EPOCH })
    }

    fn wait(pair: i32, network: i32, account: i32, seconds: i64) -> Option<i64> {
        let counts = Counts { pair: count(pair), network: count(network), account: count(account) };
        counts.wait(Instant::UNIX_EPOCH + TimeDelta::seconds(seconds))
    }

    #[test]
    fn ten_from_a_pair_thirty_from_a_network_and_never_none_for_an_account() {
        assert_eq!(Counts::default().wait(Instant::UNIX_EPOCH), None);
        assert_eq!(wait(9, 29, 99, 0), None);
        assert_eq!(wait(10, 10, 10, 0), Some(901));
        assert_eq!(wait(1, 30, 1, 600), Some(301));
        assert_eq!(wait(2, 2, 1_000_000, 0), None);
        assert_eq!(wait(3, 3, 100, 0), Some(901));
    }

    #[test]
    fn nothing_can_be_read_from_what_is_counted() {
        let throttle = Throttle::new(&[7; 32]);
        let attempt = |login, address: &str| throttle.attempt(login, address.parse().ok());
        let one = attempt("binh", "192.0.2.1");
        assert_eq!(one.pair.len(), 32);
        assert_eq!(one.pair, attempt("binh", "192.0.2.1").pair);
        assert_ne!(one.pair, attempt("binh", "192.0.2.2").pair);
        assert_eq!(one.account, attempt("binh", "192.0.2.2").account);
        assert_eq!(one.network, attempt("lan", "192.0.2.1").network);
        assert_ne!(
            one.pair,
            Throttle::new(&[8; 32]).attempt("binh", "192.0.2.1".parse().ok()).pair
        );
    }
}
