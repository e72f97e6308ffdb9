//! The library's words, without those of the client.
//!
//! Its messages quote names and values of the document. What the schema has a word for helps whoever
//! mends the document; anything else would only send back what was sent, to whom the place of the
//! error tells the same.

use std::{collections::HashSet, sync::LazyLock};

use crate::schema;

/// Longest message that is passed on, in characters.
const MAX_MESSAGE: usize = 200;
/// What stands for a word of the client.
const LEFT_OUT: &str = "…";

/// Every word of the schema.
static WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| words(&schema::sdl()).map(str::to_owned).collect());

/// The message, with quoted words of the schema alone.
pub fn neutral(message: &str) -> String {
    // A value is always the end of its sentence, and the only thing that may have quotes inside.
    let message = message.split(", found ").next().unwrap_or_default();
    let mut shown = String::new();
    for (place, part) in message.split('"').enumerate() {
        let quoted = place % 2 == 1;
        if quoted {
            shown.push('"');
        }
        match !quoted || words(part).all(|word| WORDS.contains(word)) {
            true => shown.push_str(part),
            false => shown.push_str(LEFT_OUT),
        }
        if quoted {
            shown.push('"');
        }
    }
    shown.chars().take(MAX_MESSAGE).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn words_of_the_schema_are_told_and_those_of_the_client_are_not() {
        for (message, shown) in [
            (
                r#"Unknown field "nonsense" on type "Query"."#,
                r#"Unknown field "…" on type "Query"."#,
            ),
            (
                r#"Field "article" argument "by" of type "ArticleBy!" is required but not provided"#,
                r#"Field "article" argument "by" of type "ArticleBy!" is required but not provided"#,
            ),
            (r#"Variable "$mine" is not defined"#, r#"Variable "…" is not defined"#),
            (r#"Expected input type "Int", found "a \" b"."#, r#"Expected input type "Int""#),
            (r#"Unknown type "Query zz" left"#, r#"Unknown type "…" left"#),
        ] {
            assert_eq!(neutral(message), shown);
        }
        assert_eq!(neutral(&"x".repeat(1_000)).len(), 200);
    }
}
