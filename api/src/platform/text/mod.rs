//! Vietnamese text: normal form, search keys, slugs, sort keys, numerals and input checks.
//!
//! Everything here derives something *beside* a text. Stored text is only ever put into NFC;
//! its spelling, quotes and tone style stay as the author typed them.
//!
//! Absent on purpose: a word segmenter and a stop-word list (a token is a syllable, and folded
//! stop words are words of their own), and legacy encodings, which belong to the import.

mod check;
mod key;
mod normal;
mod numeral;
mod order;
#[cfg(test)]
mod samples;
mod slug;
mod token;

pub use self::{
    check::{TextFault, check_lines, check_plain},
    key::{exact_key, folded_key},
    normal::{canonical_tone, is_alphanumeric, nfc},
    numeral::{parse_roman, roman},
    order::{person_sort_name, place_sort_name, sort_key},
    slug::{SLUG_MAX_CHARS, numbered_slug, slug},
    token::{NamedTerm, Syllable, Token, named_terms, prefix, tokens},
};
