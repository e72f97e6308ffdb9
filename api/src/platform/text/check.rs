//! The gate for text that comes from outside.

use thiserror::Error;

use super::nfc;

/// Why a text is refused. Emptiness is not among the reasons: whether a field may be blank is for
/// its feature to say.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TextFault {
    /// A character that the field cannot hold: a control character, or a line break or tab in a
    /// field of one line.
    #[error("the character U+{:04X} is not allowed here", u32::from(*.0))]
    Character(char),
    /// More characters than the field holds, counted in Unicode scalar values after NFC.
    #[error("{chars} characters are too many: at most {max_chars} are allowed")]
    TooLong {
        /// The length of the text.
        chars: usize,
        /// The length that is allowed.
        max_chars: usize,
    },
}

/// A text of one line in NFC, with no control character, of at most `max_chars` characters.
///
/// Nothing else is changed, not even spaces at the ends: stored text is verbatim.
pub fn check_plain(text: &str, max_chars: usize) -> Result<String, TextFault> {
    check(text, max_chars, |letter| is_unstorable(letter) || is_line_separator(letter))
}

/// [`check_plain`] for a text that may have several lines.
pub fn check_lines(text: &str, max_chars: usize) -> Result<String, TextFault> {
    check(text, max_chars, |letter| letter != '\n' && is_unstorable(letter))
}

fn check(text: &str, max_chars: usize, refused: fn(char) -> bool) -> Result<String, TextFault> {
    let text = nfc(text);
    if let Some(letter) = text.chars().find(|letter| refused(*letter)) {
        return Err(TextFault::Character(letter));
    }
    let chars = text.chars().count();
    if chars > max_chars {
        return Err(TextFault::TooLong { chars, max_chars });
    }
    Ok(text.into_owned())
}

/// The C0 and C1 controls, and the two noncharacters that XML 1.0 forbids besides them.
/// PostgreSQL takes no NUL, and none of them could go out in a feed.
fn is_unstorable(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// Unicode's own line and paragraph separators, which break a line without being controls.
fn is_line_separator(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::{TextFault, check_lines, check_plain};

    #[test]
    fn text_is_kept_verbatim_but_for_its_normal_form() {
        let text = " Uỷ viên\u{a0}“Tỉnh ủy” – 62-KL/TW ";
        assert_eq!(check_plain(text, 100).as_deref(), Ok(text));
        assert_eq!(check_plain(&text.nfd().collect::<String>(), 100).as_deref(), Ok(text));
    }

    #[test]
    fn length_counts_characters_after_nfc() {
        let decomposed: String = "Đảng".nfd().collect();
        assert_eq!(check_plain(&decomposed, 4).as_deref(), Ok("Đảng"));
        let fault = TextFault::TooLong { chars: 4, max_chars: 3 };
        assert_eq!(check_plain(&decomposed, 3), Err(fault));
        assert_eq!(fault.to_string(), "4 characters are too many: at most 3 are allowed");
    }

    #[test]
    fn control_characters_are_refused_by_their_code() {
        for letter in ['\0', '\u{1}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}', '\u{ffff}'] {
            let text = format!("a{letter}b");
            assert_eq!(check_plain(&text, 10), Err(TextFault::Character(letter)));
        }
        let message = TextFault::Character('\0').to_string();
        assert_eq!(message, "the character U+0000 is not allowed here");
    }

    #[test]
    fn a_text_of_several_lines_has_breaks_and_no_other_controls() {
        assert_eq!(check_lines("một\nhai", 10).as_deref(), Ok("một\nhai"));
        for letter in ['\0', '\r', '\t', '\u{7f}'] {
            assert_eq!(check_lines(&letter.to_string(), 10), Err(TextFault::Character(letter)));
        }
    }

    #[test]
    fn a_text_of_one_line_has_no_breaks() {
        for letter in ['\n', '\r', '\t', '\u{2028}'] {
            let text = format!("a{letter}b");
            assert_eq!(check_plain(&text, 10), Err(TextFault::Character(letter)));
        }
    }
}
