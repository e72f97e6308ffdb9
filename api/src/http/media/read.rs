//! What the headers of a request say about a file.

use std::{borrow::Cow, ops::RangeInclusive};

use axum::http::{HeaderMap, header};
use headers::{ETag, HeaderMapExt as _, IfNoneMatch, IfRange};
use percent_encoding::percent_decode_str;

/// Which part of a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// These bytes.
    Bytes(RangeInclusive<u64>),
    /// Bytes that it does not have.
    Beyond,
}

/// Whether the client has the file with this tag already.
pub fn has(headers: &HeaderMap, tag: &ETag) -> bool {
    headers.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(tag))
}

/// The part of a file of this length that is asked for. What is not understood, and several parts at
/// once, is answered with the whole file, as the standard has it.
pub fn part(headers: &HeaderMap, tag: &ETag, length: u64) -> Part {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let outdated = |known: IfRange| known.is_modified(Some(tag), None);
    if headers.typed_get::<IfRange>().is_some_and(outdated) {
        return Part::Whole;
    }
    let bounds = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let Some((first, last)) = bounds else { return Part::Whole };
    let number = |text: &str| text.trim().parse::<u64>();
    match (number(first), number(last)) {
        (Ok(first), Ok(last)) if first <= last => within(first, last, length),
        (Ok(first), Err(_)) if last.trim().is_empty() => within(first, u64::MAX, length),
        (Err(_), Ok(count)) if first.trim().is_empty() => {
            let first = if count == 0 { length } else { length.saturating_sub(count) };
            within(first, u64::MAX, length)
        }
        _ => Part::Whole,
    }
}

fn within(first: u64, last: u64, length: u64) -> Part {
    match first < length {
        true => Part::Bytes(first..=last.min(length - 1)),
        false => Part::Beyond,
    }
}

/// The name of a file by `Content-Disposition`: `filename*` in UTF-8, or `filename`.
pub fn file_name(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_DISPOSITION)?.as_bytes();
    let value = String::from_utf8_lossy(value);
    let parameter = |wanted: &str| {
        value.split(';').skip(1).find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let extended = parameter("filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_language, name) = rest.split_once('\'')?;
        let name = percent_decode_str(name).decode_utf8().ok().map(Cow::into_owned)?;
        charset.eq_ignore_ascii_case("utf-8").then_some(name)
    });
    extended.or_else(|| parameter("filename").map(|name| name.trim_matches('"').to_owned()))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let pair = |(name, value): &(HeaderName, &str)| {
            (name.clone(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_part_is_within_the_file_or_beyond_it() {
        let tag: ETag = "\"a\"".parse().unwrap();
        let part = |range: &str| part(&headers(&[(header::RANGE, range)]), &tag, 100);
        assert_eq!(part("bytes=0-0"), Part::Bytes(0..=0));
        assert_eq!(part("bytes=10-"), Part::Bytes(10..=99));
        assert_eq!(part("bytes=-10"), Part::Bytes(90..=99));
        assert_eq!(part("bytes=90-1000"), Part::Bytes(90..=99));
        assert_eq!(part("bytes=-1000"), Part::Bytes(0..=99));
        assert_eq!(part("bytes=100-"), Part::Beyond);
        assert_eq!(part("bytes=-0"), Part::Beyond);
        assert_eq!(part("bytes=5-2"), Part::Whole);
        assert_eq!(part("bytes=0-1,3-4"), Part::Whole);
        assert_eq!(part("lines=0-1"), Part::Whole);
    }

    #[test]
    fn a_part_of_another_state_is_the_whole() {
        let tag: ETag = "\"a\"".parse().unwrap();
        let part = |known: &str| {
            let pairs = [(header::RANGE, "bytes=0-1"), (header::IF_RANGE, known)];
            part(&headers(&pairs), &tag, 100)
        };
        assert_eq!(part("\"a\""), Part::Bytes(0..=1));
        assert_eq!(part("\"b\""), Part::Whole);
    }

    #[test]
    fn the_name_of_a_file_is_read_in_both_forms() {
        let name = |value: &str| file_name(&headers(&[(header::CONTENT_DISPOSITION, value)]));
        assert_eq!(name("attachment; filename=\"a b.jpg\"").as_deref(), Some("a b.jpg"));
        let both = "attachment; filename=x.jpg; filename*=UTF-8''%E1%BA%A3nh.jpg";
        assert_eq!(name(both).as_deref(), Some("ảnh.jpg"));
        assert_eq!(name("inline"), None);
    }
}
