//! The author line: who wrote, and for which organisation.

use super::label::{same_word, words};

/// The two parts of an author line; both are optional.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Names {
    pub pen_name: Option<String>,
    pub unit_name: Option<String>,
}

/// How the names of organisations begin.
const UNIT_WORDS: &[&[&str]] = &[
    &["ban"],
    &["bộ", "chỉ", "huy"],
    &["btg"],
    &["btc"],
    &["chi", "bộ"],
    &["công", "an"],
    &["cơ", "quan"],
    &["đảng", "bộ"],
    &["đảng", "ủy"],
    &["hđnd"],
    &["hội"],
    &["huyện", "đoàn"],
    &["huyện", "ủy"],
    &["liên", "đoàn"],
    &["mặt", "trận"],
    &["mttq"],
    &["phòng"],
    &["tỉnh", "đoàn"],
    &["tỉnh", "ủy"],
    &["thành", "đoàn"],
    &["thành", "ủy"],
    &["thị", "đoàn"],
    &["thị", "ủy"],
    &["thường", "trực"],
    &["trung", "tâm"],
    &["ubkt"],
    &["ubmttq"],
    &["ubnd"],
    &["ủy", "ban"],
    &["văn", "phòng"],
];

/// A word that begins names of organisations, and is a family name too.
const YOUTH_UNION: &str = "đoàn";

/// Splits an author line at its first hyphen between spaces. The hyphens inside abbreviations
/// (TĐ-KT) have no spaces and do not count. A line that names an organisation only has no hyphen,
/// or has one inside the name.
pub(super) fn split(byline: &str) -> Names {
    let (before, after) = match dash(byline) {
        Some((before, after)) if !opens_with_unit(before) => (before, after),
        _ if opens_with_unit(byline) || is_youth_union(byline) => ("", byline),
        _ => (byline, ""),
    };
    let name = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Names { pen_name: name(before), unit_name: name(after) }
}

/// What stands before and after the first dash that has white space, or nothing, on both sides.
fn dash(byline: &str) -> Option<(&str, &str)> {
    byline.match_indices(['-', '–']).find_map(|(start, dash)| {
        let (before, after) = (&byline[..start], &byline[start + dash.len()..]);
        let free = (before.is_empty() || before.ends_with(char::is_whitespace))
            && (after.is_empty() || after.starts_with(char::is_whitespace));
        free.then(|| (before.trim(), after.trim()))
    })
}

fn opens_with_unit(text: &str) -> bool {
    UNIT_WORDS.iter().any(|unit| {
        let mut found = words(text).map(|(start, end)| &text[start..end]);
        unit.iter().all(|expected| found.next().is_some_and(|word| same_word(word, expected)))
    })
}

/// Whether the text is like "Đoàn Thanh niên" or "Đoàn TNCS" and not a person like "Đoàn Văn
/// Minh": in the name of a person every word has one capital, the first letter.
fn is_youth_union(text: &str) -> bool {
    let mut found = words(text).map(|(start, end)| &text[start..end]);
    found.next().is_some_and(|word| same_word(word, YOUTH_UNION))
        && found.any(|word| {
            word.starts_with(char::is_lowercase)
                || (word.chars().count() > 1 && !word.contains(char::is_lowercase))
        })
}

#[cfg(test)]
mod tests {
    use super::{Names, split};

    fn names(pen_name: &str, unit_name: &str) -> Names {
        let name = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Names { pen_name: name(pen_name), unit_name: name(unit_name) }
    }

    #[test]
    fn the_first_hyphen_between_spaces_divides() {
        assert_eq!(
            split("Hạ Vy - Hội Nông dân - Phú Ninh"),
            names("Hạ Vy", "Hội Nông dân - Phú Ninh")
        );
        assert_eq!(split("Hạ Vy\u{a0}- Phòng TĐ-KT"), names("Hạ Vy", "Phòng TĐ-KT"));
        assert_eq!(split("Hạ Vy – TT-TH Tiên Phước"), names("Hạ Vy", "TT-TH Tiên Phước"));
    }

    #[test]
    fn hyphens_without_spaces_belong_to_the_name() {
        assert_eq!(split("CTV-Hạ Vy"), names("CTV-Hạ Vy", ""));
    }

    #[test]
    fn one_side_may_be_missing() {
        assert_eq!(split("Hạ Vy -"), names("Hạ Vy", ""));
        assert_eq!(split("- Đảng ủy xã Bình An"), names("", "Đảng ủy xã Bình An"));
        assert_eq!(split("-"), names("", ""));
    }

    #[test]
    fn an_organisation_alone_is_not_a_person() {
        assert_eq!(split("VĂN PHÒNG Huyện uỷ"), names("", "VĂN PHÒNG Huyện uỷ"));
        assert_eq!(split("Ban Tuyên giáo - Huyện ủy"), names("", "Ban Tuyên giáo - Huyện ủy"));
        assert_eq!(split("Đoàn Thanh niên xã"), names("", "Đoàn Thanh niên xã"));
        assert_eq!(split("Đoàn TNCS huyện"), names("", "Đoàn TNCS huyện"));
    }

    #[test]
    fn family_names_that_are_unit_words_stay_persons() {
        assert_eq!(split("Đoàn Văn Minh"), names("Đoàn Văn Minh", ""));
        assert_eq!(split("Văn Thị Hòa"), names("Văn Thị Hòa", ""));
    }
}
