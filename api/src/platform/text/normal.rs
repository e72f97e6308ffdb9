//! Normal form (NFC) and the place of the tone mark.

use std::borrow::Cow;

use unicode_normalization::{
    UnicodeNormalization,
    char::{compose, decompose_canonical, is_combining_mark},
    is_nfc,
};

/// The combining marks of the five written tones: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The text in Unicode normal form C, the form in which all text enters and is stored.
///
/// macOS file names and some editors deliver NFD, in which "Đảng" has other bytes and SQLite and
/// PostgreSQL see another word. Text that is already NFC is borrowed, not copied.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// [`char::is_alphanumeric`], without a search in its tables for the letters that Vietnamese has.
pub fn is_alphanumeric(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphanumeric(),
        // Of the Latin letters in Unicode's blocks, only two signs of arithmetic are none.
        '\u{1e00}'..='\u{1eff}' | '\u{c0}'..='\u{24f}' => !matches!(letter, '×' | '÷'),
        _ => letter.is_alphanumeric(),
    }
}

/// The text in NFC with the tone mark of open `oa`, `oe` and `uy` on the first vowel: hoà becomes
/// hòa, uỷ becomes ủy, HOÀ becomes HÒA.
///
/// Both spellings are the same syllable and occur inside one official text ("Uỷ viên … Tỉnh ủy").
/// The mark moves only when the syllable ends there (hoàng has one spelling) and not after q,
/// where u belongs to the consonant (quý). For keys and comparisons, never for stored text.
pub fn canonical_tone(text: &str) -> String {
    let mut letters: Vec<char> = text.nfc().collect();
    for start in 0..letters.len().saturating_sub(1) {
        if let Some(pair) = moved_tone(&letters, start) {
            letters[start..start + 2].copy_from_slice(&pair);
        }
    }
    letters.into_iter().collect()
}

/// The two vowels at `start` with the tone on the first one, when the rule applies to them.
fn moved_tone(letters: &[char], start: usize) -> Option<[char; 2]> {
    let (first, second) = (letters[start], letters[start + 1]);
    let after_q = start > 0 && letters[start - 1].eq_ignore_ascii_case(&'q');
    let goes_on = letters.get(start + 2).is_some_and(|letter| continues_syllable(*letter));
    if after_q || goes_on {
        return None;
    }
    let (vowel, tone) = split_tone(second)?;
    let pair = (first.to_ascii_lowercase(), vowel.to_ascii_lowercase());
    if !matches!(pair, ('o', 'a' | 'e') | ('u', 'y')) {
        return None;
    }
    Some([compose(first, tone)?, vowel])
}

/// A letter that is one base letter and one tone mark, taken apart. `ấ` is not: it is a
/// circumflex vowel, which keeps its tone wherever it stands.
fn split_tone(letter: char) -> Option<(char, char)> {
    let mut parts = Vec::with_capacity(3);
    decompose_canonical(letter, |part| parts.push(part));
    match parts[..] {
        [vowel, tone] if TONES.contains(&tone) => Some((vowel, tone)),
        _ => None,
    }
}

fn continues_syllable(letter: char) -> bool {
    is_alphanumeric(letter) || is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_short_way_knows_the_same_letters_and_digits() {
        for letter in '\0'..='\u{3000}' {
            assert_eq!(super::is_alphanumeric(letter), letter.is_alphanumeric(), "{letter:?}");
        }
    }

    use std::borrow::Cow;

    use proptest::prelude::{prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{canonical_tone, nfc};
    use crate::platform::text::samples::texts;

    #[test]
    fn text_in_nfc_is_borrowed() {
        assert!(matches!(nfc("Đảng bộ tỉnh"), Cow::Borrowed("Đảng bộ tỉnh")));
        let decomposed: String = "Đảng bộ tỉnh".nfd().collect();
        assert_eq!(nfc(&decomposed), "Đảng bộ tỉnh");
    }

    #[test]
    fn the_fifteen_pairs_take_the_old_place_in_either_case() {
        let new_style = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ";
        let old_style = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy";
        assert_eq!(canonical_tone(new_style), old_style);
        assert_eq!(canonical_tone(old_style), old_style);
        assert_eq!(canonical_tone(&new_style.to_uppercase()), old_style.to_uppercase());
        assert_eq!(canonical_tone(&new_style.nfd().collect::<String>()), old_style);
    }

    #[test]
    fn case_stays_with_its_letter() {
        assert_eq!(canonical_tone("HOÀ Hoà THUÝ Uỷ"), "HÒA Hòa THÚY Ủy");
    }

    #[test]
    fn the_mark_stays_when_the_syllable_goes_on_or_follows_q() {
        for text in ["hoàng", "khoản", "xoèn", "huỳnh", "quý", "QUÝ", "quỳ", "loài", "hoàn2"]
        {
            assert_eq!(canonical_tone(text), text);
        }
    }

    #[test]
    fn vowels_with_a_shape_of_their_own_keep_their_tone() {
        for text in ["thuế", "khuyến", "oấ", "Huế", "mua", "của"] {
            assert_eq!(canonical_tone(text), text);
        }
    }

    #[test]
    fn punctuation_ends_a_syllable() {
        assert_eq!(canonical_tone("“Thuỷ”, (hoà)/uỷ-ban"), "“Thủy”, (hòa)/ủy-ban");
    }

    proptest! {
        #[test]
        fn nfc_is_idempotent(text in texts()) {
            let once = nfc(&text).into_owned();
            prop_assert_eq!(nfc(&once), once.as_str());
        }

        #[test]
        fn canonical_tone_is_idempotent_and_nfc(text in texts()) {
            let once = canonical_tone(&text);
            prop_assert_eq!(canonical_tone(&once), once.as_str());
            prop_assert_eq!(nfc(&once), once.as_str());
        }
    }
}
