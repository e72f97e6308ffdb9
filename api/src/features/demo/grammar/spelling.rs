//! The ways in which the same text reaches a portal.

use unicode_normalization::UnicodeNormalization;

use super::dice::Dice;

/// Open syllables with the tone on the first vowel, and the second vowel that takes it over.
const TONES: [(char, char, &str); 30] = [
    ('ò', 'a', "oà"),
    ('ó', 'a', "oá"),
    ('ỏ', 'a', "oả"),
    ('õ', 'a', "oã"),
    ('ọ', 'a', "oạ"),
    ('ò', 'e', "oè"),
    ('ó', 'e', "oé"),
    ('ỏ', 'e', "oẻ"),
    ('õ', 'e', "oẽ"),
    ('ọ', 'e', "oẹ"),
    ('ù', 'y', "uỳ"),
    ('ú', 'y', "uý"),
    ('ủ', 'y', "uỷ"),
    ('ũ', 'y', "uỹ"),
    ('ụ', 'y', "uỵ"),
    ('Ò', 'a', "Oà"),
    ('Ó', 'a', "Oá"),
    ('Ỏ', 'a', "Oả"),
    ('Õ', 'a', "Oã"),
    ('Ọ', 'a', "Oạ"),
    ('Ò', 'e', "Oè"),
    ('Ó', 'e', "Oé"),
    ('Ỏ', 'e', "Oẻ"),
    ('Õ', 'e', "Oẽ"),
    ('Ọ', 'e', "Oẹ"),
    ('Ù', 'y', "Uỳ"),
    ('Ú', 'y', "Uý"),
    ('Ủ', 'y', "Uỷ"),
    ('Ũ', 'y', "Uỹ"),
    ('Ụ', 'y', "Uỵ"),
];

/// How an article is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As nearly all are: NFC, `hòa`, `ủy`.
    Usual,
    /// With the tone on the second vowel: `hoà`, `uỷ`.
    NewTones,
    /// In Unicode normal form D, as some editors deliver it.
    Decomposed,
    /// With U+00D0, which looks like Đ and is another letter.
    LookAlike,
}

impl Spelling {
    /// 96, 2, 1 and 1 of a hundred.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0 | 1 => Self::NewTones,
            2 => Self::Decomposed,
            3 => Self::LookAlike,
            _ => Self::Usual,
        }
    }

    /// The text, which has the usual spelling, in this one.
    pub(super) fn apply(self, text: String) -> String {
        match self {
            Self::Usual => text,
            Self::NewTones => new_tones(&text),
            Self::Decomposed => text.nfd().collect(),
            Self::LookAlike => text.replace('Đ', "\u{d0}"),
        }
    }
}

fn new_tones(text: &str) -> String {
    let mut moved = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(first) = letters.next() {
        let second = letters.peek().copied();
        let pair = TONES.iter().find(|(from, to, _)| *from == first && Some(*to) == second);
        match pair {
            Some((_, _, new)) => {
                moved.push_str(new);
                letters.next();
            }
            None => moved.push(first),
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    #[test]
    fn only_open_syllables_change_their_tone() {
        let text = "Ủy ban Hòa Quý thủy lợi khỏe khóa hoàn toàn quỹ".to_owned();

        let moved = Spelling::NewTones.apply(text);

        assert_eq!(moved, "Uỷ ban Hoà Quý thuỷ lợi khoẻ khoá hoàn toàn quỹ");
    }

    #[test]
    fn the_look_alike_is_another_letter() {
        let text = Spelling::LookAlike.apply("Đảng bộ Đại Lộc đi đầu".to_owned());

        assert_eq!(text, "Ðảng bộ Ðại Lộc đi đầu");
        assert!(!text.contains('Đ'));
    }
}
