//! Which network a request comes from, and how much that network may still ask for.
//!
//! An address is looked at while the request is answered and never stored or logged: what is kept,
//! in bounded memory, is a number for each network that has asked lately.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    time::Instant,
};

use axum::http::HeaderMap;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::platform::pace::{Buckets, Pace};

/// What one operation costs beyond the objects that it asks for.
const BASE_COST: u32 = 1;

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// How much a network may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetTerms {
    /// In objects.
    pub pace: Pace,
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// Where they write it.
    pub forwarded_header: ForwardedHeader,
}

/// The header in which proxies note whom a request comes from. Only the one that they write counts:
/// they may pass on the other as the client sent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardedHeader {
    /// What nearly all proxies send.
    #[default]
    XForwardedFor,
    /// The standard, RFC 7239.
    Forwarded,
}

impl Default for BudgetTerms {
    fn default() -> Self {
        let forwarded_header = ForwardedHeader::default();
        let pace = Pace { per_minute: 60_000, burst: 20_000 };
        Self { pace, trusted_proxies: Vec::new(), forwarded_header }
    }
}

/// What each network has left.
#[derive(Debug)]
pub struct Budget {
    terms: BudgetTerms,
    buckets: Buckets,
}

impl Budget {
    /// A budget on these terms.
    pub fn new(terms: BudgetTerms) -> Self {
        Self { buckets: Buckets::new(terms.pace), terms }
    }

    /// The network that a request comes from. None for this machine itself: its own programs need
    /// no budget, and a proxy on it that nobody has named must not make all readers share one.
    pub fn network(&self, peer: Option<Peer>, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer?.0.ip().to_canonical();
        let client = match self.trusts(peer) {
            true => self.forwarded(headers).unwrap_or(peer),
            false => peer,
        };
        (!client.is_loopback()).then(|| network_of(client))
    }

    /// The nearest address that is no proxy of ours. Whatever stands further left was written by
    /// somebody nobody vouches for. So it was where an entry is no address: then nobody is known.
    fn forwarded(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let mut noted = noted(headers, self.terms.forwarded_header).into_iter().rev();
        noted.find(|address| address.is_none_or(|address| !self.trusts(address))).flatten()
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.terms.trusted_proxies.iter().any(|network| network.contains(&address))
    }

    /// Takes what an operation costs, or says after how many seconds there will be enough.
    pub fn charge(&self, network: IpAddr, nodes: u32, now: Instant) -> Result<(), u64> {
        self.buckets.take(network, nodes.saturating_add(BASE_COST), now)
    }
}

/// All of an IPv6 customer's addresses are one network: they own 2^64 of them.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !0 << 64).into(),
    }
}

/// The addresses that proxies have noted, from the client to the nearest proxy; none for an entry
/// that is no address.
fn noted(headers: &HeaderMap, header: ForwardedHeader) -> Vec<Option<IpAddr>> {
    let (name, read): (_, fn(&str) -> Option<IpAddr>) = match header {
        ForwardedHeader::XForwardedFor => ("x-forwarded-for", address),
        ForwardedHeader::Forwarded => ("forwarded", |entry| address(node_of(entry)?)),
    };
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(|entry| read(entry.trim())).collect()
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

    const XFF: &str = "x-forwarded-for";
    const STANDARD: &str = "forwarded";

    fn budget(forwarded_header: ForwardedHeader) -> Budget {
        let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap(), "127.0.0.1/32".parse().unwrap()];
        let pace = Pace { per_minute: 60, burst: 60 };
        Budget::new(BudgetTerms { pace, trusted_proxies, forwarded_header })
    }

    fn network_by(
        believed: ForwardedHeader,
        peer: &str,
        headers: &[(&'static str, &str)],
    ) -> Option<String> {
        let peer = Peer(peer.parse().unwrap());
        let mut sent = HeaderMap::new();
        for (name, value) in headers {
            sent.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        budget(believed).network(Some(peer), &sent).map(|network| network.to_string())
    }

    fn network(peer: &str, forwarded: &str) -> Option<String> {
        network_by(ForwardedHeader::XForwardedFor, peer, &[(XFF, forwarded)])
    }

    #[test]
    fn the_word_of_a_configured_proxy_counts_and_nobody_elses() {
        // A stranger may say what he likes.
        assert_eq!(network("192.0.2.1:5", "198.51.100.7").as_deref(), Some("192.0.2.1"));
        // The right-most address that is no proxy of ours; what stands left of it is hearsay.
        let chain = "203.0.113.9, 198.51.100.7, 10.1.1.1";
        assert_eq!(network("10.0.0.1:5", chain).as_deref(), Some("198.51.100.7"));
        let standard = [(STANDARD, "for=203.0.113.9, for=\"[2001:db8::1]:80\";proto=https")];
        let client = network_by(ForwardedHeader::Forwarded, "127.0.0.1:5", &standard);
        assert_eq!(client.as_deref(), Some("2001:db8::"));
    }

    #[test]
    fn the_header_that_the_proxies_do_not_write_is_the_clients() {
        let forged = [(STANDARD, "for=203.0.113.9"), (XFF, "198.51.100.7")];
        let client = network_by(ForwardedHeader::XForwardedFor, "10.0.0.1:5", &forged);
        assert_eq!(client.as_deref(), Some("198.51.100.7"));
        let forged = [(XFF, "203.0.113.9"), (STANDARD, "for=198.51.100.7")];
        let client = network_by(ForwardedHeader::Forwarded, "10.0.0.1:5", &forged);
        assert_eq!(client.as_deref(), Some("198.51.100.7"));
        let alone = network_by(ForwardedHeader::XForwardedFor, "10.0.0.1:5", &forged[1..]);
        assert_eq!(alone.as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn nothing_left_of_an_entry_that_is_no_address_is_believed() {
        for entry in ["unknown", "", "_hidden", "198.51.100.7.1", "địa chỉ"] {
            let chain = format!("203.0.113.9, {entry}, 10.1.1.1");
            assert_eq!(network("10.0.0.1:5", &chain).as_deref(), Some("10.0.0.1"), "{entry}");
        }
        let lines = [(XFF, "203.0.113.9"), (XFF, "địa chỉ"), (XFF, "10.1.1.1")];
        let client = network_by(ForwardedHeader::XForwardedFor, "10.0.0.1:5", &lines);
        assert_eq!(client.as_deref(), Some("10.0.0.1"));
        for entry in ["by=198.51.100.7", "for=unknown", "for=\"", "198.51.100.7"] {
            let chain = format!("for=203.0.113.9, {entry}");
            let sent = [(STANDARD, chain.as_str())];
            let client = network_by(ForwardedHeader::Forwarded, "10.0.0.1:5", &sent);
            assert_eq!(client.as_deref(), Some("10.0.0.1"), "{entry}");
        }
        // All of them proxies: so the nearest is the one that asks.
        assert_eq!(network("10.0.0.1:5", "10.2.2.2").as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn an_ipv6_customer_is_one_network_and_this_machine_none() {
        assert_eq!(network("[2001:db8::1]:5", "").as_deref(), Some("2001:db8::"));
        assert_eq!(network("[2001:db8::ffff:1]:5", "").as_deref(), Some("2001:db8::"));
        assert_eq!(network("[::1]:5", ""), None);
        assert_eq!(network("[::ffff:192.0.2.1]:5", "").as_deref(), Some("192.0.2.1"));
    }
}
