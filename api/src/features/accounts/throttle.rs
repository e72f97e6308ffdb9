//! Wrong passwords, counted so that guessing takes too long and nobody is locked out by a stranger.
//!
//! What counts is the pair of an account and a network: whoever is turned away there has guessed
//! from there. A network as a whole has a cap as well, for those who try one password on many
//! accounts. Of an account as a whole only the pace changes: under attack from many networks, each
//! has fewer attempts, but never none. Accounts that do not exist count like those that do.
//!
//! The window slides: whatever quarter of an hour is looked at has no more than is allowed. So wrong
//! passwords are counted by the minute, and what a minute has counts until a quarter of an hour
//! after the last of it.

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
/// Rows of a name, one for each minute: when the first is used again, all in it is over.
const ROWS: i64 = WINDOW.num_minutes() + 1;
/// After what time counts that nobody asks for are forgotten.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);

/// Names what is counted, under a secret of the database.
pub struct Throttle(Hmac<Sha256>);

/// One attempt to sign in, as it is counted. Nothing of whom it is for or where it comes from can be
/// read from it.
#[derive(Clone, Debug)]
pub struct Attempt {
    pair: Name,
    network: Name,
    account: Name,
}

/// What wrong passwords are counted under.
#[derive(Clone, Debug)]
struct Name(Hmac<Sha256>);

/// What is known of the counts of an attempt.
#[derive(Clone, Debug, Default)]
struct Counts {
    pair: Count,
    network: Count,
    account: Count,
}

/// Wrong passwords that still count, by minutes: how many, and when the last of them came.
#[derive(Clone, Debug, Default)]
struct Count(Vec<(i32, Instant)>);

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

    fn name(&self, parts: &[&str]) -> Name {
        let mut mac = self.0.clone();
        for part in parts {
            // The length keeps neighbours apart.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Name(mac)
    }
}

impl Name {
    fn key(&self, row: i64) -> Vec<u8> {
        let mac = self.0.clone().chain_update(row.to_be_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    fn keys(&self) -> Vec<Vec<u8>> {
        (0..ROWS).map(|row| self.key(row)).collect()
    }

    fn key_at(&self, now: Instant) -> Vec<u8> {
        self.key(now.timestamp().div_euclid(60).rem_euclid(ROWS))
    }

    /// A row that whoever counts takes first: the rows of two minutes would not make them wait for
    /// each other.
    fn key_of_all(&self) -> Vec<u8> {
        self.key(ROWS)
    }
}

impl Attempt {
    /// Seconds to wait before this attempt may be made; none: now.
    pub async fn wait(&self, db: &impl ConnectionTrait, now: Instant) -> Result<Option<i64>> {
        Ok(self.counts(db, now, &[]).await?.wait(now))
    }

    /// Counts a wrong password. Of several that come at once from one client the later ones may
    /// find themselves beyond what is allowed: then the seconds to wait.
    pub async fn fail(&self, txn: &Transaction) -> Result<Option<i64>> {
        // Always in this order, so that two that wait for each other's rows cannot come about.
        // Whoever has the account has its pairs as well.
        let now = [&self.account, &self.network, &self.pair].map(|name| name.key_at(txn.now));
        for key in [&self.account.key_of_all(), &self.network.key_of_all()].into_iter().chain(&now)
        {
            failures::add(&**txn, key, txn.now, txn.now - WINDOW).await?;
        }
        // As many as there were before it.
        Ok(self.counts(&**txn, txn.now, &now).await?.wait(txn.now))
    }

    /// Forgets the wrong passwords of whoever knew the right one in the end, and old ones.
    pub async fn forgive(&self, txn: &Transaction) -> Result<()> {
        failures::forget(&**txn, &self.pair.keys(), txn.now - FORGOTTEN).await
    }

    /// What counts now, but for one in each of these rows.
    async fn counts(
        &self,
        db: &impl ConnectionTrait,
        now: Instant,
        but: &[Vec<u8>],
    ) -> Result<Counts> {
        let names = [&self.pair, &self.network, &self.account].map(Name::keys);
        let rows = failures::find(db, &names.concat(), now - WINDOW).await?;
        let [pair, network, account] = names.map(|keys| {
            let rows = rows.iter().filter(|row| keys.contains(&row.key));
            let less = |row: &login_failure::Model| i32::from(but.contains(&row.key));
            let mut minutes: Vec<_> = rows.map(|row| (row.count - less(row), row.since)).collect();
            minutes.sort_by_key(|(_, since)| *since);
            Count(minutes)
        });
        Ok(Counts { pair, network, account })
    }
}

impl Counts {
    fn wait(&self, now: Instant) -> Option<i64> {
        let per_pair = if self.account.sum() >= ATTACK { PER_PAIR_UNDER_ATTACK } else { PER_PAIR };
        self.pair.wait(per_pair, now).max(self.network.wait(PER_NETWORK, now))
    }
}

impl Count {
    fn sum(&self) -> i32 {
        self.0.iter().map(|(count, _)| count).sum()
    }

    /// Seconds until there are fewer than `most`; none: there are.
    fn wait(&self, most: i32, now: Instant) -> Option<i64> {
        let mut left = self.sum();
        let to_wait_for = self.0.iter().take_while(|(count, _)| {
            let is_full = left >= most;
            left -= count;
            is_full
        });
        let (_, last) = to_wait_for.last()?;
        Some((*last + WINDOW - now).num_seconds().max(0) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn wait(pair: i32, network: i32, account: i32, seconds: i64) -> Option<i64> {
        let count = |count| Count(vec![(count, Instant::UNIX_EPOCH)]);
        let counts = Counts { pair: count(pair), network: count(network), account: count(account) };
        counts.wait(after(seconds))
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
    fn a_count_is_waited_for_only_as_long_as_it_takes_to_fall_below_the_most() {
        let count = Count(vec![(4, after(0)), (3, after(60)), (5, after(120))]);
        for (most, seconds) in [(13, None), (12, Some(781)), (9, Some(781)), (8, Some(841))] {
            assert_eq!(count.wait(most, after(120)), seconds, "{most}");
        }
        assert_eq!(count.wait(5, after(120)), Some(901));
    }

    #[test]
    fn the_row_of_a_minute_is_used_again_when_nothing_in_it_counts() {
        let name = Throttle::new(&[7; 32]).name(&["binh"]);
        let reused = (1..).find(|minute| name.key_at(after(minute * 60)) == name.key_at(after(0)));
        let last_of_the_first = after(59);
        assert!(after(reused.unwrap() * 60) - WINDOW > last_of_the_first);
        assert!((0..ROWS).all(|row| name.key(row) != name.key_of_all()));
    }

    #[test]
    fn nothing_can_be_read_from_what_is_counted() {
        let throttle = Throttle::new(&[7; 32]);
        let attempt = |login, address: &str| throttle.attempt(login, address.parse().ok());
        let one = attempt("binh", "192.0.2.1");
        assert_eq!(one.pair.key(0).len(), 32);
        assert_eq!(one.pair.keys(), attempt("binh", "192.0.2.1").pair.keys());
        assert_ne!(one.pair.keys(), attempt("binh", "192.0.2.2").pair.keys());
        assert_eq!(one.account.keys(), attempt("binh", "192.0.2.2").account.keys());
        assert_eq!(one.network.keys(), attempt("lan", "192.0.2.1").network.keys());
        assert_ne!(
            one.pair.keys(),
            Throttle::new(&[8; 32]).attempt("binh", "192.0.2.1".parse().ok()).pair.keys()
        );
    }
}
