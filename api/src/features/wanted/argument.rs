//! What was typed, as an argument of a field.

use super::{parse::Wanted, synonym::Synonyms};
use crate::platform::{
    error::{BadInput, Code},
    text::nfc,
};

/// Longest text, in characters.
const MAX_CHARS: usize = 256;

/// Checks what was typed, given as `argument`, before anything is asked of the database.
pub fn check_length(typed: &str, argument: &str) -> Result<(), BadInput> {
    let chars = nfc(typed).chars().count();
    if chars <= MAX_CHARS {
        return Ok(());
    }
    let message = format!("`{argument}` must be 1 to {MAX_CHARS} characters");
    let fault = BadInput::new(Code::TextInvalid, message).at(argument);
    Err(fault.with("maximum", MAX_CHARS).with("value", chars))
}

/// Reads what was typed, given as `argument`.
pub fn read(typed: &str, argument: &str, synonyms: &Synonyms) -> Result<Wanted, BadInput> {
    let wanted = Wanted::parse(typed, synonyms);
    if wanted.is_empty() {
        let message = format!("`{argument}` must name something to look for: a letter or a digit");
        let fault = BadInput::new(Code::TextInvalid, message).at(argument);
        return Err(fault.with("minimum", 1).with("maximum", MAX_CHARS));
    }
    Ok(wanted)
}
