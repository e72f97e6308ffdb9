//! What a sentence can name that only the article knows, and how that is written.

use chrono::{Datelike, Days, NaiveDate};

use super::scene::Scene;

/// A gap that the article fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The place that the article is about.
    Place,
    /// Its kind: district, town, city.
    Kind,
    /// The name that a committee has in a place of its kind.
    Committee,
    /// A commune or ward of the place, another one each time.
    Commune,
    /// The commune that the article is about.
    Home,
    /// What the article is about.
    Topic,
    /// Another place.
    Elsewhere,
    /// The unit that sent the article in.
    Unit,
    /// Who presides, with the office held: the same person throughout the article.
    Chair,
    /// Who answers for the commune, with the office held: the same person throughout.
    Local,
    /// The day of the event, shortly before publication.
    Day,
    /// A day of long ago.
    PastDay,
    /// The day on which a document was signed.
    DocumentDay,
    /// A year, as many years after that of publication.
    Year(i32),
    /// One of the years that follow.
    LaterYear,
    /// The provincial term of the day, as a span of years.
    Term,
    /// A share with one decimal.
    Percent,
    /// A number within these bounds.
    Number(u32, u32),
    /// The number of a document of this type.
    Document(&'static str),
}

impl Slot {
    /// The slot that word lists mean by this name.
    pub(super) fn named(name: &'static str) -> Option<Self> {
        if let Some(bounds) = name.strip_prefix('#') {
            let (first, last) = bounds.split_once('-')?;
            return Some(Self::Number(first.parse().ok()?, last.parse().ok()?));
        }
        if let Some(kind) = name.strip_prefix("doc:") {
            return Some(Self::Document(kind));
        }
        Some(match name {
            "place" => Self::Place,
            "kind" => Self::Kind,
            "committee" => Self::Committee,
            "commune" => Self::Commune,
            "home" => Self::Home,
            "topic" => Self::Topic,
            "elsewhere" => Self::Elsewhere,
            "unit" => Self::Unit,
            "chair" => Self::Chair,
            "local" => Self::Local,
            "day" => Self::Day,
            "past-day" => Self::PastDay,
            "doc-date" => Self::DocumentDay,
            "year" => Self::Year(0),
            "last-year" => Self::Year(-1),
            "next-year" => Self::Year(1),
            "later-year" => Self::LaterYear,
            "term" => Self::Term,
            "percent" => Self::Percent,
            _ => return None,
        })
    }

    /// Writes what the slot stands for in this article.
    pub(super) fn write(self, scene: &mut Scene<'_>, out: &mut String) {
        match self {
            Self::Place => out.push_str(scene.setting.place.name),
            Self::Kind => out.push_str(scene.setting.place.kind),
            Self::Committee => out.push_str(scene.setting.place.committee),
            Self::Commune => out.push_str(scene.dice.pick(&scene.setting.place.communes)),
            Self::Home => out.push_str(scene.home),
            Self::Topic => out.push_str(scene.topic),
            Self::Elsewhere => out.push_str(scene.elsewhere().name),
            Self::Unit => push_unit(scene, out),
            Self::Chair => out.push_str(&scene.chair),
            Self::Local => out.push_str(&scene.local),
            Self::Year(later) => {
                push_digits(out, (scene.setting.day.year() + later).unsigned_abs(), 1)
            }
            Self::LaterYear => {
                let year = scene.setting.day.year().unsigned_abs() + scene.dice.between(2, 6);
                push_digits(out, year, 1);
            }
            Self::Term => out.push_str(super::terms::years(scene.setting.day)),
            Self::Percent => {
                push_number(out, scene.dice.between(51, 98));
                out.push(',');
                push_number(out, scene.dice.between(1, 9));
                out.push('%');
            }
            Self::Number(first, last) => push_number(out, scene.dice.between(first, last)),
            Self::Document(kind) => push_document(scene, kind, out),
            Self::Day | Self::PastDay | Self::DocumentDay => self.write_day(scene, out),
        }
    }

    fn write_day(self, scene: &mut Scene<'_>, out: &mut String) {
        let back = match self {
            Self::Day => scene.dice.between(0, 3),
            // Between forty and eighty years.
            Self::PastDay => scene.dice.between(14_600, 29_200),
            _ => scene.dice.between(30, 2_900),
        };
        let day = scene
            .setting
            .day
            .checked_sub_days(Days::new(u64::from(back)))
            .unwrap_or(scene.setting.day);
        let short = self == Self::Day && scene.dice.chance(60);
        push_day(out, day, scene.dice.pick(&['/', '/', '-', '.']), short);
    }
}

fn push_unit(scene: &Scene<'_>, out: &mut String) {
    match scene.setting.unit {
        Some(name) => out.push_str(name),
        None => {
            out.extend([
                "Ban Thường vụ ",
                scene.setting.place.committee,
                " ",
                scene.setting.place.name,
            ]);
        }
    }
}

fn push_document(scene: &mut Scene<'_>, kind: &str, out: &mut String) {
    push_number(out, scene.dice.between(1, 240));
    let own = if scene.setting.place.kind == "huyện" { "HU" } else { "TU" };
    let issuer = scene.dice.pick(&["TW", "TW", "TU", own]);
    out.extend(["-", kind, "/", issuer]);
}

/// As editors write days: `8/10`, `08/10/2020`, `8-10-2020`; nobody agreed on one form.
fn push_day(out: &mut String, day: NaiveDate, separator: char, short: bool) {
    let width = if separator == '/' { 2 } else { 1 };
    push_digits(out, day.day(), width);
    out.push(separator);
    push_digits(out, day.month(), width);
    if !short {
        out.push(separator);
        push_digits(out, day.year().unsigned_abs(), 1);
    }
}

/// With a dot between the thousands.
fn push_number(out: &mut String, number: u32) {
    if number < 1_000 {
        return push_digits(out, number, 1);
    }
    push_number(out, number / 1_000);
    out.push('.');
    push_digits(out, number % 1_000, 3);
}

/// At least `width` digits. Without the formatting machinery, which would take longer than all
/// else in a sentence.
fn push_digits(out: &mut String, number: u32, width: u32) {
    if number >= 10 || width > 1 {
        push_digits(out, number / 10, width.saturating_sub(1));
    }
    out.extend(char::from_digit(number % 10, 10));
}
