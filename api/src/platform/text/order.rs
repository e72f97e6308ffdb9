//! Order: collation keys, and the names by which people and units are sorted.

use std::sync::LazyLock;

use icu_collator::{
    Collator, CollatorBorrowed,
    options::{CollatorOptions, Strength},
};
use icu_locale_core::locale;

use super::{exact_key, nfc};

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    Collator::try_new(locale!("vi").into(), options)
        .expect("the collation data is compiled into the binary")
});

/// First words of a Party unit's name that say what kind of committee it is, as exact keys.
const COMMITTEES: [&str; 9] = [
    "tỉnh ủy",
    "thành ủy",
    "thị ủy",
    "huyện ủy",
    "quận ủy",
    "đảng ủy",
    "đảng bộ",
    "chi ủy",
    "chi bộ",
];

/// Kinds of area that may follow one of [`COMMITTEES`] ("Đảng bộ huyện Quế Sơn"), as exact keys.
const AREAS: [&str; 9] =
    ["tỉnh", "thành phố", "thị xã", "thị trấn", "huyện", "quận", "xã", "phường", "đặc khu"];

/// The sort key of a text in the order of the Vietnamese alphabet (CLDR `vi`), to be stored beside
/// it and compared as bytes.
///
/// Databases have no such order by themselves: bytes put every Đ after T, and the root collation
/// puts Đại Lộc before Duy Xuyên. Texts that differ in normal form only have equal keys, so an
/// order needs `id` behind the key.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    let Ok(()) = COLLATOR.write_sort_key_to(text, &mut key);
    key
}

/// The name by which a person is sorted: given name first, which Vietnamese names put last, then
/// the rest in its order. "Võ Văn Nhàn" becomes "Nhàn Võ Văn".
///
/// A default that editors may replace: names of other peoples (A Viết Sơn) follow other rules,
/// which cannot be guessed from the name.
pub fn person_sort_name(pen_name: &str) -> String {
    let pen_name = nfc(pen_name);
    let mut words: Vec<&str> = pen_name.split_whitespace().collect();
    if !words.is_empty() {
        words.rotate_right(1);
    }
    words.join(" ")
}

/// The name by which a unit is sorted: its place, without the kind of committee ("Huyện ủy Quế
/// Sơn" and "Đảng bộ huyện Quế Sơn" become "Quế Sơn"), in any case and tone style.
///
/// A name that would lose all its words, such as "Tỉnh ủy", is kept whole.
pub fn place_sort_name(name: &str) -> String {
    let name = nfc(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    let keys: Vec<String> = words.iter().map(|word| exact_key(word)).collect();
    let committee = leading_words(&keys, &COMMITTEES);
    // An area alone is no prefix: "Tỉnh đoàn" is a name of its own.
    let area = if committee > 0 { leading_words(&keys[committee..], &AREAS) } else { 0 };
    let place = &words[committee + area..];
    if place.is_empty() { words.join(" ") } else { place.join(" ") }
}

/// The number of words that the phrase at the front of `keys` takes, 0 when there is none.
fn leading_words(keys: &[String], phrases: &[&str]) -> usize {
    let lengths = phrases.iter().filter_map(|phrase| {
        let length = phrase.split(' ').count();
        keys.get(..length)?.iter().eq(phrase.split(' ')).then_some(length)
    });
    lengths.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{person_sort_name, place_sort_name, sort_key};
    use crate::platform::text::samples::texts;

    fn sorted<'a>(names: &[&'a str], key: impl Fn(&str) -> String) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.sort_by_cached_key(|name| sort_key(&key(name)));
        names
    }

    #[test]
    fn letters_and_tones_sort_as_in_the_vietnamese_alphabet() {
        let letters = ["a", "ă", "â", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"];
        assert!(letters.is_sorted_by_key(|letter| sort_key(letter)));
        let tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ"];
        assert!(tones.is_sorted_by_key(|syllable| sort_key(syllable)));
    }

    #[test]
    fn the_eighteen_units_sort_by_place() {
        let expected = [
            "Huyện ủy Bắc Trà My",
            "Huyện uỷ Duy Xuyên",
            "HUYỆN ỦY Đại Lộc",
            "Thị ủy Điện Bàn",
            "Huyện ủy Đông Giang",
            "Đảng bộ huyện Hiệp Đức",
            "Thành ủy Hội An",
            "Huyện Ủy Nam Giang",
            "Huyện ủy Nam Trà My",
            "Huyện ủy Nông Sơn",
            "Huyện ủy Núi Thành",
            "Huyện ủy Phú Ninh",
            "Huyện ủy Phước Sơn",
            "Huyện ủy\u{a0}Quế Sơn",
            "Đảng bộ thành phố Tam Kỳ",
            "Huyện ủy Tây Giang",
            "Huyện ủy Thăng Bình",
            "Huyện ủy Tiên Phước",
        ];
        let mut by_bytes = expected;
        by_bytes.sort_unstable();
        assert_eq!(sorted(&by_bytes, place_sort_name), expected);
    }

    #[test]
    fn people_sort_by_given_name() {
        assert_eq!(person_sort_name("Võ Văn Nhàn"), "Nhàn Võ Văn");
        assert_eq!(person_sort_name(" Thúy  Lan "), "Lan Thúy");
        assert_eq!(person_sort_name("Q.N"), "Q.N");
        assert_eq!(person_sort_name(""), "");
        let names = ["Võ Văn Nhàn", "Đặng Thị Thùy Vinh", "Thúy Lan", "Lê Văn Nhàn"];
        let expected = ["Thúy Lan", "Lê Văn Nhàn", "Võ Văn Nhàn", "Đặng Thị Thùy Vinh"];
        assert_eq!(sorted(&names, person_sort_name), expected);
    }

    #[test]
    fn only_the_kind_in_front_is_dropped() {
        assert_eq!(place_sort_name("Tỉnh ủy Quảng Nam"), "Quảng Nam");
        assert_eq!(place_sort_name("Đảng ủy Khối các cơ quan tỉnh"), "Khối các cơ quan tỉnh");
        assert_eq!(place_sort_name("Đảng uỷ xã Quế Phú"), "Quế Phú");
        for name in ["Tỉnh ủy", "Đảng bộ huyện", "Tỉnh đoàn", "Ban Dân vận Tỉnh ủy", "Quế Sơn", ""]
        {
            assert_eq!(place_sort_name(name), name);
        }
    }

    /// When this fails after an update, raise the version and write the new key down here.
    #[test]
    fn keys_equal_those_stored_by_earlier_releases() {
        let key = [
            50, 2, 43, 69, 55, 4, 45, 72, 2, 4, 81, 59, 69, 57, 1, 68, 139, 2, 65, 139, 5, 67, 139,
            2, 6, 1, 198, 18,
        ];
        assert_eq!(sort_key("Đảng bộ tỉnh"), key);
    }

    proptest! {
        #[test]
        fn sort_keys_do_not_depend_on_the_normal_form(text in texts()) {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(sort_key(&composed), sort_key(&decomposed));
        }
    }
}
