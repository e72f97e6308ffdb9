//! Roman numerals, in which Party congresses are counted (Đại hội XXII).

const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
const TENS: [&str; 10] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];

/// The number in upper-case Roman numerals, from 1 to 99. There is none for 0 and no congress
/// beyond 99: such a number comes back in Arabic digits.
pub fn roman(number: u8) -> String {
    match number {
        1..=99 => [TENS[usize::from(number / 10)], ONES[usize::from(number % 10)]].concat(),
        _ => number.to_string(),
    }
}

/// The number that a Roman numeral from I to XCIX stands for, in upper or lower case. Only what
/// [`roman`] writes is read: neither `IIII` nor `IC`.
///
/// Some syllables are numerals too ("vi", "xi", "li"): ask only where a number is expected.
pub fn parse_roman(text: &str) -> Option<u8> {
    // Nearly every word has another letter at its beginning.
    if !text.bytes().all(|letter| b"ivxlcIVXLC".contains(&letter)) {
        return None;
    }
    (1..=99).find(|number| {
        let [tens, ones] = [TENS[usize::from(number / 10)], ONES[usize::from(number % 10)]];
        text.split_at_checked(tens.len()).is_some_and(|(head, tail)| {
            head.eq_ignore_ascii_case(tens) && tail.eq_ignore_ascii_case(ones)
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{parse_roman, roman};

    #[test]
    fn congress_numbers_are_written_in_roman() {
        let written = [1, 4, 9, 14, 19, 22, 40, 88, 99].map(roman);
        assert_eq!(written, ["I", "IV", "IX", "XIV", "XIX", "XXII", "XL", "LXXXVIII", "XCIX"]);
        assert_eq!([0, 100].map(roman), ["0", "100"]);
    }

    #[test]
    fn what_is_written_is_read_back_in_either_case() {
        for number in 1..=99 {
            assert_eq!(parse_roman(&roman(number)), Some(number));
            assert_eq!(parse_roman(&roman(number).to_lowercase()), Some(number));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in ["", "IIII", "VX", "IC", "C", "0", "22", " X", "X ", "XXIIX", "Ⅻ", "đ", "xđ"]
        {
            assert_eq!(parse_roman(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_inverts_writing(text in "[IVXLCivxlc]{0,9}") {
            let number = parse_roman(&text);
            prop_assert!(number.is_none_or(|number| roman(number) == text.to_uppercase()));
        }
    }
}
