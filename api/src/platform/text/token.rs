//! Tokens: the syllables of a text, each with its two keys and with the place that it came from.
//!
//! What search compares is looser than [`exact_key`] in one thing: i and y as the only vowel at the
//! end of a syllable are one sound in two spellings (kĩ thuật, kỹ thuật). Slugs and aliases keep
//! them apart, so this stands here and not in the keys.

use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{exact_key, folded_key, is_alphanumeric, parse_roman};

/// Longest key of a token, in bytes: what is longer is no word that anybody looks for.
const MAX_BYTES: usize = 96;

/// What a syllable is compared by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Syllable {
    /// With its marks, tone in its canonical place.
    pub exact: String,
    /// Without them.
    pub folded: String,
}

impl Syllable {
    /// The term of this number, however it is named: khóa XXII, lần thứ 22.
    pub fn term(number: u8) -> Self {
        // No word has an underscore.
        let name = format!("_{number}");
        Self { exact: name.clone(), folded: name }
    }

    /// Whether it is the term of a number.
    pub fn is_term(&self) -> bool {
        self.exact.starts_with('_')
    }

    /// Whether it has a mark: whoever types one means it.
    pub fn is_marked(&self) -> bool {
        self.exact != self.folded
    }
}

/// A syllable at its place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The bytes of the text that it stands for.
    pub range: Range<usize>,
    /// Its keys; shared, because the same syllables come again and again.
    pub syllable: Rc<Syllable>,
}

impl Token {
    /// Whether it stands in this text, which it is of, in capitals alone, two letters or more: a short
    /// form, if not all of the text is written like that.
    pub fn is_capital(&self, text: &str) -> bool {
        let word = &text[self.range.clone()];
        if !word.starts_with(char::is_uppercase) {
            return false;
        }
        let letters = word.chars().filter(|letter| letter.is_alphabetic());
        letters.count() > 1 && !word.contains(char::is_lowercase)
    }
}

/// The syllables of a text in their order. Everything that is neither a letter nor a digit parts
/// them.
pub fn tokens(text: &str) -> Vec<Token> {
    KNOWN.with_borrow_mut(|known| {
        let mut tokens = Vec::new();
        for range in words(text) {
            let syllables = known.syllables(&text[range.clone()]);
            let here = |syllable: &Rc<Syllable>| Token {
                range: range.clone(),
                syllable: syllable.clone(),
            };
            tokens.extend(syllables.iter().map(here));
        }
        tokens
    })
}

/// Words that a thread remembers: more than a language of syllables has in all spellings.
const MOST_KNOWN: usize = 16_384;
/// Longest word that is remembered, in bytes.
const KNOWN_BYTES: usize = 32;

thread_local! {
    /// The same words come again and again, and taking one apart costs a hundred times a look here.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Words that came lately, with their syllables.
#[derive(Default)]
struct Known(HashMap<Box<str>, Rc<[Rc<Syllable>]>>);

impl Known {
    fn syllables(&mut self, word: &str) -> Rc<[Rc<Syllable>]> {
        if let Some(syllables) = self.0.get(word) {
            return syllables.clone();
        }
        let syllables: Rc<[_]> = syllables_of(word).into();
        if word.len() <= KNOWN_BYTES {
            if self.0.len() >= MOST_KNOWN {
                self.0.clear();
            }
            self.0.insert(word.into(), syllables.clone());
        }
        syllables
    }
}

/// What a word begins with, as a prefix is looked for: lower case in NFC, with the tone where it was
/// typed, because the word may go on (hoà, hoàng).
pub fn prefix(word: &str) -> Syllable {
    let exact: String = word.nfc().flat_map(char::to_lowercase).nfc().collect();
    let exact = cut(&exact);
    Syllable { folded: folded_key(exact).replace(' ', ""), exact: exact.to_owned() }
}

/// A congress term that is named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTerm {
    /// The tokens that name it, from the first to behind the last; the last one is the number.
    pub tokens: Range<usize>,
    /// The number.
    pub number: u8,
}

/// What stands ahead of the number of a term, with its marks and whether it only names the term, so
/// that one such name is as good as another.
const CONTEXTS: [(&[&str], bool); 4] = [
    (&["khóa"], true),
    (&["lần", "thứ"], true),
    (&["nhiệm", "kì"], true),
    (&["đại", "hội"], false),
];

/// The congress terms that a text names: `khóa 22`, `khoá XXII`, `lần thứ XXII`, `Đại hội XXII`.
pub fn named_terms(syllables: &[&Syllable]) -> Vec<NamedTerm> {
    let mut terms: Vec<NamedTerm> = Vec::new();
    for (place, syllable) in syllables.iter().enumerate() {
        let Some(number) = number_of(&syllable.exact) else { continue };
        let ahead = &syllables[..place];
        let named = CONTEXTS.iter().find(|(words, _)| ends_in(ahead, words));
        let Some((words, belongs)) = named else { continue };
        let start = if *belongs { place - words.len() } else { place };
        terms.push(NamedTerm { tokens: start..place + 1, number });
    }
    terms
}

fn ends_in(syllables: &[&Syllable], words: &[&str]) -> bool {
    let Some(start) = syllables.len().checked_sub(words.len()) else { return false };
    syllables[start..].iter().zip(words).all(|(syllable, word)| {
        syllable.exact == *word || (!syllable.is_marked() && syllable.folded == folded_key(word))
    })
}

/// The number of a congress, in either numerals.
fn number_of(word: &str) -> Option<u8> {
    match word.parse() {
        Ok(number @ 1..=99) if !word.starts_with(['0', '+']) => Some(number),
        Ok(_) => None,
        Err(_) => parse_roman(word),
    }
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let belongs = |letter: char| match letter.is_ascii() {
        true => letter.is_ascii_alphanumeric(),
        false => is_alphanumeric(letter) || is_combining_mark(letter),
    };
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.by_ref().find(|(_, letter)| belongs(*letter))?;
        let mut end = text.len();
        while let Some((place, letter)) = rest.peek() {
            if !belongs(*letter) {
                end = *place;
                break;
            }
            rest.next();
        }
        Some(start..end)
    })
}

fn syllables_of(word: &str) -> Vec<Rc<Syllable>> {
    let exact = exact_key(word);
    let syllable = |exact: &str| {
        let exact = one_i(cut(exact));
        // Once more: a misplaced mark hid the only vowel (qúy, quý).
        let folded = one_i(&folded_key(&exact).replace(' ', ""));
        // Nothing but marks is no syllable.
        (!folded.is_empty()).then(|| Rc::new(Syllable { exact, folded }))
    };
    exact.split(' ').filter_map(syllable).collect()
}

fn cut(key: &str) -> &str {
    &key[..key.floor_char_boundary(MAX_BYTES)]
}

/// The consonants behind which i and y are one, as the only vowel of a syllable.
const ONSETS: [&str; 8] = ["h", "k", "l", "m", "s", "t", "v", "qu"];

/// The y of such a syllable written as i, with its tone.
fn one_i(exact: &str) -> String {
    let found = exact.char_indices().next_back().and_then(|(place, last)| {
        let i = match last {
            'y' => 'i',
            'ỳ' => 'ì',
            'ý' => 'í',
            'ỷ' => 'ỉ',
            'ỹ' => 'ĩ',
            'ỵ' => 'ị',
            _ => return None,
        };
        ONSETS.contains(&&exact[..place]).then(|| format!("{}{i}", &exact[..place]))
    });
    found.unwrap_or_else(|| exact.to_owned())
}

#[cfg(test)]
mod tests;
