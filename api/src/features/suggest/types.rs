//! What clients see of suggestions.

use async_graphql::{Enum, SimpleObject};

use crate::{features::nodes::types::Node, platform::id::Kind};

/// Something whose name or title begins with what was typed, at any of its words.
#[derive(Clone, Debug, SimpleObject)]
pub struct Suggestion {
    /// What kind of thing.
    pub kind: SuggestionKind,
    /// The name or title as it is written, marks and all; for a unit the one of its names, former ones
    /// included, that was met by itself or by its short form.
    pub text: String,
    /// The thing itself.
    pub node: Option<Node>,
}

/// What may be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SuggestionKind {
    /// A Party organisation.
    Unit,
    /// A congress term.
    CongressCategory,
    /// A pen name.
    Author,
    /// A news item.
    Article,
}

impl From<Kind> for SuggestionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Unit => Self::Unit,
            Kind::CongressCategory => Self::CongressCategory,
            Kind::Author => Self::Author,
            _ => Self::Article,
        }
    }
}
