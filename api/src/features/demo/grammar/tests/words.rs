//! Headlines and bodies: what is read.

use std::collections::HashSet;

use unicode_normalization::is_nfc;

use super::{articles, percent, syllables, units};
use crate::{
    features::{articles::Body, demo::grammar::Grammar},
    platform::text,
};

const WORDS: [&str; 7] = [
    include_str!("../words/chains.txt"),
    include_str!("../words/clauses.txt"),
    include_str!("../words/parts.txt"),
    include_str!("../words/people.txt"),
    include_str!("../words/places.txt"),
    include_str!("../words/policies.txt"),
    include_str!("../words/titles.txt"),
];

#[test]
fn the_word_lists_need_no_escaping_and_have_one_spelling() {
    for file in WORDS {
        let words = file.lines().filter(|line| !line.starts_with(['#', '[']));
        for line in words {
            assert!(!line.contains(['<', '>', '&', '"', '\u{d0}', '\u{a0}']), "{line}");
            assert!(!line.contains("  ") && line.trim() == line, "{line}");
            assert_eq!(text::canonical_tone(line), line);
        }
    }
}

#[test]
fn headlines_are_of_fit_length_and_hardly_ever_the_same() {
    let grammar = Grammar::new(1, units());
    let mut titles = HashSet::new();
    for n in 0..20_000 {
        let title = grammar.article(n).title;
        let title = text::nfc(&title).into_owned();
        let runs = title.split(|letter: char| !letter.is_alphanumeric());
        let length = runs.filter(|run| !run.is_empty()).count();
        assert!((8..=25).contains(&length), "{length}: {title}");
        assert!(title.chars().count() <= 300 && !title.contains('\n'));
        let first = title.chars().find(|first| *first != '“').unwrap();
        assert!(first.is_uppercase() || first.is_ascii_digit(), "{title}");
        titles.insert(title);
    }

    assert!(titles.len() >= 19_000, "{} of 20,000 are distinct", titles.len());
}

#[test]
fn bodies_are_log_normal_around_nine_hundred_syllables() {
    // In NFD a mark would part a syllable.
    let mut lengths: Vec<_> =
        articles(2_000).iter().map(|article| syllables(&text::nfc(&article.html)).len()).collect();
    lengths.sort_unstable();

    assert!((800..=1_000).contains(&lengths[1_000]), "median {}", lengths[1_000]);
    assert!((2_200..=2_800).contains(&lengths[1_900]), "at 95 % {}", lengths[1_900]);
    assert!(lengths[0] > 100, "shortest {}", lengths[0]);
}

#[test]
fn the_vocabulary_is_rich() {
    let mut pairs = HashSet::new();
    for article in articles(2_000) {
        let html = text::nfc(&article.html).to_lowercase();
        let words = |pair: &&[&str]| pair.iter().all(|word| word.chars().all(char::is_alphabetic));
        let found = syllables(&html);
        pairs.extend(found.windows(2).filter(words).map(|pair| pair.join(" ")));
    }

    assert!(pairs.len() > 20_000, "{} pairs of syllables", pairs.len());
}

#[test]
fn a_body_is_what_the_sanitiser_makes_of_it() {
    let mut figures = HashSet::new();
    for article in articles(60) {
        let body = Body::from_html(&article.html, None);
        assert_eq!(body.html, text::nfc(&article.html));
        assert!(body.figures.iter().all(|figure| figure.caption.is_some()));
        figures.insert(body.figures.len());
    }

    assert_eq!(figures, HashSet::from([0, 1, 2, 3]));
}

#[test]
fn summaries_and_inserts_are_as_common_as_on_the_portal() {
    let articles = articles(4_000);

    for (what, wanted, share) in [
        ("summary", 60.0, percent(&articles, |one| one.summary.is_some())),
        ("figure", 80.0, percent(&articles, |one| one.html.contains("<figure>"))),
        ("list", 30.0, percent(&articles, |one| one.html.contains("<li>"))),
        ("heading", 26.0, percent(&articles, |one| one.html.contains("<h2>"))),
        ("table", 8.0, percent(&articles, |one| one.html.contains("<table>"))),
    ] {
        assert!((share - wanted).abs() < 3.0, "{what}: {share} instead of {wanted}");
    }
}

#[test]
fn some_articles_are_spelt_as_real_data_is() {
    let articles = articles(10_000);
    let new_tones = |html: &str| is_nfc(html) && text::canonical_tone(html) != html;

    for (what, wanted, share) in [
        ("new tones", 2.0, percent(&articles, |one| new_tones(&one.html))),
        ("decomposed", 1.0, percent(&articles, |one| !is_nfc(&one.html))),
        ("look-alike", 1.0, percent(&articles, |one| one.html.contains('\u{d0}'))),
    ] {
        assert!((share - wanted).abs() < 0.5, "{what}: {share} instead of {wanted}");
    }
}
