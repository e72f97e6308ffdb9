//! The lines of a file: one object with one field, whose name is the type and whose value is the
//! record.
//!
//! These names are a format that others read: `docs/ndjson.md` describes each of them, and
//! [`super::VERSION`] numbers it. A field may be added; none is renamed or means something else.

mod article;
mod ids;
mod organisation;
mod portal;

use serde::{Deserialize, Serialize};

pub use self::{
    article::{Article, ArticleBody, ArticleRevision, Figure, Views},
    ids::{
        ArticleId, AuthorId, CongressCategoryId, LinkDirectoryId, LinkId, MediaId, PollId,
        PollOptionId, SearchSynonymId, UnitId,
    },
    organisation::{Author, CongressCategory, Unit, UnitName, UnitSuccession},
    portal::{
        FormerSlug, Link, LinkDirectory, Media, Poll, PollOption, Redirect, SearchSynonym, Site,
    },
};

/// One line, in the order in which types depend on each other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// The first line of a file.
    Congtin(Header),
    /// A stored file, without its bytes.
    Media(Media),
    /// A unit; the unit above it stands before it.
    Unit(Unit),
    /// What became of a unit.
    UnitSuccession(UnitSuccession),
    /// The portal.
    Site(Site),
    /// A pen name.
    Author(Author),
    /// A congress term.
    CongressCategory(CongressCategory),
    /// An article.
    Article(Box<Article>),
    /// What an article was after a save; the article stands before it.
    ArticleRevision(Box<ArticleRevision>),
    /// A link directory with its links.
    LinkDirectory(LinkDirectory),
    /// A poll with its options and their votes.
    Poll(Poll),
    /// An old address.
    Redirect(Redirect),
    /// A slug that something had once.
    FormerSlug(FormerSlug),
    /// A short form and what it stands for.
    SearchSynonym(SearchSynonym),
}

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the format.
    pub version: u32,
}
