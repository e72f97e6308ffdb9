//! The grammar of the portal's dates, in small readers that each take something from the front
//! of a text.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::platform::text::folded_key;

/// A date and a time as they stand in a text, not yet checked against calendar and clock.
#[derive(Clone, Copy)]
pub(super) struct Stamp {
    date: Date,
    time: Time,
}

#[derive(Clone, Copy)]
struct Date {
    day: u32,
    month: u32,
    year: u32,
}

#[derive(Clone, Copy)]
struct Time {
    hour: u32,
    minute: u32,
    half: Option<Half>,
}

/// The half of the day in which a twelve-hour clock stands.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// What was taken, and the text behind it.
type Read<'a, T> = Option<(T, &'a str)>;

/// As [`folded_key`] writes them, so that tone, tone style and case do not matter.
const WEEKDAYS: [&str; 7] =
    ["thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat"];

const MIDNIGHT: Time = Time { hour: 0, minute: 0, half: None };

impl Stamp {
    /// Reads the whole of a text in NFC whose blanks are single spaces.
    pub(super) fn read(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let text = after_weekday(inner.unwrap_or(text).trim())?;
        let (stamp, rest) = time_then_date(text).or_else(|| date_then_time(text))?;
        rest.is_empty().then_some(stamp)
    }

    /// The local time that is meant, unless there is no such day or hour.
    pub(super) fn local(self) -> Option<NaiveDateTime> {
        let year = i32::try_from(self.date.year).ok()?;
        let date = NaiveDate::from_ymd_opt(year, self.date.month, self.date.day)?;
        let hour = match (self.time.half, self.time.hour) {
            (None, hour) => hour,
            (Some(Half::Morning), hour @ 1..=12) => hour % 12,
            (Some(Half::Afternoon), hour @ 1..=12) => hour % 12 + 12,
            (Some(_), _) => return None,
        };
        Some(date.and_time(NaiveTime::from_hms_opt(hour, self.time.minute, 0)?))
    }
}

/// The text from its first digit on, if what stands before it is a weekday or nothing.
fn after_weekday(text: &str) -> Option<&str> {
    let (head, tail) = text.split_at(text.find(|letter: char| letter.is_ascii_digit())?);
    let name = head.trim_end_matches([' ', ',', '-']);
    let is_plain = name.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
    let is_weekday = is_plain && WEEKDAYS.contains(&folded_key(name).as_str());
    (head.is_empty() || (is_weekday && name.len() < head.len())).then_some(tail)
}

fn time_then_date(text: &str) -> Read<'_, Stamp> {
    let (time, rest) = time(text)?;
    let (date, rest) = date(after_gap(rest)?)?;
    Some((Stamp { date, time }, rest))
}

fn date_then_time(text: &str) -> Read<'_, Stamp> {
    let (date, rest) = date(text)?;
    if rest.is_empty() {
        return Some((Stamp { date, time: MIDNIGHT }, rest));
    }
    let (time, rest) = time(after_gap(rest)?)?;
    Some((Stamp { date, time }, rest))
}

/// What stands between date and time: a space, a comma, a bar or a hyphen, with spaces around it.
fn after_gap(text: &str) -> Option<&str> {
    let bare = text.trim_start();
    let rest = bare.strip_prefix([',', '|', '-']).unwrap_or(bare).trim_start();
    (rest.len() < text.len()).then_some(rest)
}

/// Day, month and a year of four digits, between two equal separators.
fn date(text: &str) -> Read<'_, Date> {
    let (day, rest) = number(text, 1, 2)?;
    let separator = rest.chars().next().filter(|sign| matches!(sign, '/' | '-' | '.'))?;
    let (month, rest) = number(rest.strip_prefix(separator)?, 1, 2)?;
    let (year, rest) = number(rest.strip_prefix(separator)?, 4, 4)?;
    Some((Date { day, month, year }, rest))
}

/// Hour and minute, then, each if present, a minute sign, the half of the day and the zone.
fn time(text: &str) -> Read<'_, Time> {
    let (hour, rest) = number(text, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 1, 2)?;
    let rest = rest.strip_prefix(['\'', '’', '′']).unwrap_or(rest);
    let (half, rest) = half(rest).map_or((None, rest), |(half, rest)| (Some(half), rest));
    let rest = after_word(rest, "(GMT+7)").unwrap_or(rest);
    Some((Time { hour, minute, half }, rest))
}

/// SA (sáng) is AM, CH (chiều) is PM.
fn half(text: &str) -> Read<'_, Half> {
    let after = |words: [&str; 2]| words.iter().find_map(|word| after_word(text, word));
    let morning = after(["SA", "AM"]).map(|rest| (Half::Morning, rest));
    morning.or_else(|| after(["CH", "PM"]).map(|rest| (Half::Afternoon, rest)))
}

/// The text behind an ASCII word in any case, with or without a space before it.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.trim_start().split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// All digits at the front, if they are so many.
fn number(text: &str, min_digits: usize, max_digits: usize) -> Read<'_, u32> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    let fits = (min_digits..=max_digits).contains(&length);
    Some((fits.then(|| digits.parse().ok())??, rest))
}
