//! Which passwords are taken, by NIST SP 800-63B-4: long ones that nobody guesses first, of whatever
//! characters.

use std::{collections::HashSet, sync::LazyLock};

use crate::platform::{
    problem::{Problem, ProblemCode},
    text,
};

/// Longest password that is looked at at all, in bytes.
pub const MAX_BYTES: usize = 1024;
/// Fewest and most characters, after NFC.
const MIN_CHARS: usize = 15;
const MAX_CHARS: usize = 256;

/// Passwords that many use, one a line, as [`bare`] writes them.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common.txt").lines().map(str::trim).collect());

/// Whose password it is to be.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// What they type to sign in.
    pub login: &'a str,
    /// What others see.
    pub name: &'a str,
}

/// Whether an account may have this password, given as `field`.
pub fn check(password: &str, owner: Owner<'_>, field: &str) -> Result<(), Problem> {
    let problem = |code, message: &str| Problem::new(code, message).at(field);
    if password.len() > MAX_BYTES {
        return Err(too_long(field));
    }
    let password = text::nfc(password);
    match password.chars().count() {
        chars if chars < MIN_CHARS => {
            let message = format!("A password has at least {MIN_CHARS} characters");
            Err(problem(ProblemCode::TooShort, &message).limit(MIN_CHARS))
        }
        chars if chars > MAX_CHARS => Err(too_long(field)),
        _ if is_guessable(&password, owner) => {
            let message = "This password is easily guessed: several words that do not belong \
                           together make a good one";
            Err(problem(ProblemCode::PasswordGuessable, message))
        }
        _ => Ok(()),
    }
}

fn too_long(field: &str) -> Problem {
    let message = format!("A password has at most {MAX_CHARS} characters");
    Problem::new(ProblemCode::TooLong, message).at(field).limit(MAX_CHARS)
}

/// Whether it is a common password, or the owner's login or name: as such, repeated, with digits
/// around it, or with signs in place of letters.
fn is_guessable(password: &str, owner: Owner<'_>) -> bool {
    let own = [bare(owner.login), bare(owner.name)];
    let known =
        |text: &str| text.is_empty() || COMMON.contains(text) || own.iter().any(|own| own == text);
    let plain = bare(password);
    let read = bare(&unmasked(password));
    [plain, read].iter().any(|text| {
        let inner = text.trim_matches(|letter: char| letter.is_ascii_digit());
        [text, inner].into_iter().any(|text| known(text) || known(unit(text)) || is_run(unit(text)))
    })
}

/// Letters and digits alone, without marks and in lower case.
fn bare(text: &str) -> String {
    text::folded_key(text).replace(' ', "")
}

/// Signs that stand for letters, as letters.
fn unmasked(text: &str) -> String {
    let letter = |sign: char| match sign {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// The shortest text whose repetition, perhaps cut off at its end, is all of it.
fn unit(text: &str) -> &str {
    let repeats = |&(length, _): &(usize, char)| {
        length > 0 && text.as_bytes()[length..] == text.as_bytes()[..text.len() - length]
    };
    // A text that is repeated less than twice is not made of a unit.
    let found = text.char_indices().take_while(|(place, _)| place * 2 <= text.len()).find(repeats);
    found.map_or(text, |(length, _)| &text[..length])
}

/// Whether it is one character, or a run of the alphabet, of digits or of keys.
fn is_run(text: &str) -> bool {
    const RUNS: [&str; 5] = [
        "01234567890123456789",
        "98765432109876543210",
        "abcdefghijklmnopqrstuvwxyz",
        "zyxwvutsrqponmlkjihgfedcba",
        "qwertyuiopasdfghjklzxcvbnm",
    ];
    text.chars().count() <= 1 || RUNS.iter().any(|run| run.contains(text))
}
