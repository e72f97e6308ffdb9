//! What a password must be, and how it is kept: Argon2id by OWASP's cheat sheet of password storage.

mod policy;
#[cfg(test)]
mod tests;

use std::{sync::Arc, thread};

use argon2::{
    Algorithm, Argon2, Params,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc},
};
use entity::account::PasswordHash;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task,
};

pub use self::policy::{MAX_BYTES, Owner, check};
use crate::platform::{
    error::{Error, Result},
    text,
};

/// Memory of one hash in KiB, its passes, and its lanes.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of a salt.
const SALT: usize = 16;
/// Attempts that may wait for their hash; more are turned away.
const SEATS: usize = 64;
/// Most hashes under way at once, however many cores there are.
const MOST_AT_ONCE: usize = 4;

/// Hashes passwords, a few at a time: each takes all of a core, and 19 MiB.
#[derive(Debug)]
pub struct Hasher {
    seats: Arc<Semaphore>,
    at_once: Arc<Semaphore>,
    /// What a password is compared with where there is no account, so that this takes as long.
    dummy: PasswordHash,
}

/// The right to hash, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _seat: OwnedSemaphorePermit,
    _permit: OwnedSemaphorePermit,
}

/// What comparing a password says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is another one.
    Wrong,
    /// It is the right one.
    Right,
    /// It is the right one, and its hash is weaker than one that is made today.
    Outdated,
}

impl Hasher {
    /// A hasher that leaves half of the cores to others.
    pub fn new() -> Result<Self> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let at_once = (cores / 2).clamp(1, MOST_AT_ONCE);
        Ok(Self {
            seats: Arc::new(Semaphore::new(SEATS)),
            at_once: Arc::new(Semaphore::new(at_once)),
            dummy: digest("")?,
        })
    }

    /// Waits for a turn; none if too many are waiting already.
    pub async fn turn(&self) -> Result<Option<Turn>> {
        let Ok(seat) = self.seats.clone().try_acquire_owned() else { return Ok(None) };
        let permit = self.at_once.clone().acquire_owned().await;
        let permit = permit.map_err(|_| Error::Broken("nobody closes the hasher"))?;
        Ok(Some(Turn { _seat: seat, _permit: permit }))
    }

    /// The hash of a password, under a salt of its own.
    pub async fn hash(&self, _turn: &Turn, password: &str) -> Result<PasswordHash> {
        let password = password.to_owned();
        aside(move || digest(&password)).await
    }

    /// Compares a password with a hash, or with one that no password has: in the same time.
    pub async fn verify(
        &self,
        _turn: &Turn,
        password: &str,
        hash: Option<&PasswordHash>,
    ) -> Result<Verdict> {
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(&self.dummy).clone();
        let verdict = aside(move || compare(&password, &hash)).await?;
        Ok(if known { verdict } else { Verdict::Wrong })
    }
}

/// Where work takes a core for long, it must not hold one of the threads that answer requests.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = task::spawn_blocking(work).await;
    done.map_err(|_| Error::Broken("hashing a password did not come to its end"))?
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, None);
    let params = params.map_err(|_| Error::Broken("parameters that Argon2 does not take"))?;
    Ok(Argon2::new(Algorithm::Argon2id, argon2::Version::V0x13, params))
}

fn digest(password: &str) -> Result<PasswordHash> {
    let failed = |_| Error::Broken("a password could not be hashed");
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|_| Error::Broken("the system gives no random bytes"))?;
    let password = text::nfc(password);
    let hash: phc::PasswordHash =
        argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(failed)?;
    Ok(PasswordHash(hash.to_string()))
}

fn compare(password: &str, hash: &PasswordHash) -> Result<Verdict> {
    let unreadable = |_| Error::Broken("a stored password is no hash");
    let hash = phc::PasswordHash::new(&hash.0).map_err(unreadable)?;
    let password = text::nfc(password);
    match argon2()?.verify_password(password.as_bytes(), &hash) {
        Ok(()) if is_current(&hash) => Ok(Verdict::Right),
        Ok(()) => Ok(Verdict::Outdated),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(_) => Err(Error::Broken("a stored password cannot be compared with")),
    }
}

fn is_current(hash: &phc::PasswordHash) -> bool {
    let params = Params::try_from(hash).ok();
    let strong = params.is_some_and(|params| {
        params.m_cost() >= MEMORY && params.t_cost() >= PASSES && params.p_cost() >= LANES
    });
    strong && hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
}
