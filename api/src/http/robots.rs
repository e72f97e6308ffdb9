//! Requests behind which nobody reads: robots that say what they are, and browsers that fetch ahead.
//!
//! Headers are looked at while the request is answered and never stored or logged. A robot that
//! calls itself a browser is not known here: the pace of its network bounds what it does.

use axum::http::{HeaderMap, HeaderName, header};

/// What user agents of robots have in them, in lower case: the general words that the list of
/// Project COUNTER (github.com/atmire/COUNTER-Robots, 2026) has of crawlers, of previews of links and
/// of tools. What apps are written with (okhttp, Dart, CFNetwork) is left out: readers use those.
const ROBOTS: [&str; 36] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archiver",
    "mediapartners",
    "bingpreview",
    "facebookexternalhit",
    "facebookcatalog",
    "meta-externalagent",
    "whatsapp",
    "embedly",
    "feedfetcher",
    "google-read-aloud",
    "google-extended",
    "chatgpt-user",
    "lighthouse",
    "pagespeed",
    "pingdom",
    "uptime",
    "monitor",
    "headless",
    "phantomjs",
    "selenium",
    "puppeteer",
    "playwright",
    "scrapy",
    "python-",
    "aiohttp",
    "libwww",
    "go-http-client",
    "apache-httpclient",
    "java/",
    "curl/",
    "wget/",
    "wrk/",
];
/// Makes of telephones whose names have a robot's in them.
const PEOPLE: [&str; 1] = ["cubot"];
/// Where browsers say that nobody has asked for what they fetch: the standard, then older ones.
const FETCHED_AHEAD: [HeaderName; 4] = [
    HeaderName::from_static("sec-purpose"),
    HeaderName::from_static("purpose"),
    HeaderName::from_static("x-purpose"),
    HeaderName::from_static("x-moz"),
];

/// Whether nobody reads what is asked for.
pub fn is_automated(headers: &HeaderMap) -> bool {
    let said = |name: &HeaderName| {
        let value = headers.get(name).map(|value| value.as_bytes().to_ascii_lowercase());
        String::from_utf8_lossy(&value.unwrap_or_default()).into_owned()
    };
    let ahead =
        |value: &str| ["prefetch", "prerender", "preview"].iter().any(|word| value.contains(word));
    FETCHED_AHEAD.iter().any(|name| ahead(&said(name))) || is_robot(&said(&header::USER_AGENT))
}

/// Whether a user agent, in lower case, is a robot's. One that says nothing is believed to be a
/// reader's.
fn is_robot(agent: &str) -> bool {
    let agent = PEOPLE.iter().fold(agent.to_owned(), |agent, name| agent.replace(name, ""));
    ROBOTS.iter().any(|robot| agent.contains(robot))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn automated(name: HeaderName, value: &str) -> bool {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        is_automated(&HeaderMap::from_iter([(name, value)]))
    }

    #[test]
    fn robots_are_known_by_what_they_say_and_readers_are_not_taken_for_them() {
        for robot in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36",
            "python-requests/2.32",
            "curl/8.5.0",
            "ZaloBOT",
        ] {
            assert!(automated(header::USER_AGENT, robot), "{robot}");
        }
        for reader in [
            "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/131.0 Mobile",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "CongThongTin/1.4 CFNetwork/1568 Darwin/24.1.0",
            "okhttp/4.12.0",
            "điện thoại",
            "",
        ] {
            assert!(!automated(header::USER_AGENT, reader), "{reader}");
        }
        assert!(!is_automated(&HeaderMap::new()));
    }

    #[test]
    fn what_is_fetched_ahead_is_not_read() {
        let [standard, older, _, firefox] = FETCHED_AHEAD;
        assert!(automated(standard.clone(), "prefetch;prerender"));
        assert!(automated(older, "Prefetch"));
        assert!(automated(firefox, "prefetch"));
        assert!(!automated(standard, "none"));
    }
}
