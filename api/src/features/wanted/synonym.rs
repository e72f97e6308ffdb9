//! Short forms and what they stand for, laid over what was typed.

use entity::search_synonym;

use super::parse::{Capitals, Phrase, Unit};
use crate::platform::text::{Syllable, tokens};

/// Short forms of so many letters that have a vowel read like words.
const WORD: usize = 3;

/// All synonyms there are, as they are compared.
#[derive(Clone, Debug, Default)]
pub struct Synonyms(Vec<Synonym>);

#[derive(Clone, Debug)]
struct Synonym {
    short: Vec<Syllable>,
    /// Whether the short form reads like a word (TU, and tư): then only capitals mean it.
    is_word: bool,
    long: Vec<Syllable>,
}

/// A syllable as it was typed.
#[derive(Clone, Debug)]
pub struct Typed {
    pub syllable: Syllable,
    /// Whether it was typed in capitals.
    pub is_capital: bool,
}

impl Typed {
    /// The syllables of a text.
    pub fn all(text: &str) -> impl Iterator<Item = Self> {
        tokens(text).into_iter().map(|token| Self {
            is_capital: token.is_capital(text),
            syllable: (*token.syllable).clone(),
        })
    }

    /// Whether it can mean this one: with its marks, if it has any.
    fn means(&self, syllable: &Syllable) -> bool {
        match self.syllable.is_marked() {
            true => self.syllable.exact == syllable.exact,
            false => self.syllable.folded == syllable.folded,
        }
    }
}

/// Another form of something that was typed.
struct Form<'a> {
    /// Syllables that were typed.
    length: usize,
    other: &'a [Syllable],
    /// How the other one must be written.
    written: Capitals,
}

impl Synonyms {
    /// Synonyms as they are stored.
    pub fn of(rows: Vec<search_synonym::Model>) -> Self {
        let syllables = |text: &str| Typed::all(text).map(|typed| typed.syllable).collect();
        let synonym = |row: search_synonym::Model| {
            let short: Vec<Syllable> = syllables(&row.short);
            let has_vowel = |one: &Syllable| one.folded.contains(['a', 'e', 'i', 'o', 'u', 'y']);
            let is_word = short.iter().all(|one| one.folded.len() <= WORD && has_vowel(one));
            Synonym { short, is_word, long: syllables(&row.long) }
        };
        let rows = rows.into_iter().map(synonym);
        Self(rows.filter(|row| !row.short.is_empty() && !row.long.is_empty()).collect())
    }

    /// Whether all of several words were typed in capitals, and not because they are short forms: then
    /// capitals mean nothing.
    pub fn are_shouted(&self, typed: &[Typed]) -> bool {
        let is_short = |typed: &Typed| {
            self.0.iter().any(|synonym| synonym.short.iter().any(|one| typed.means(one)))
        };
        typed.len() > 1 && typed.iter().all(|typed| typed.is_capital) && !typed.iter().all(is_short)
    }

    /// What begins at the beginning of what was typed and has other forms: how many syllables it is,
    /// and all of its forms, the typed one first. The longest counts. A short form that reads like a word
    /// is one only in capitals: where it was typed, unless all was `shouted`, and where it is found.
    pub fn at(&self, typed: &[Typed], shouted: bool) -> Option<(usize, Unit)> {
        let begins = |form: &[Syllable]| {
            typed.len() >= form.len() && typed.iter().zip(form).all(|(typed, one)| typed.means(one))
        };
        let mut forms: Vec<Form<'_>> = Vec::new();
        for Synonym { short, is_word, long } in &self.0 {
            let in_capitals =
                !shouted && typed.iter().take(short.len()).all(|typed| typed.is_capital);
            let written = if *is_word { Capitals::Required } else { Capitals::Free };
            if (!is_word || in_capitals) && begins(short) {
                forms.push(Form { length: short.len(), other: long, written: Capitals::Free });
                if *is_word {
                    // TU, and TƯ as well, which is meant by it.
                    forms.push(Form { length: short.len(), other: short, written });
                }
            }
            if begins(long) {
                forms.push(Form { length: long.len(), other: short, written });
            }
        }
        let length = forms.iter().map(|form| form.length).max()?;
        forms.retain(|form| form.length == length);
        let is_short = forms.iter().any(|form| {
            form.written == Capitals::Required
                && form.other.iter().zip(typed).all(|(one, typed)| typed.means(one))
        });
        let written = if is_short { Capitals::Preferred } else { Capitals::Free };
        let syllables = typed[..length].iter().map(|typed| typed.syllable.clone()).collect();
        let mut phrases = vec![Phrase { syllables, open: None, is_strewn: true, written }];
        for Form { other, written, .. } in forms {
            let syllables = other.to_vec();
            let other = Phrase { syllables, open: None, is_strewn: false, written };
            if !phrases.contains(&other) {
                phrases.push(other);
            }
        }
        Some((length, Unit(phrases)))
    }
}
