//! Terms: what the databases index, made of letters, digits, `:` and `_` alone.
//!
//! A term says in which part of an article it stands, whether it keeps its marks, and whether it is
//! one syllable or two neighbours. So a phrase needs no positions, which PostgreSQL keeps neither in
//! its index nor beyond the 256th, and what stands in a title is a short list of its own.

use std::collections::{HashMap, HashSet};

use entity::{article::Status, article_listing::List};
use sea_orm::prelude::Uuid;

use super::store::Texts;
use crate::platform::text::{Syllable, Token, named_terms, tokens};

/// Bytes of terms that one article has at most: PostgreSQL takes a mebibyte. What stands behind it in
/// a very long text is found on neither database.
const MAX_BYTES: usize = 900_000;

/// The term of an article that readers do not see, whatever the time is.
pub const HIDDEN: &str = "s:hidden";

/// Part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    prefixed(place, kind, key)
}

/// The term of a syllable in capitals, which in a text that is not all in capitals is a short form: TU
/// is no *tư* and no *từ*.
pub fn capital(place: Place, syllable: &Syllable) -> String {
    prefixed(place, 'k', &syllable.exact)
}

/// The term of two neighbours.
pub fn pair(place: Place, pair: [&Syllable; 2], exact: bool) -> String {
    let (kind, [first, second]) = match exact {
        true => ('x', pair.map(|syllable| &syllable.exact)),
        false => ('y', pair.map(|syllable| &syllable.folded)),
    };
    prefixed(place, kind, &format!("{first}_{second}"))
}

fn prefixed(place: Place, kind: char, key: &str) -> String {
    format!("{}{kind}:{key}", place.letter())
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

/// The terms of one article.
#[derive(Debug, Default)]
pub struct Terms {
    /// Those of its title, of what stands beside the text, and of its lists.
    pub head: HashSet<String>,
    /// Those of the whole article.
    pub rest: HashSet<String>,
    bytes: usize,
}

/// Everything that an article is found by.
pub fn of_article(texts: &Texts, lists: &HashSet<(List, Uuid)>) -> Terms {
    let mut terms = Terms::default();
    let owned = lists.iter().filter(|(name, _)| *name != List::All);
    terms.head.extend(owned.map(|(name, owner)| list(*name, *owner)));
    if texts.status != Status::Published {
        terms.head.insert(HIDDEN.to_owned());
    }
    terms.add(Place::Title, &texts.title);
    for text in texts.details() {
        terms.add(Place::Details, text);
    }
    terms.add(Place::Anywhere, &texts.body);
    terms
}

impl Terms {
    fn add(&mut self, place: Place, text: &str) {
        let tokens = tokens(text);
        let syllables: Vec<&Syllable> = tokens.iter().map(|token| &*token.syllable).collect();
        let named = named_terms(&syllables);
        let mut add = |syllable: &Syllable| {
            for exact in [true, false] {
                self.insert(place, |place| word(place, syllable, exact));
            }
        };
        syllables.iter().for_each(|syllable| add(syllable));
        for term in &named {
            add(&Syllable::term(term.number));
        }
        if text.contains(char::is_lowercase) {
            for token in tokens.iter().filter(|token| token.is_capital(text)) {
                self.insert(place, |place| capital(place, &token.syllable));
            }
        }
        self.add_pairs(place, &syllables);
        if !named.is_empty() {
            let terms: HashMap<usize, (usize, Syllable)> = named
                .into_iter()
                .map(|term| (term.tokens.start, (term.tokens.end, Syllable::term(term.number))))
                .collect();
            self.add_pairs(place, &collapsed(&tokens, &terms));
        }
    }

    fn add_pairs(&mut self, place: Place, syllables: &[&Syllable]) {
        for neighbours in syllables.windows(2) {
            for exact in [true, false] {
                let [first, second] = [neighbours[0], neighbours[1]];
                self.insert(place, |place| pair(place, [first, second], exact));
            }
        }
    }

    /// What stands in a part stands anywhere as well.
    fn insert(&mut self, place: Place, term: impl Fn(Place) -> String) {
        if self.bytes > MAX_BYTES {
            return;
        }
        if place != Place::Anywhere {
            let term = term(place);
            self.bytes += term.len();
            self.head.insert(term);
        }
        let term = term(Place::Anywhere);
        let length = term.len();
        if self.rest.insert(term) {
            self.bytes += length;
        }
    }
}

/// The syllables of a text with one in the place of each congress term that is named.
fn collapsed<'a>(
    tokens: &'a [Token],
    terms: &'a HashMap<usize, (usize, Syllable)>,
) -> Vec<&'a Syllable> {
    let mut collapsed = Vec::with_capacity(tokens.len());
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        match terms.get(&place) {
            Some((end, term)) => {
                collapsed.push(term);
                place = *end;
            }
            None => {
                collapsed.push(&*token.syllable);
                place += 1;
            }
        }
    }
    collapsed
}
