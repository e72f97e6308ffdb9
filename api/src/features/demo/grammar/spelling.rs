//! The ways in which the same text reaches a portal.

use unicode_normalization::UnicodeNormalization;

use super::dice::Dice;

/// Open syllables: the first vowel with each tone and without, the second without and with.
const TONES: [(&str, char, char, &str); 6] = [
    ("òóỏõọ", 'o', 'a', "àáảãạ"),
    ("òóỏõọ", 'o', 'e', "èéẻẽẹ"),
    ("ùúủũụ", 'u', 'y', "ỳýỷỹỵ"),
    ("ÒÓỎÕỌ", 'O', 'a', "àáảãạ"),
    ("ÒÓỎÕỌ", 'O', 'e', "èéẻẽẹ"),
    ("ÙÚỦŨỤ", 'U', 'y', "ỳýỷỹỵ"),
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
    let mut spelt = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(first) = letters.next() {
        match letters.peek().and_then(|second| moved(first, *second)) {
            Some(pair) => {
                spelt.extend(pair);
                letters.next();
            }
            None => spelt.push(first),
        }
    }
    spelt
}

/// The two vowels with the tone on the second one, when it was on the first.
fn moved(first: char, second: char) -> Option<[char; 2]> {
    let rows = TONES.iter().filter(|(_, _, vowel, _)| *vowel == second);
    rows.filter_map(|(toned, plain, _, moved)| {
        let tone = toned.chars().position(|letter| letter == first)?;
        Some([*plain, moved.chars().nth(tone)?])
    })
    .next()
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
