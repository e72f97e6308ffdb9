//! Character references: `&aacute;`, `&#7841;`.

use std::borrow::Cow;

use scraper::Html;

/// How much text the parser gets at once. The time that it takes for references which are none
/// grows with the square of this.
const CHUNK_LENGTH: usize = 1024;

/// The text that HTML source without tags stands for. There are more than two thousand names, so
/// the parser decodes them; but most text has none, or only the one that editors strew about.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut rest = text.replace("&nbsp;", "\u{A0}");
    if !rest.contains('&') {
        return Cow::Owned(rest);
    }
    rest = rest.replace('<', "&lt;");
    chunks(&rest).map(decode_chunk).collect::<String>().into()
}

/// The text in parts that begin with `&`, so that no reference is cut in two.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = rest.ceil_char_boundary(CHUNK_LENGTH);
        let end = rest[from..].find('&').map_or(rest.len(), |distance| from + distance);
        let (chunk, behind) = rest.split_at(end);
        rest = behind;
        (!chunk.is_empty()).then_some(chunk)
    })
}

fn decode_chunk(chunk: &str) -> String {
    Html::parse_fragment(chunk).root_element().text().collect()
}

#[cfg(test)]
mod tests {
    use super::{CHUNK_LENGTH, decode};

    #[test]
    fn names_and_numbers_are_decoded() {
        assert_eq!(decode("B&aacute;o&nbsp;&#273;&#x1EA3;ng &lt;b&gt; <"), "Báo\u{a0}đảng <b> <");
        assert_eq!(decode("A & B &khong;"), "A & B &khong;");
    }

    #[test]
    fn references_are_never_cut_in_two() {
        for length in CHUNK_LENGTH - 10..CHUNK_LENGTH + 10 {
            let text = "ạ&aacute;".repeat(length / 3) + &"ạ".repeat(length % 20) + "&aacute;x";
            assert_eq!(decode(&text), text.replace("&aacute;", "á"));
        }
    }

    #[test]
    fn white_space_is_kept() {
        assert_eq!(decode(" \n&amp;\n "), " \n&\n ");
    }
}
