//! How fast a network may go on: a token bucket each, in bounded memory.
//!
//! What is kept is a number for each network that has asked lately, and nothing of what it asked.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use moka::sync::Cache;
use serde::{Deserialize, Serialize};

/// Networks that are remembered; the least recent ones begin anew.
const NETWORKS: u64 = 50_000;
/// A network that was silent for so long has as much as one that was never heard of.
const IDLE: Duration = Duration::from_secs(600);

/// How much a network may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// In a minute; 0: any number.
    pub per_minute: u32,
    /// At once, after a while of doing nothing.
    pub burst: u32,
}

/// What each network has left.
#[derive(Debug)]
pub struct Buckets {
    pace: Pace,
    networks: Cache<IpAddr, Arc<Mutex<Bucket>>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Buckets {
    /// Full buckets for everybody.
    pub fn new(pace: Pace) -> Self {
        let networks = Cache::builder().max_capacity(NETWORKS).time_to_idle(IDLE).build();
        Self { pace, networks }
    }

    /// Takes what something costs, or says after how many seconds there will be enough.
    pub fn take(&self, network: IpAddr, cost: u32, now: Instant) -> Result<(), u64> {
        let Pace { per_minute, burst } = self.pace;
        if per_minute == 0 {
            return Ok(());
        }
        let burst = f64::from(burst);
        // What alone costs more than a full bucket empties it.
        let cost = f64::from(cost).min(burst);
        let per_second = f64::from(per_minute) / 60.0;
        let full = || Arc::new(Mutex::new(Bucket { left: burst, at: now }));
        let bucket = self.networks.get_with(network, full);
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        let left = (bucket.left + since * per_second).min(burst);
        let enough = left >= cost;
        *bucket = Bucket { left: if enough { left - cost } else { left }, at: now };
        match enough {
            true => Ok(()),
            false => Err(((cost - left) / per_second).ceil().max(1.0) as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::new(Pace { per_minute: 60, burst: 10 });
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        assert_eq!(buckets.take(one, 6, start), Ok(()));
        assert_eq!(buckets.take(one, 6, start), Err(2));
        assert_eq!(buckets.take(other, 6, start), Ok(()));
        assert_eq!(buckets.take(one, 6, start + Duration::from_secs(2)), Ok(()));
        // More than a whole bucket is taken when it is full, or it could never be.
        assert_eq!(buckets.take(one, 1000, start + Duration::from_secs(60)), Ok(()));
        let unbounded = Buckets::new(Pace { per_minute: 0, burst: 0 });
        assert_eq!(unbounded.take(one, 1000, start), Ok(()));
    }
}
