//! What clients see of things whose type they do not know yet.

use async_graphql::{Enum, ID, Interface, SimpleObject};

use crate::features::{
    articles::types::Article,
    authors::types::Author,
    congress::types::CongressCategory,
    links::types::{Link, LinkDirectory},
    media::types::Image,
    polls::types::{Poll, PollOption},
    units::types::Unit,
};

/// Anything that has an id.
#[derive(Clone, Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque and globally unique."))]
pub enum Node {
    /// A news item.
    Article(Article),
    /// A pen name.
    Author(Author),
    /// A Party organisation.
    Unit(Unit),
    /// A congress term.
    CongressCategory(CongressCategory),
    /// A group of links.
    LinkDirectory(LinkDirectory),
    /// An outside address.
    Link(Link),
    /// A question to the readers.
    Poll(Poll),
    /// An answer that a poll offers.
    PollOption(PollOption),
    /// A stored picture.
    Image(Image),
}

/// What stands at an address.
#[derive(Clone, Debug, SimpleObject)]
pub struct UrlResolution {
    /// What to do with a reader who asks for the address.
    pub status: UrlStatus,
    /// What stands there now; null when it is gone.
    pub node: Option<Node>,
    /// Its present path below the portal's address; null when it is gone, or when the portal has
    /// not said how its paths are made.
    pub path: Option<String>,
    /// Its present public address; null when there is no `path`, or when the portal has not said where
    /// it stands.
    pub url: Option<String>,
    /// Why it was taken back, if whoever did has said so.
    pub reason: Option<String>,
}

/// What to do with a reader who asks for an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum UrlStatus {
    /// It is the present address: answer 200.
    Current,
    /// It stands elsewhere now: answer 301 with `url`, or with `path`.
    Moved,
    /// It was taken back for good: answer 410.
    Gone,
}
