//! Web addresses as keys: two spellings of one address give one key.
//!
//! Former portals kept the article's number in the query string, so parameters count; those that
//! only track where a reader came from do not.

use url::Url;

/// An address in the form in which redirects are stored and looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Lower case, without port and `www.`; empty for an address without a host.
    pub host: String,
    /// Path without a slash at the end, then the significant parameters in order.
    pub path: String,
}

/// Longest address that is looked at, in bytes; browsers stop at about the same.
pub const MAX_LENGTH: usize = 2_000;

/// Longest host, in bytes, as in the names of the internet.
pub const MAX_HOST: usize = 253;

impl Address {
    /// Reads an absolute http(s) address or a path from the root; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return None;
        }
        if text.starts_with('/') && !text.starts_with("//") {
            let base = Url::parse("http://path.invalid").ok()?;
            let url = base.join(text).ok()?;
            return Some(Self { host: String::new(), path: path_key(&url) });
        }
        Self::of(&Url::parse(text).ok()?)
    }

    /// The key of an absolute http(s) address.
    pub fn of(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let host = url.host_str()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        Some(Self { host, path: path_key(url) })
    }
}

fn path_key(url: &Url) -> String {
    let mut key = decode(url.path()).trim_end_matches('/').to_owned();
    if key.is_empty() {
        key.push('/');
    }
    let mut parameters: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (name.to_lowercase(), super::text::nfc(&value).into_owned()))
        .filter(|(name, _)| is_significant(name))
        .collect();
    parameters.sort();
    for (position, (name, value)) in parameters.iter().enumerate() {
        key.push(if position == 0 { '?' } else { '&' });
        key.push_str(name);
        key.push('=');
        key.push_str(value);
    }
    key
}

/// Percent-decoded and NFC, so that an address typed and an address copied are one.
fn decode(path: &str) -> String {
    let decoded = percent_decode(path);
    super::text::nfc(&decoded).into_owned()
}

fn percent_decode(path: &str) -> String {
    // The only decoder of `url`'s public face is the one of form values; `+` is not a space in a path.
    let pair = format!("x={}", path.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

fn is_significant(name: &str) -> bool {
    const TRACKING: [&str; 6] = ["fbclid", "gclid", "sessionid", "jsessionid", "sid", "phpsessid"];
    !name.starts_with("utm_") && !TRACKING.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> (String, String) {
        let address = Address::parse(text).expect("an address");
        (address.host, address.path)
    }

    #[test]
    fn spellings_of_one_address_give_one_key() {
        let one = key("https://www.queson.example.vn/chi-tiet?dDocName=PORTAL353912&_c=93");
        let other =
            key("http://QUESON.example.vn/chi-tiet/?_c=93&utm_source=zalo&ddocname=PORTAL353912#a");
        assert_eq!(one, other);
        assert_ne!(one, key("https://queson.example.vn/chi-tiet?dDocName=PORTAL353913&_c=93"));
    }

    #[test]
    fn a_percent_encoded_decomposed_path_equals_the_typed_one() {
        assert_eq!(key("/news/tag/x%C3%A2y-d%E1%BB%B1ng/"), key("/news/tag/xây-dựng"));
        assert_eq!(key("/a+b%26c").1, "/a+b&c");
    }

    #[test]
    fn other_schemes_and_fragments_of_addresses_are_none() {
        for text in ["javascript:alert(1)", "ftp://example.vn/x", "chi-tiet", "//example.vn", ""] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
