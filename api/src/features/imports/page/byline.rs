//! The author line: who wrote, and for which organisation.

use super::label::{same_word, words};

/// The two parts of an author line; both are optional.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Names {
    pub pen_name: Option<String>,
    pub unit_name: Option<String>,
    /// Whether a hyphen was taken for a part of the organisation's name.
    pub unsplit: bool,
}

/// Words that only names of organisations begin with.
const UNIT_WORDS: &[&[&str]] = &[
    &["bộ", "chỉ", "huy"],
    &["btg"],
    &["btc"],
    &["chi", "bộ"],
    &["công", "an"],
    &["cơ", "quan"],
    &["đảng", "bộ"],
    &["đảng", "ủy"],
    &["hđnd"],
    &["huyện", "đoàn"],
    &["huyện", "ủy"],
    &["liên", "đoàn"],
    &["mặt", "trận"],
    &["mttq"],
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

/// Words that names of organisations begin with, and names of people and towns too.
const SHARED_WORDS: &[&str] = &["ban", "đoàn", "hội", "phòng"];

/// What a committee, a department or a union is for: after a shared word, the second word of an
/// organisation.
const FIELDS: &[&[&str]] = &[
    &["biên", "tập"],
    &["chấp", "hành"],
    &["cựu", "chiến", "binh"],
    &["dân", "vận"],
    &["kiểm", "tra"],
    &["liên", "hiệp"],
    &["nội", "chính"],
    &["nông", "dân"],
    &["phụ", "nữ"],
    &["thanh", "niên"],
    &["thường", "vụ"],
    &["tổ", "chức"],
    &["tuyên", "giáo"],
];

/// Splits an author line at its first hyphen between spaces. The hyphens inside abbreviations
/// (TĐ-KT) have no spaces and do not count. A line that names an organisation only has no hyphen,
/// or has one inside the name.
pub(super) fn split(byline: &str) -> Names {
    let dash = dash(byline);
    let (before, after) = match dash {
        Some((before, after)) if !is_unit(before) => (before, after),
        _ if is_unit(byline) => ("", byline),
        _ => (byline, ""),
    };
    let name = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let unsplit = dash.is_some_and(|(before, _)| is_unit(before));
    Names { pen_name: name(before), unit_name: name(after), unsplit }
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

/// Whether the text names an organisation and not a person.
fn is_unit(text: &str) -> bool {
    let words: Vec<&str> = words(text).map(|(start, end)| &text[start..end]).collect();
    match words.split_first() {
        Some((first, rest)) if SHARED_WORDS.iter().any(|word| same_word(first, word)) => {
            let shouted = !text.contains(char::is_lowercase);
            FIELDS.iter().any(|field| opens_with(rest, field))
                || (!shouted && is_written_as_unit(rest))
        }
        _ => UNIT_WORDS.iter().any(|unit| opens_with(&words, unit)),
    }
}

fn opens_with(words: &[&str], expected: &[&str]) -> bool {
    words.len() >= expected.len()
        && words.iter().zip(expected).all(|(word, expected)| same_word(word, expected))
}

/// Whether the words are like those of "Ban Công tác xã hội" or "Phòng TĐ-KT" and not those of "Ban
/// Mai": in the name of a person every word has one capital, the first letter.
fn is_written_as_unit(words: &[&str]) -> bool {
    let is_short_form = |word: &str| word.chars().count() > 1 && !word.contains(char::is_lowercase);
    words.iter().any(|word| word.starts_with(char::is_lowercase) || is_short_form(word))
}

#[cfg(test)]
mod tests {
    use super::{Names, split};

    fn names(pen_name: &str, unit_name: &str) -> Names {
        let name = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Names { pen_name: name(pen_name), unit_name: name(unit_name), unsplit: false }
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
        assert_eq!(split("Đoàn Thanh niên xã"), names("", "Đoàn Thanh niên xã"));
        assert_eq!(split("Đoàn TNCS huyện"), names("", "Đoàn TNCS huyện"));
    }

    #[test]
    fn a_hyphen_inside_the_name_of_an_organisation_is_told() {
        for line in ["Ban Tuyên giáo - Huyện ủy", "BAN TUYÊN GIÁO - HUYỆN ỦY", "UBND - Quế Sơn"]
        {
            assert_eq!(split(line), Names { unsplit: true, ..names("", line) });
        }
    }

    #[test]
    fn names_of_people_and_towns_that_begin_like_organisations_are_none() {
        for (name, unit) in [
            ("Ban Mai", "Huyện ủy Quế Sơn"),
            ("Hội An", "Thành ủy"),
            ("Phòng Thị Hoa", "Ban DVHU"),
            ("PHÒNG THỊ HOA", "BAN DVHU"),
        ] {
            assert_eq!(split(&format!("{name} - {unit}")), names(name, unit));
            assert_eq!(split(name), names(name, ""));
        }
        assert_eq!(split("Đoàn Văn Minh"), names("Đoàn Văn Minh", ""));
        assert_eq!(split("Văn Thị Hòa"), names("Văn Thị Hòa", ""));
    }
}
