use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::platform::text::samples::texts;

fn exact(text: &str) -> Vec<String> {
    tokens(text).iter().map(|token| token.syllable.exact.clone()).collect()
}

fn folded(text: &str) -> Vec<String> {
    tokens(text).iter().map(|token| token.syllable.folded.clone()).collect()
}

fn terms(text: &str) -> Vec<(Range<usize>, u8)> {
    let tokens = tokens(text);
    let syllables: Vec<&Syllable> = tokens.iter().map(|token| &*token.syllable).collect();
    named_terms(&syllables).into_iter().map(|term| (term.tokens, term.number)).collect()
}

#[test]
fn tokens_know_where_they_came_from() {
    let text = "“Hoà bình”: 62-KL/TW";
    let found: Vec<_> = tokens(text).into_iter().map(|token| &text[token.range]).collect();
    assert_eq!(found, ["Hoà", "bình", "62", "KL", "TW"]);
    assert_eq!(exact(text), ["hòa", "bình", "62", "kl", "tw"]);
    assert_eq!(folded("M’Nông, M'Nông, Đảng"), ["m", "nong", "m", "nong", "dang"]);
}

#[test]
fn i_and_y_are_one_where_they_are_the_only_vowel() {
    for (one, other) in
        [("kĩ", "kỹ"), ("Mĩ", "Mỹ"), ("lí", "lý"), ("quí", "quý"), ("ti", "ty"), ("sĩ", "sỹ")]
    {
        assert_eq!(exact(one), exact(other));
    }
    for (one, other) in [("tai", "tay"), ("thúi", "thúy"), ("mai", "may"), ("ý", "í"), ("kỉ", "kỹ")]
    {
        assert_ne!(exact(one), exact(other));
    }
}

#[test]
fn terms_of_congresses_are_named_in_many_ways() {
    assert_eq!(terms("khóa 22"), [(0..2, 22)]);
    assert_eq!(terms("Khoá XXII"), [(0..2, 22)]);
    assert_eq!(terms("khoa 22"), [(0..2, 22)]);
    assert_eq!(terms("Đại hội Đảng bộ tỉnh lần thứ XXII"), [(5..8, 22)]);
    assert_eq!(terms("nhiệm kỳ XXI, nhiệm kì 20"), [(0..3, 21), (3..6, 20)]);
    assert_eq!(terms("Đại hội XIII"), [(2..3, 13)]);
}

#[test]
fn other_numbers_are_no_terms() {
    for text in
        ["nhiệm kỳ 2020-2025", "khoả 22", "khóa 0", "khóa 022", "22", "XXII", "khóa vì", "khóa"]
    {
        assert_eq!(terms(text), [], "{text}");
    }
}

#[test]
fn a_prefix_keeps_the_tone_where_it_was_typed() {
    assert_eq!(prefix("Hoà").exact, "hoà");
    assert_eq!(prefix("Quy").exact, "quy");
    assert_eq!(prefix("Đi").folded, "di");
}

proptest! {
    #[test]
    fn the_tokens_of_a_text_are_its_keys(text in texts()) {
        let folded: Vec<_> = tokens(&text).iter().map(|token| token.syllable.folded.clone()).collect();
        for syllable in folded {
            prop_assert!(!syllable.is_empty() && !syllable.contains(' '));
            prop_assert_eq!(folded_key(&syllable), syllable);
        }
    }

    #[test]
    fn tokens_do_not_depend_on_the_normal_form(text in texts()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(exact(&composed), exact(&decomposed));
        prop_assert_eq!(folded(&composed), folded(&decomposed));
    }

    #[test]
    fn places_ascend_and_are_within_the_text(text in texts()) {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.range.start >= end || token.range.start < token.range.end);
            prop_assert!(text.get(token.range.clone()).is_some());
            end = token.range.start;
        }
    }
}
