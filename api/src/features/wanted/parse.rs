//! What was typed, as something to look for: syllables, quoted phrases, beginnings of words (`hội*`)
//! and what is not wanted (`-word`). Everything else is plain text; nothing is an error.

use std::iter;

use super::synonym::{Synonyms, Typed};
use crate::platform::text::{NamedTerm, Syllable, named_terms, nfc, prefix, tokens};

/// Fewest letters of the beginning of a word; a shorter one is taken for the whole word.
const MIN_PREFIX: usize = 2;

/// Something to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What must all occur, in the order in which it was typed.
    pub units: Vec<Unit>,
    /// What must not occur.
    pub unwanted: Vec<Phrase>,
}

/// One thing that must occur, in any of several forms; the first is the one that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit(pub Vec<Phrase>);

/// Neighbouring syllables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// At least one.
    pub syllables: Vec<Syllable>,
    /// What it only begins with, if it is a single one that is left open.
    pub open: Option<Syllable>,
    /// Whether they need not be neighbours: several words that are one thing by another name.
    pub is_strewn: bool,
    /// How a short form that reads like a word must be written.
    pub written: Capitals,
}

/// Whether capitals tell what is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Capitals {
    /// They do not.
    #[default]
    Free,
    /// It is in capitals, or just as it was typed: all of a text may be in capitals.
    Preferred,
    /// It is in capitals, in a text that is not.
    Required,
}

impl Phrase {
    fn of(syllable: Syllable) -> Self {
        Self { syllables: vec![syllable], open: None, is_strewn: false, written: Capitals::Free }
    }
}

impl Wanted {
    /// Reads what was typed.
    pub fn parse(typed: &str, synonyms: &Synonyms) -> Self {
        let typed: String = nfc(typed)
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        let mut wanted = Self::default();
        // Plain words that follow each other, in which the name of a congress term may stand.
        let mut plain: Vec<Typed> = Vec::new();
        for piece in pieces(&typed) {
            match piece {
                Piece { excluded: false, quoted: false, open: false, text } => {
                    plain.extend(Typed::all(text));
                }
                piece => {
                    wanted.settle(&mut plain, synonyms);
                    wanted.add(&piece);
                }
            }
        }
        wanted.settle(&mut plain, synonyms);
        wanted
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Whether anything was typed with marks.
    pub fn is_marked(&self) -> bool {
        let typed = self.units.iter().filter_map(|unit| unit.0.first());
        typed.flat_map(Phrase::compared).any(Syllable::is_marked)
    }

    /// Words that follow each other: congress terms and synonyms among them are one thing each.
    fn settle(&mut self, plain: &mut Vec<Typed>, synonyms: &Synonyms) {
        let plain = collapsed(
            std::mem::take(plain),
            |typed| &typed.syllable,
            |syllable| Typed { syllable, is_capital: false },
        );
        let shouts = synonyms.are_shouted(&plain);
        let mut rest = plain.as_slice();
        while let Some(first) = rest.first() {
            let single = || (1, Unit(vec![Phrase::of(first.syllable.clone())]));
            let (length, unit) = synonyms.at(rest, shouts).unwrap_or_else(single);
            self.units.push(unit);
            rest = &rest[length..];
        }
    }

    fn add(&mut self, piece: &Piece<'_>) {
        let mut phrases = Vec::new();
        let syllables: Vec<Syllable> = syllables(piece.text).collect();
        if piece.quoted || piece.excluded {
            let syllables = collapsed(syllables, |one| one, |term| term);
            phrases.extend((!syllables.is_empty()).then_some(Phrase {
                syllables,
                open: None,
                is_strewn: false,
                written: Capitals::Free,
            }));
        } else {
            phrases.extend(syllables.into_iter().map(Phrase::of));
        }
        let alone = |last: &&mut Phrase| last.syllables.len() == 1;
        if piece.open
            && let Some(last) = phrases.last_mut().filter(alone)
        {
            let word = piece.text.rsplit(|letter: char| !letter.is_alphanumeric()).next();
            let open = word.map(prefix).filter(|open| open.folded.len() >= MIN_PREFIX);
            last.open = open;
        }
        if piece.excluded {
            self.unwanted.extend(phrases);
        } else {
            self.units.extend(phrases.into_iter().map(|phrase| Unit(vec![phrase])));
        }
    }
}

impl Phrase {
    /// The syllables as they are compared.
    pub fn compared(&self) -> impl Iterator<Item = &Syllable> {
        let last = self.syllables.len() - 1;
        let compared = move |(place, syllable)| match &self.open {
            Some(open) if place == last => open,
            _ => syllable,
        };
        self.syllables.iter().enumerate().map(compared)
    }
}

/// A part of what was typed.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    text: &'a str,
    quoted: bool,
    excluded: bool,
    open: bool,
}

fn pieces(typed: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = typed;
    iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (excluded, body) = match rest.strip_prefix('-') {
            Some(body) if body.starts_with(|next| is_quote(next) || is_word(next)) => (true, body),
            _ => (false, rest),
        };
        if let Some((text, behind)) = quoted(body) {
            rest = behind;
            return Some(Piece { text, quoted: true, excluded, open: false });
        }
        let body = body.trim_start_matches(is_quote);
        let end = body.find(|letter: char| letter.is_whitespace() || is_quote(letter));
        let (text, behind) = body.split_at(end.unwrap_or(body.len()));
        rest = behind;
        let open = text.strip_suffix('*').is_some_and(|word| word.ends_with(is_word));
        Some(Piece { text: text.trim_end_matches('*'), quoted: false, excluded, open })
    })
}

/// A phrase between two quotes, and what stands behind it. A quote without its other half is none.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (text, end) =
        text.strip_prefix(is_quote).and_then(|text| Some((text, text.find(is_quote)?)))?;
    let behind = text[end..].trim_start_matches(is_quote);
    Some((&text[..end], behind))
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»')
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric()
}

fn syllables(text: &str) -> impl Iterator<Item = Syllable> {
    tokens(text).into_iter().map(|token| (*token.syllable).clone())
}

/// The same with one syllable in the place of each congress term that is named.
fn collapsed<T>(typed: Vec<T>, key: fn(&T) -> &Syllable, term: fn(Syllable) -> T) -> Vec<T> {
    let named = named_terms(&typed.iter().map(key).collect::<Vec<_>>());
    let mut collapsed = Vec::with_capacity(typed.len());
    for (place, one) in typed.into_iter().enumerate() {
        match named.iter().find(|NamedTerm { tokens, .. }| tokens.contains(&place)) {
            None => collapsed.push(one),
            Some(named) if named.tokens.start == place => {
                collapsed.push(term(Syllable::term(named.number)));
            }
            Some(_) => {}
        }
    }
    collapsed
}

#[cfg(test)]
mod tests;
