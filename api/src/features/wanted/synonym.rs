//! Short forms and what they stand for, laid over what was typed.

use entity::search_synonym;

use super::parse::{Phrase, Unit};
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
            is_capital: !text[token.range].contains(char::is_lowercase),
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

    /// What begins at the beginning of what was typed and has other forms: how many syllables it is,
    /// and all of its forms, the typed one first. The longest counts.
    pub fn at(&self, typed: &[Typed]) -> Option<(usize, Unit)> {
        let begins = |form: &[Syllable]| {
            typed.len() >= form.len() && typed.iter().zip(form).all(|(typed, one)| typed.means(one))
        };
        let mut forms: Vec<(usize, &[Syllable])> = Vec::new();
        for synonym in &self.0 {
            let capitals = typed.iter().take(synonym.short.len()).all(|typed| typed.is_capital);
            if (!synonym.is_word || capitals) && begins(&synonym.short) {
                forms.push((synonym.short.len(), &synonym.long));
            }
            if begins(&synonym.long) {
                forms.push((synonym.long.len(), &synonym.short));
            }
        }
        let length = forms.iter().map(|(length, _)| *length).max()?;
        let syllables = typed[..length].iter().map(|typed| typed.syllable.clone()).collect();
        let mut phrases = vec![Phrase { syllables, open: None, is_strewn: true }];
        for (_, other) in forms.into_iter().filter(|(taken, _)| *taken == length) {
            let other = Phrase { syllables: other.to_vec(), open: None, is_strewn: false };
            if !phrases.contains(&other) {
                phrases.push(other);
            }
        }
        Some((length, Unit(phrases)))
    }
}
