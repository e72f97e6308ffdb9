//! Terms: what the databases index, made of letters, digits, `:` and `_` alone.
//!
//! A term says in which part of an article it stands, whether it keeps its marks, and whether it is
//! one syllable or two neighbours. So a phrase needs no positions, which PostgreSQL keeps neither in
//! its index nor beyond the 256th, and what stands in a title is a short list of its own.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use entity::{article::Status, article_listing::List};
use sea_orm::prelude::Uuid;

use super::store::Texts;
use crate::platform::text::{NamedTerm, Syllable, named_terms, tokens};

/// Bytes of terms that one article has at most: PostgreSQL takes a mebibyte. What stands behind it in
/// a very long text is found on neither database.
const MAX_BYTES: usize = 900_000;

/// The term of an article that readers do not see, whatever the time is.
pub const HIDDEN: &str = "s:hidden";

/// Part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The title.
    Title,
    /// What stands beside the text: summary, byline, captions, unit and authors.
    Details,
    /// All of it, the text included.
    Anywhere,
}

impl Place {
    fn letter(self) -> char {
        match self {
            Self::Title => 't',
            Self::Details => 'd',
            Self::Anywhere => 'a',
        }
    }
}

/// The term of a syllable.
pub fn word(place: Place, syllable: &Syllable, exact: bool) -> String {
    let (kind, key) = if exact { ('e', &syllable.exact) } else { ('f', &syllable.folded) };
    one(place, kind, &[key])
}

/// The term of a syllable in capitals, which in a text that is not all in capitals is a short form: TU
/// is no *tư* and no *từ*.
pub fn capital(place: Place, syllable: &Syllable) -> String {
    one(place, 'k', &[&syllable.exact])
}

/// The term of two neighbours.
pub fn pair(place: Place, pair: [&Syllable; 2], exact: bool) -> String {
    match exact {
        true => one(place, 'x', &pair.map(|syllable| syllable.exact.as_str())),
        false => one(place, 'y', &pair.map(|syllable| syllable.folded.as_str())),
    }
}

fn one(place: Place, kind: char, keys: &[&str]) -> String {
    let mut term = String::new();
    push(&mut term, place, kind, keys);
    term
}

/// Writes a term behind others.
fn push(terms: &mut String, place: Place, kind: char, keys: &[&str]) {
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.extend([place.letter(), kind, ':']);
    for (number, key) in keys.iter().enumerate() {
        if number > 0 {
            terms.push('_');
        }
        terms.push_str(key);
    }
}

/// The term of a list in which an article stands.
pub fn list(list: List, owner: Uuid) -> String {
    let letter = match list {
        List::All => 'l',
        List::Unit => 'u',
        List::UnitTree => 't',
        List::Author => 'a',
        List::CongressCategory => 'c',
        List::Creator => 'i',
    };
    format!("o{letter}:{}", owner.simple())
}

/// The terms of one article, with a space between them. Some may be there twice.
#[derive(Debug, Default)]
pub struct Terms {
    /// Those of its title, of what stands beside the text, and of its lists.
    pub head: String,
    /// Those of the whole article.
    pub rest: String,
}

/// Everything that an article is found by.
pub fn of_article(texts: &Texts, lists: &HashSet<(List, Uuid)>) -> Terms {
    let mut writer = Writer::default();
    let owned = lists.iter().filter(|(name, _)| *name != List::All);
    let mut head: Vec<String> = owned.map(|(name, owner)| list(*name, *owner)).collect();
    if texts.status != Status::Published {
        head.push(HIDDEN.to_owned());
    }
    writer.terms.head = head.join(" ");
    writer.add(Place::Title, &texts.title);
    for text in texts.details() {
        writer.add(Place::Details, text);
    }
    writer.add(Place::Anywhere, &texts.body);
    writer.terms
}

/// Something that has terms: syllables by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Item {
    Word(u32),
    Pair(u32, u32),
    Capital(u32),
}

/// Writes the terms of each thing once, and finds out by numbers which are there: most come again.
#[derive(Default)]
struct Writer {
    terms: Terms,
    numbers: HashMap<Rc<Syllable>, u32>,
    syllables: Vec<Rc<Syllable>>,
    seen: HashSet<(Place, Item)>,
}

impl Writer {
    fn add(&mut self, place: Place, text: &str) {
        let tokens = tokens(text);
        let numbers: Vec<u32> = tokens.iter().map(|token| self.number(&token.syllable)).collect();
        numbers.iter().for_each(|number| self.insert(place, Item::Word(*number)));
        self.add_pairs(place, &numbers);
        if text.contains(char::is_lowercase) {
            for (token, number) in tokens.iter().zip(&numbers) {
                if token.is_capital(text) {
                    self.insert(place, Item::Capital(*number));
                }
            }
        }
        let syllables: Vec<&Syllable> = tokens.iter().map(|token| &*token.syllable).collect();
        let named = named_terms(&syllables);
        if !named.is_empty() {
            let collapsed = self.collapsed(&numbers, &named);
            collapsed.iter().for_each(|number| self.insert(place, Item::Word(*number)));
            self.add_pairs(place, &collapsed);
        }
    }

    fn number(&mut self, syllable: &Rc<Syllable>) -> u32 {
        if let Some(number) = self.numbers.get(syllable) {
            return *number;
        }
        let number = u32::try_from(self.syllables.len()).unwrap_or(u32::MAX);
        self.numbers.insert(syllable.clone(), number);
        self.syllables.push(syllable.clone());
        number
    }

    /// The syllables of a text with one in the place of each congress term that is named.
    fn collapsed(&mut self, numbers: &[u32], named: &[NamedTerm]) -> Vec<u32> {
        let mut collapsed = Vec::with_capacity(numbers.len());
        let mut place = 0;
        for term in named {
            collapsed.extend(&numbers[place..term.tokens.start.max(place)]);
            collapsed.push(self.number(&Rc::new(Syllable::term(term.number))));
            place = term.tokens.end;
        }
        collapsed.extend(&numbers[place..]);
        collapsed
    }

    fn add_pairs(&mut self, place: Place, numbers: &[u32]) {
        for pair in numbers.windows(2) {
            self.insert(place, Item::Pair(pair[0], pair[1]));
        }
    }

    /// What stands in a part stands anywhere as well.
    fn insert(&mut self, place: Place, item: Item) {
        if self.terms.head.len() + self.terms.rest.len() > MAX_BYTES {
            return;
        }
        if place != Place::Anywhere && self.seen.insert((place, item)) {
            write(&mut self.terms.head, &self.syllables, place, item);
        }
        if self.seen.insert((Place::Anywhere, item)) {
            write(&mut self.terms.rest, &self.syllables, Place::Anywhere, item);
        }
    }
}

fn write(terms: &mut String, syllables: &[Rc<Syllable>], place: Place, item: Item) {
    let at = |number: u32| &*syllables[number as usize];
    match item {
        Item::Word(number) => {
            push(terms, place, 'e', &[&at(number).exact]);
            push(terms, place, 'f', &[&at(number).folded]);
        }
        Item::Pair(first, second) => {
            let pair = [at(first), at(second)];
            push(terms, place, 'x', &pair.map(|syllable| syllable.exact.as_str()));
            push(terms, place, 'y', &pair.map(|syllable| syllable.folded.as_str()));
        }
        Item::Capital(number) => push(terms, place, 'k', &[&at(number).exact]),
    }
}
