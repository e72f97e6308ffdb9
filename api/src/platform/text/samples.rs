//! Random texts for the laws: dense in Vietnamese letters and loose marks, and now and then
//! anything that Unicode has.

use proptest::{
    collection::vec,
    prelude::{Strategy, any, prop_oneof},
    sample::select,
};

/// Letters whose neighbourhoods the rules look at, loose tone marks, and things between words.
const LETTERS: &str = "qQoOuUyYaAeEàáảãạòóỳýỷèÀÝdđĐðÐƉɖhnăâấêơưkjJ\
    \u{300}\u{301}\u{302}\u{303}\u{309}\u{30c}\u{31b}\u{323}\u{345} -/|’“1ıİßΣ\u{a0}\u{0}\n";

/// Texts of up to 60 characters.
pub(super) fn texts() -> impl Strategy<Value = String> {
    let letters: Vec<char> = LETTERS.chars().collect();
    prop_oneof![
        3 => vec(select(letters), 0..60),
        1 => vec(any::<char>(), 0..60),
    ]
    .prop_map(|characters| characters.into_iter().collect())
}
