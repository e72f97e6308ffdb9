//! Conditions on terms, and how the engines write them.

use sea_orm::DbBackend;

/// A condition on the terms of an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expression {
    /// It has this term.
    Term(String),
    /// It has a term that begins like this.
    Prefix(String),
    /// All of these hold; at least one.
    All(Vec<Expression>),
    /// Some of these hold; at least one.
    Any(Vec<Expression>),
    /// The first holds and the second does not.
    But(Box<Expression>, Box<Expression>),
}

impl Expression {
    /// Whether it asks for words by their beginnings.
    pub fn has_prefix(&self) -> bool {
        match self {
            Self::Term(_) => false,
            Self::Prefix(_) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_prefix),
            Self::But(wanted, unwanted) => wanted.has_prefix() || unwanted.has_prefix(),
        }
    }

    /// This one, where none of the others holds.
    pub fn but(self, others: Vec<Self>) -> Self {
        if others.is_empty() {
            return self;
        }
        Self::But(Box::new(self), Box::new(Self::Any(others)))
    }

    /// The condition in the language of the engine. Terms have letters, digits, `:` and `_` alone, so
    /// that nothing in them means anything there.
    pub fn render(&self, backend: DbBackend) -> String {
        let mut text = String::new();
        match backend {
            DbBackend::Postgres => self.write(&TSQUERY, &mut text),
            _ => self.write(&FTS5, &mut text),
        }
        text
    }

    fn write(&self, words: &Words, text: &mut String) {
        match self {
            Self::Term(term) => {
                text.extend([words.quote, term, words.quote]);
            }
            Self::Prefix(term) => {
                text.extend([words.quote, term, words.quote, words.prefix]);
            }
            Self::All(parts) => Self::join(parts, words, words.all, text),
            Self::Any(parts) => Self::join(parts, words, words.any, text),
            Self::But(wanted, unwanted) => {
                text.push('(');
                wanted.write(words, text);
                text.push_str(words.but);
                unwanted.write(words, text);
                text.push(')');
            }
        }
    }

    fn join(parts: &[Self], words: &Words, between: &str, text: &mut String) {
        text.push('(');
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                text.push_str(between);
            }
            part.write(words, text);
        }
        text.push(')');
    }
}

/// How an engine writes conditions.
struct Words {
    quote: &'static str,
    prefix: &'static str,
    all: &'static str,
    any: &'static str,
    but: &'static str,
}

const FTS5: Words = Words { quote: "\"", prefix: "*", all: " AND ", any: " OR ", but: " NOT " };
const TSQUERY: Words = Words { quote: "'", prefix: ":*", all: " & ", any: " | ", but: " & !" };

#[cfg(test)]
mod tests {
    use super::{Expression::*, *};

    #[test]
    fn both_engines_are_told_the_same() {
        let term = |term: &str| Term(term.to_owned());
        let expression = All(vec![term("te:a"), Any(vec![term("b"), Prefix("c".to_owned())])])
            .but(vec![term("d"), term("e")]);
        assert_eq!(
            expression.render(DbBackend::Sqlite),
            r#"(("te:a" AND ("b" OR "c"*)) NOT ("d" OR "e"))"#
        );
        assert_eq!(
            expression.render(DbBackend::Postgres),
            "(('te:a' & ('b' | 'c':*)) & !('d' | 'e'))"
        );
        assert_eq!(term("a").but(Vec::new()), term("a"));
    }
}
