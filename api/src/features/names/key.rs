//! From names to keys, and from what somebody has typed to what such keys begin with.

use unicode_normalization::char::is_combining_mark;

use crate::platform::text::{exact_key, folded_key, is_alphanumeric};

/// Characters of a key. What is longer in a name stands in the name alone, so that a hundred thousand
/// long titles take little room; few names are equal so far.
pub const KEY_CHARS: usize = 40;

/// A name from one of its words on. Behind each word there is a space, so that a space which was
/// typed says that the word has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whether the word is another one than the first.
    pub later: bool,
    /// With marks.
    pub exact: String,
    /// Without.
    pub folded: String,
}

/// The keys of a name, from each of its first words on. A name without a letter has one that is
/// never met, so that whoever has no keys is one that was never looked at.
pub fn keys(name: &str, words: usize) -> Vec<Key> {
    let spelt = spellings(name);
    let places = 0..spelt.len().clamp(1, words);
    places
        .map(|place| Key {
            later: place > 0,
            exact: joined(spelt[place..].iter().map(|word| word.exact.as_str())),
            folded: joined(spelt[place..].iter().map(|word| word.folded.as_str())),
        })
        .collect()
}

/// One syllable in both spellings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// With marks.
    pub exact: String,
    /// Without.
    pub folded: String,
}

impl Word {
    /// Whether it tells by a mark which syllable is meant.
    fn is_marked(&self) -> bool {
        self.exact != self.folded
    }
}

/// The syllables of a text.
pub fn spellings(text: &str) -> Vec<Word> {
    let exact = exact_key(text);
    let words = exact.split(' ').map(|word| Word { exact: word.into(), folded: folded_key(word) });
    words.filter(|word| !word.folded.is_empty()).collect()
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    cut(words.flat_map(|word| [word, " "]).collect())
}

fn cut(mut key: String) -> String {
    if let Some((end, _)) = key.char_indices().nth(KEY_CHARS) {
        key.truncate(end);
    }
    key
}

/// The first bytes that are behind everything that begins with a prefix. No character of UTF-8 ends
/// in the last byte there is.
pub fn behind(prefix: &str) -> Vec<u8> {
    let mut bytes = prefix.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last += 1;
    }
    bytes
}

/// What somebody has typed so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Typed {
    words: Vec<Word>,
    /// Whether the last word is known to be whole.
    ended: bool,
}

impl Typed {
    /// None where there is no letter and no digit in it.
    pub fn read(prefix: &str) -> Option<Self> {
        let words = spellings(prefix);
        // A mark that was typed apart from its letter is part of the word.
        let goes_on = |last: char| is_alphanumeric(last) || is_combining_mark(last);
        let ended = prefix.chars().next_back().is_some_and(|last| !goes_on(last));
        (!words.is_empty()).then_some(Self { words, ended })
    }

    /// What keys without marks begin with.
    pub fn folded(&self) -> String {
        cut(self.whole(|word| &word.folded))
    }

    /// What keys with marks begin with, where any mark was typed.
    pub fn exact(&self) -> Option<String> {
        let is_marked = self.words.iter().any(Word::is_marked);
        is_marked.then(|| cut(self.whole(|word| &word.exact)))
    }

    /// What keys begin with for each word by itself, and whether that has the marks of the word: where
    /// any was typed. All words but the last are whole.
    pub fn words(&self) -> impl Iterator<Item = (bool, String)> {
        let last = self.words.len().saturating_sub(1);
        self.words.iter().enumerate().map(move |(place, word)| {
            let spelling = if word.is_marked() { &word.exact } else { &word.folded };
            let end = if self.ended || place < last { " " } else { "" };
            (word.is_marked(), cut(format!("{spelling}{end}")))
        })
    }

    /// Whether a key may have been cut ahead of the end of this.
    pub fn is_beyond_keys(&self) -> bool {
        self.whole(|word| &word.folded).chars().count() > KEY_CHARS
            || self.whole(|word| &word.exact).chars().count() > KEY_CHARS
    }

    fn whole(&self, spelling: impl Fn(&Word) -> &String) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| spelling(word).as_str()).collect();
        words.join(" ") + if self.ended { " " } else { "" }
    }

    /// How well this begins the words of a name, if it does: true if each word that was typed with
    /// marks has them there.
    pub fn begins(&self, name: &[Word]) -> Option<bool> {
        let mut is_exact = true;
        for (place, typed) in self.words.iter().enumerate() {
            let is_whole = self.ended || place + 1 < self.words.len();
            let meets = |typed: &str, word: &str| {
                if is_whole { typed == word } else { word.starts_with(typed) }
            };
            let word = name.get(place)?;
            if !meets(&typed.folded, &word.folded) {
                return None;
            }
            is_exact &= !typed.is_marked() || meets(&typed.exact, &word.exact);
        }
        Some(is_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::{KEY_CHARS, Typed, keys, spellings};

    fn begins(typed: &str, name: &str) -> Option<bool> {
        Typed::read(typed).expect("letters").begins(&spellings(name))
    }

    #[test]
    fn a_name_has_a_key_from_each_of_its_first_words_on() {
        let keys = keys("Huyện uỷ “Phú Ninh”", 3);
        let exact: Vec<_> = keys.iter().map(|key| key.exact.as_str()).collect();
        assert_eq!(exact, ["huyện ủy phú ninh ", "ủy phú ninh ", "phú ninh "]);
        assert_eq!(keys[2].folded, "phu ninh ");
        assert_eq!(keys.iter().map(|key| key.later).collect::<Vec<_>>(), [false, true, true]);
    }

    #[test]
    fn a_name_without_letters_has_a_key_that_nothing_begins() {
        let keys = keys("… !", 12);
        assert_eq!((keys.len(), keys[0].folded.as_str()), (1, ""));
        assert!(Typed::read("…!").is_none());
    }

    #[test]
    fn keys_are_cut_between_characters() {
        let key = &keys(&"đường ".repeat(20), 1)[0];
        assert_eq!(key.exact.chars().count(), KEY_CHARS);
        assert_eq!(key.folded.chars().count(), KEY_CHARS);
    }

    #[test]
    fn a_word_without_marks_begins_all_and_one_with_marks_is_better_met_by_its_own() {
        assert_eq!(begins("phu n", "Phú Ninh"), Some(true));
        assert_eq!(begins("Phù N", "Phú Ninh"), Some(false));
        assert_eq!(begins("phú n", "Phú Ninh"), Some(true));
        assert_eq!(begins("phu ninh x", "Phú Ninh"), None);
        assert_eq!(begins("que sơn", "Quế Sơn"), Some(true));
    }

    #[test]
    fn a_space_ends_the_word() {
        assert_eq!(begins("khoá X", "Khóa XXII"), Some(true));
        assert_eq!(begins("khoá X ", "Khóa XXII"), None);
        assert_eq!(begins("khoá X ", "Khóa X"), Some(true));
        assert_eq!(Typed::read("62-").expect("digits").folded(), "62 ");
    }

    #[test]
    fn a_mark_apart_from_its_letter_does_not_end_the_word() {
        assert_eq!(Typed::read("quê\u{301}").expect("letters").folded(), "que");
        assert_eq!(begins("q\u{323}", "Quế Sơn"), Some(true));
    }
}
