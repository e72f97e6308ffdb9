//! Where an article meets what was typed: pieces of its own text, marks and all.

use std::ops::Range;

use crate::{
    features::{
        index::Texts,
        wanted::{Capitals, Marks, Phrase, Wanted},
    },
    platform::text::{Syllable, Token, named_terms, tokens},
};

/// Characters of a long text that are shown around what was found.
const WINDOW: usize = 160;

/// A field in which something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Title,
    Summary,
    Byline,
    Unit,
    Author,
    Caption,
    Body,
}

/// A text in which something was found, or the part of it around that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    pub field: Field,
    pub fragments: Vec<Fragment>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    pub text: String,
    /// Whether it is what was found.
    pub matched: bool,
}

/// What was found in an article, field by field.
pub fn highlights(texts: &Texts, wanted: &Wanted, relaxed: bool) -> Vec<Highlight> {
    let marks = if relaxed { Marks::Loosely } else { Marks::AsMeant };
    let fields = [(Field::Title, &texts.title)]
        .into_iter()
        .chain(texts.summary.iter().map(|text| (Field::Summary, text)))
        .chain(texts.byline.iter().map(|text| (Field::Byline, text)))
        .chain(texts.unit.iter().map(|text| (Field::Unit, text)))
        .chain(texts.authors.iter().map(|text| (Field::Author, text)))
        .chain(texts.captions.iter().map(|text| (Field::Caption, text)))
        .chain([(Field::Body, &texts.body)]);
    let found = |(field, text): (Field, &String)| {
        let matches = matches(text, wanted, marks);
        (!matches.is_empty()).then(|| Highlight { field, fragments: fragments(text, &matches) })
    };
    fields.filter_map(found).collect()
}

/// The parts of a text that were looked for, in their order and apart from each other.
fn matches(text: &str, wanted: &Wanted, marks: Marks) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let syllables: Vec<&Syllable> = tokens.iter().map(|token| &*token.syllable).collect();
    let mut matched = vec![false; tokens.len()];
    for phrase in wanted.units.iter().flat_map(|unit| &unit.0) {
        match phrase.written {
            Capitals::Free => mark_phrase(&syllables, phrase, marks, &mut matched),
            _ => mark_capitals(text, &tokens, phrase, &mut matched),
        }
    }
    let phrases = || wanted.units.iter().flat_map(|unit| &unit.0);
    if phrases().flat_map(|phrase| &phrase.syllables).any(Syllable::is_term) {
        for term in named_terms(&syllables) {
            let number = Syllable::term(term.number);
            if phrases().any(|phrase| phrase.syllables.contains(&number)) {
                matched[term.tokens].fill(true);
            }
        }
    }
    joined(text, &tokens, &matched)
}

/// Marks a short form.
fn mark_capitals(text: &str, tokens: &[Token], phrase: &Phrase, matched: &mut [bool]) {
    let in_capitals = text.contains(char::is_lowercase);
    let is_part = |token: &Token| {
        (phrase.written == Capitals::Preferred || (in_capitals && token.is_capital(text)))
            && phrase.syllables.iter().any(|one| one.exact == token.syllable.exact)
    };
    for (token, matched) in tokens.iter().zip(matched) {
        *matched |= is_part(token);
    }
}

fn mark_phrase(syllables: &[&Syllable], phrase: &Phrase, marks: Marks, matched: &mut [bool]) {
    if phrase.is_strewn {
        let wanted = |here: &Syllable| phrase.syllables.iter().any(|one| is(here, one, marks));
        for (here, matched) in syllables.iter().zip(matched) {
            *matched |= wanted(here);
        }
        return;
    }
    let length = phrase.syllables.len();
    for start in 0..(syllables.len() + 1).saturating_sub(length) {
        let here = &syllables[start..start + length];
        let meets = match &phrase.open {
            Some(open) => begins(here[0], open, marks) || is(here[0], &phrase.syllables[0], marks),
            None => {
                here.iter().zip(&phrase.syllables).all(|(here, wanted)| is(here, wanted, marks))
            }
        };
        if meets {
            matched[start..start + length].fill(true);
        }
    }
}

fn is(here: &Syllable, wanted: &Syllable, marks: Marks) -> bool {
    if marks.matter(wanted) { here.exact == wanted.exact } else { here.folded == wanted.folded }
}

fn begins(here: &Syllable, open: &Syllable, marks: Marks) -> bool {
    match marks.matter(open) {
        true => here.exact.starts_with(&open.exact),
        false => here.folded.starts_with(&open.folded),
    }
}

/// The places of matches, in one where nothing but spaces lies between them.
fn joined(text: &str, tokens: &[Token], matched: &[bool]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (token, _) in tokens.iter().zip(matched).filter(|(_, matched)| **matched) {
        match ranges.last_mut() {
            Some(last) if token.range.start < last.end => {}
            Some(last) if text[last.end..token.range.start].trim().is_empty() => {
                last.end = token.range.end;
            }
            _ => ranges.push(token.range.clone()),
        }
    }
    ranges
}

/// The text, or of a long one the window that has most of what was found, in pieces.
fn fragments(text: &str, matches: &[Range<usize>]) -> Vec<Fragment> {
    let window = window(text, matches);
    let mut fragments = Vec::new();
    let mut add = |range: Range<usize>, matched| {
        if !range.is_empty() {
            fragments.push(Fragment { text: text[range].to_owned(), matched });
        }
    };
    let mut place = window.start;
    for found in
        matches.iter().filter(|found| found.start >= window.start && found.end <= window.end)
    {
        add(place..found.start, false);
        add(found.clone(), true);
        place = found.end;
    }
    add(place..window.end, false);
    fragments
}

fn window(text: &str, matches: &[Range<usize>]) -> Range<usize> {
    let short = text.char_indices().nth(WINDOW * 3 / 2).is_none();
    if short {
        return 0..text.len();
    }
    // The first of those behind which most is found within the window; a character has up to four
    // bytes, those of Vietnamese less than two on average.
    let mut best = (0, 0..0);
    let mut end = 0;
    for (place, first) in matches.iter().enumerate() {
        // Matches are in order, so that the window only moves on.
        while matches.get(end).is_some_and(|other| other.end <= first.start + WINDOW) {
            end += 1;
        }
        // One that is longer than the window is shown from its beginning.
        let within = end.saturating_sub(place).max(1);
        if within > best.0 {
            best = (within, first.clone());
        }
    }
    let first = best.1;
    let start = back(text, first.start, WINDOW / 4);
    let end = text[first.start..]
        .char_indices()
        .nth(WINDOW * 3 / 4)
        .map_or(text.len(), |(place, _)| first.start + place)
        .max(first.end);
    start..forward(text, end)
}

/// The beginning of the word about so many characters ahead of a place.
fn back(text: &str, from: usize, chars: usize) -> usize {
    let ahead = &text[..from];
    let start = ahead.char_indices().rev().nth(chars).map_or(0, |(place, _)| place);
    match start {
        0 => 0,
        _ => text[start..from].find(char::is_whitespace).map_or(from, |space| {
            let behind = start + space;
            behind + text[behind..].chars().next().map_or(0, char::len_utf8)
        }),
    }
}

/// The end of the word in which a place lies.
fn forward(text: &str, from: usize) -> usize {
    text[from..].find(char::is_whitespace).map_or(text.len(), |space| from + space)
}

#[cfg(test)]
mod tests;
