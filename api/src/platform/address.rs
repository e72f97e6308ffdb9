//! Web addresses as keys: two spellings of one address give one key.
//!
//! Former portals kept the article's number in the query string, so parameters count; those that
//! only track where a reader came from do not.

use percent_encoding::percent_decode_str;
use url::Url;

/// An address in the form in which redirects are stored and looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Lower case, without port and `www.`; empty for an address without a host.
    pub host: String,
    /// Percent-decoded, without a slash at the end.
    pub path: String,
    /// The significant parameters, sorted; names in lower case.
    pub parameters: Vec<(String, String)>,
}

/// Longest address that is looked at, in bytes; browsers stop at about the same.
pub const MAX_LENGTH: usize = 2_000;

/// Longest host, in bytes, as in the names of the internet.
pub const MAX_HOST: usize = 253;

/// Whether a text is an absolute http(s) address as it is stored: with its scheme in lower case.
pub fn is_web(text: &str) -> bool {
    let scheme = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    scheme && text.len() <= MAX_LENGTH && Url::parse(text).is_ok()
}

impl Address {
    /// Reads an absolute http(s) address or a path from the root; `None` for anything else, and
    /// for characters that no database should see, percent-encoded or not.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return None;
        }
        if text.starts_with('/') && !text.starts_with("//") {
            let base = Url::parse("http://path.invalid").ok()?;
            return Self::at(String::new(), &base.join(text).ok()?);
        }
        Self::of(&Url::parse(text).ok()?)
    }

    /// The address of an absolute http(s) URL.
    pub fn of(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let host = url.host_str()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        Self::at(host, url)
    }

    fn at(host: String, url: &Url) -> Option<Self> {
        let mut path = decode(url.path())?.trim_end_matches('/').to_owned();
        if path.is_empty() {
            path.push('/');
        }
        let mut parameters = Vec::new();
        for pair in url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let pair = pair.replace('+', " ");
            let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
            let name = decode(name)?.to_lowercase();
            if is_significant(&name) {
                parameters.push((name, decode(value)?));
            }
        }
        parameters.sort();
        Some(Self { host, path, parameters })
    }

    /// What follows the host, as one text: the key that redirects are stored under.
    pub fn key(&self) -> String {
        let mut key = self.path.clone();
        for (position, (name, value)) in self.parameters.iter().enumerate() {
            key.push(if position == 0 { '?' } else { '&' });
            key.push_str(name);
            key.push('=');
            key.push_str(value);
        }
        key
    }
}

/// Percent-decoded and NFC, so that an address typed and an address copied are one. What is not
/// UTF-8 when it is decoded stays as it is: replacing its bytes would make two addresses one.
fn decode(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().unwrap_or(text.into());
    super::text::check_plain(&decoded, MAX_LENGTH).ok()
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
        (address.host.clone(), address.key())
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
    fn bytes_of_another_encoding_stay_apart() {
        assert_ne!(key("/tin/%FE?a=%FE"), key("/tin/%FF?a=%FE"));
        assert_ne!(key("/tin?a=%FE"), key("/tin?a=%FF"));
    }

    #[test]
    fn control_characters_are_refused_however_they_are_written() {
        for text in
            ["/tin/%00", "/tin/a%0Ab", "/tin?a=%1b", "/tin?%7f=1", "/tin/%C2%85", "/%E2%80%A8"]
        {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn other_schemes_and_fragments_of_addresses_are_none() {
        for text in ["javascript:alert(1)", "ftp://example.vn/x", "chi-tiet", "//example.vn", ""] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
