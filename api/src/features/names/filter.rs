//! Words that must all occur in the names of something, as a condition of a list.

use entity::suggestion_key;
use sea_orm::{
    EntityTrait, ExprTrait as _, QueryFilter as _, Select,
    sea_query::{Expr, Query, SelectStatement},
};

use super::key::{Typed, behind};
use crate::platform::{
    error::{BadInput, Code},
    graphql::read_text,
    id::Kind,
};

/// Longest text that is compared with names, in characters.
const MAX_CHARS: usize = 100;

/// Words that occur in the names of something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named(Typed);

impl Named {
    /// Reads what was typed, given as `argument`. None of it may be nothing.
    pub fn read(typed: &str, argument: &'static str) -> Result<Self, BadInput> {
        let typed = read_typed(typed, argument)?;
        let nothing = || {
            let message = format!("`{argument}` must have a letter or a digit");
            let fault = BadInput::new(Code::TextInvalid, message).at(argument);
            fault.with("minimum", 1).with("maximum", MAX_CHARS)
        };
        Typed::read(&typed).map(Self).ok_or_else(nothing)
    }

    /// Only things of this kind that have such names. Each word is one look into an index, whose ids are
    /// kept aside; the list is walked in its order, put so that it cannot begin at those.
    pub fn narrow<E: EntityTrait>(
        &self,
        select: Select<E>,
        id: E::Column,
        kind: Kind,
    ) -> Select<E> {
        let words = self.0.words().map(|(is_exact, word)| with_word(kind, is_exact, &word));
        words.fold(select, |select, with_word| {
            let is_named = Expr::col((E::default(), id)).in_subquery(with_word);
            select.filter(is_named.is(Expr::Constant(true.into())))
        })
    }
}

fn with_word(kind: Kind, is_exact: bool, word: &str) -> SelectStatement {
    use suggestion_key::Column as Key;

    let spelling = if is_exact { Key::Exact } else { Key::Folded };
    Query::select()
        .column(Key::NodeId)
        .from(suggestion_key::Entity)
        .and_where(Expr::col(Key::Node).eq(kind.prefix()))
        .and_where(Expr::col(Key::Later).is_in([false, true]))
        .and_where(Expr::col(spelling).gte(word.as_bytes()))
        .and_where(Expr::col(spelling).lt(behind(word)))
        .to_owned()
}

/// Reads what was typed of a name, given as `argument`.
pub fn read_typed(typed: &str, argument: &'static str) -> Result<String, BadInput> {
    let typed = read_text(typed, argument)?;
    let length = typed.chars().count();
    if (1..=MAX_CHARS).contains(&length) {
        return Ok(typed);
    }
    let message = format!("`{argument}` must have 1 to {MAX_CHARS} characters");
    let fault = BadInput::new(Code::TextInvalid, message).at(argument);
    Err(fault.with("minimum", 1).with("maximum", MAX_CHARS).with("value", length))
}
