//! Which network a request comes from, and how much that network may still ask for.
//!
//! An address is looked at while the request is answered and never stored or logged: what is kept,
//! in bounded memory, is a number for each network that has asked lately.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::http::HeaderMap;
use ipnet::IpNet;
use moka::sync::Cache;

/// Networks whose budgets are remembered; the least recent ones begin anew.
const NETWORKS: u64 = 50_000;
/// What one operation costs beyond the objects that it asks for.
const BASE_COST: u32 = 1;

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// How much a network may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetTerms {
    /// Objects a minute; 0: any number.
    pub per_minute: u32,
    /// Objects at once, after a while of asking for nothing.
    pub burst: u32,
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for BudgetTerms {
    fn default() -> Self {
        Self { per_minute: 60_000, burst: 20_000, trusted_proxies: Vec::new() }
    }
}

/// What each network has left.
#[derive(Debug)]
pub struct Budget {
    terms: BudgetTerms,
    networks: Cache<IpAddr, Arc<Mutex<Bucket>>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Budget {
    /// A budget on these terms.
    pub fn new(terms: BudgetTerms) -> Self {
        let idle = Duration::from_secs(600);
        let networks = Cache::builder().max_capacity(NETWORKS).time_to_idle(idle).build();
        Self { terms, networks }
    }

    /// The network that a request comes from. None for this machine itself: its own programs need
    /// no budget, and a proxy on it that nobody has named must not make all readers share one.
    pub fn network(&self, peer: Option<Peer>, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer?.0.ip().to_canonical();
        let trusted = |address: &IpAddr| {
            self.terms.trusted_proxies.iter().any(|network| network.contains(address))
        };
        let client = match trusted(&peer) {
            // Whatever stands further left was written by somebody nobody vouches for.
            true => forwarded(headers).into_iter().rev().find(|address| !trusted(address)),
            false => Some(peer),
        };
        let client = client?;
        (!client.is_loopback()).then(|| network_of(client))
    }

    /// Takes what an operation costs, or says after how many seconds there will be enough.
    pub fn charge(&self, network: IpAddr, nodes: u32, now: Instant) -> Result<(), u64> {
        if self.terms.per_minute == 0 {
            return Ok(());
        }
        let burst = f64::from(self.terms.burst);
        // An operation that alone costs more than a full bucket empties it.
        let cost = f64::from(nodes.saturating_add(BASE_COST)).min(burst);
        let per_second = f64::from(self.terms.per_minute) / 60.0;
        let bucket = self
            .networks
            .get_with(network, || Arc::new(Mutex::new(Bucket { left: burst, at: now })));
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

/// All of an IPv6 customer's addresses are one network: they own 2^64 of them.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !0 << 64).into(),
    }
}

/// The addresses that proxies have noted, from the client to the nearest proxy. `Forwarded` is the
/// standard; where it is absent, `X-Forwarded-For` is what most proxies send.
fn forwarded(headers: &HeaderMap) -> Vec<IpAddr> {
    let values = |name: &str| -> Vec<String> {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).map(|entry| entry.trim().to_owned()).collect()
    };
    let standard = values("forwarded");
    if !standard.is_empty() {
        return standard.iter().filter_map(|entry| address(node_of(entry)?)).collect();
    }
    values("x-forwarded-for").iter().filter_map(|entry| address(entry)).collect()
}

fn node_of(entry: &str) -> Option<&str> {
    entry.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        name.eq_ignore_ascii_case("for").then(|| value.trim_matches('"'))
    })
}

/// An address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let parsed = bare.parse().or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip()));
    parsed.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn budget(per_minute: u32, burst: u32) -> Budget {
        let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap(), "127.0.0.1/32".parse().unwrap()];
        Budget::new(BudgetTerms { per_minute, burst, trusted_proxies })
    }

    fn network(peer: &str, name: &'static str, value: &str) -> Option<String> {
        let peer = Peer(peer.parse().unwrap());
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        )]);
        budget(60, 60).network(Some(peer), &headers).map(|network| network.to_string())
    }

    #[test]
    fn the_word_of_a_configured_proxy_counts_and_nobody_elses() {
        let xff = "x-forwarded-for";
        // A stranger may say what he likes.
        assert_eq!(network("192.0.2.1:5", xff, "198.51.100.7").as_deref(), Some("192.0.2.1"));
        // The right-most address that is no proxy of ours; what stands left of it is hearsay.
        let chain = "203.0.113.9, 198.51.100.7, 10.1.1.1";
        assert_eq!(network("10.0.0.1:5", xff, chain).as_deref(), Some("198.51.100.7"));
        let standard = "for=203.0.113.9, for=\"[2001:db8::1]:80\";proto=https";
        assert_eq!(network("127.0.0.1:5", "forwarded", standard).as_deref(), Some("2001:db8::"));
        assert_eq!(network("10.0.0.1:5", xff, "unknown"), None);
    }

    #[test]
    fn an_ipv6_customer_is_one_network_and_this_machine_none() {
        assert_eq!(network("[2001:db8::1]:5", "x", "").as_deref(), Some("2001:db8::"));
        assert_eq!(network("[2001:db8::ffff:1]:5", "x", "").as_deref(), Some("2001:db8::"));
        assert_eq!(network("[::1]:5", "x", ""), None);
        assert_eq!(network("[::ffff:192.0.2.1]:5", "x", "").as_deref(), Some("192.0.2.1"));
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let budget = budget(60, 10);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        assert_eq!(budget.charge(one, 5, start), Ok(()));
        assert_eq!(budget.charge(one, 5, start), Err(2));
        assert_eq!(budget.charge(other, 5, start), Ok(()));
        assert_eq!(budget.charge(one, 5, start + Duration::from_secs(2)), Ok(()));
        // More than a whole bucket is taken when it is full, or it could never be.
        assert_eq!(budget.charge(one, 1000, start + Duration::from_secs(60)), Ok(()));
    }
}
