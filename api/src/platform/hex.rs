//! Bytes as hexadecimal digits.

/// Two lower-case digits for each byte.
pub fn encode(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Reads pairs of digits in either case; `None` for anything else.
pub fn decode(digits: &str) -> Option<Vec<u8>> {
    let halves = digits.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok());
    let halves = halves.collect::<Option<Vec<u8>>>()?;
    let (pairs, rest) = halves.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::any, prop_assert_eq, proptest};

    use super::{decode, encode};

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes in vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes.clone()));
            prop_assert_eq!(decode(&encode(&bytes).to_uppercase()), Some(bytes));
        }
    }

    #[test]
    fn digits_come_in_pairs_and_have_no_signs() {
        for bad in ["0", "00f", "0g", "+1", "đđ", " 0"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
