//! The two search keys.
//!
//! Folding alone is too loose (22 syllables fold to `dang`), exactness alone too strict (readers
//! type names without marks), so both are kept and the query decides, token by token. They are
//! made here and not in SQL because SQLite lower-cases ASCII only, and because đ does not
//! decompose: a database that strips marks still misses `dang` in "Đảng".

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::canonical_tone;

/// The key that keeps Vietnamese letters and tones: lower-case NFC syllables in canonical tone
/// place, with one space between them. `“Uỷ ban” 62-KL/TW` becomes `ủy ban 62 kl tw`.
///
/// Everything that is neither a letter nor a digit separates syllables, except marks that no
/// letter composes with: they are dropped, because they would cut their own syllable in two.
pub fn exact_key(text: &str) -> String {
    // Lower case can compose where upper case could not (J̌, ǰ), and a dropped mark can bring
    // together what composes, hence the repeated NFC.
    let letters: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        .nfc()
        .filter(|letter| !is_stray_mark(*letter))
        .nfc()
        .collect();
    spaced(&canonical_tone(&letters))
}

/// The key without marks: [`exact_key`] with all of them dropped and đ written d. For Vietnamese
/// it is plain ASCII: `Đảng bộ` becomes `dang bo`.
///
/// The look-alikes ð (eth) and ɖ (African d) count as đ: they occur in badly typed text.
pub fn folded_key(text: &str) -> String {
    let letters: String = exact_key(text)
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| if matches!(letter, 'đ' | 'ð' | 'ɖ') { 'd' } else { letter })
        .nfc()
        .collect();
    // A word that was nothing but marks leaves its space behind.
    spaced(&letters)
}

/// A mark that is not itself a letter; the vowel signs of Indic scripts are.
fn is_stray_mark(letter: char) -> bool {
    is_combining_mark(letter) && !letter.is_alphanumeric()
}

fn spaced(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{exact_key, folded_key};
    use crate::platform::text::samples::texts;

    #[test]
    fn both_tone_styles_have_one_exact_key() {
        assert_eq!(exact_key("Thuỳ Vinh"), "thùy vinh");
        assert_eq!(exact_key("Thùy Vinh"), "thùy vinh");
        assert_eq!(exact_key("UỶ VIÊN Tỉnh uỷ"), "ủy viên tỉnh ủy");
    }

    #[test]
    fn exact_keys_keep_tones_apart() {
        let syllables = ["đảng", "đang", "đặng", "đằng", "dâng", "năm", "nam"];
        for (place, syllable) in syllables.iter().enumerate() {
            assert!(!syllables[..place].iter().any(|other| exact_key(other) == *syllable));
        }
    }

    #[test]
    fn folded_keys_bring_them_together() {
        for syllable in ["Đảng", "đang", "Đặng", "đằng", "dâng", "DANG"] {
            assert_eq!(folded_key(syllable), "dang");
        }
        assert_eq!(folded_key("Đảng bộ huyện Quế Sơn"), "dang bo huyen que son");
    }

    #[test]
    fn look_alikes_of_d_fold_and_stay_apart_in_the_exact_key() {
        assert_eq!(folded_key("Ðại ðại Ɖại ɖại"), "dai dai dai dai");
        assert_eq!(exact_key("Ðại"), "ðại");
    }

    #[test]
    fn document_numbers_become_their_parts() {
        assert_eq!(exact_key("Kết luận số 62-KL/TW"), "kết luận số 62 kl tw");
        assert_eq!(folded_key("\u{a0}“M’Nông” – \n"), "m nong");
    }

    #[test]
    fn a_loose_mark_does_not_cut_its_syllable() {
        assert_eq!(exact_key("İstanbul"), "istanbul");
        assert_eq!(exact_key("ho\u{30c}\u{308}a"), "hǒa");
        assert_eq!(exact_key("\u{301} !"), "");
        assert_eq!(folded_key("\u{345} q"), "q");
    }

    #[test]
    fn every_vietnamese_letter_folds_to_ascii() {
        let vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
        for vowel in vowels {
            for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                let letter = format!("{vowel}{tone}");
                let ascii = vowel.nfd().next().expect("a vowel").to_string();
                assert_eq!(folded_key(&letter), ascii);
                assert_eq!(folded_key(&letter.to_uppercase()), ascii);
            }
        }
    }

    proptest! {
        #[test]
        fn keys_are_idempotent(text in texts()) {
            let (exact, folded) = (exact_key(&text), folded_key(&text));
            prop_assert_eq!(exact_key(&exact), exact.as_str());
            prop_assert_eq!(folded_key(&folded), folded.as_str());
            prop_assert_eq!(folded_key(&exact), folded);
        }

        #[test]
        fn keys_do_not_depend_on_the_normal_form(text in texts()) {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(exact_key(&decomposed), exact_key(&composed));
            prop_assert_eq!(folded_key(&decomposed), folded_key(&text));
        }
    }
}
