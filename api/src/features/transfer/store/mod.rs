//! Whole tables, read and written: the one store that stands beside all others, because a transfer
//! leaves nothing out, drafts and deleted rows included.

mod conflict;
mod read;
mod synonyms;
mod write;

pub use self::{
    conflict::{explain, is_refusal},
    read::page,
    write::{existing, insert},
};

use entity::{
    article_revision, author, change::Node, congress_category, former_slug, link, link_directory,
    media, poll, poll_option, redirect, search_synonym, site, unit, unit_name, unit_succession,
};
use sea_orm::prelude::Uuid;

use crate::{features::articles::bulk::ArticleRows, platform::time::Instant};

/// What one record becomes in the database.
#[derive(Clone, Debug)]
pub enum Rows {
    /// A stored file.
    Media(media::Model),
    /// A unit with its names.
    Unit(unit::Model, Vec<unit_name::Model>),
    /// What became of a unit.
    UnitSuccession(unit_succession::Model),
    /// The portal.
    Site(site::Model),
    /// A pen name.
    Author(author::Model),
    /// A congress term.
    CongressCategory(congress_category::Model),
    /// An article with all that belongs to it.
    Article(Box<ArticleRows>),
    /// What an article was after a save, and whether it waits to be published.
    ArticleRevision(Box<article_revision::Model>, bool),
    /// A directory with its links.
    LinkDirectory(link_directory::Model, Vec<link::Model>),
    /// A poll with its options and their votes.
    Poll(poll::Model, Vec<(poll_option::Model, i64)>),
    /// An old address.
    Redirect(redirect::Model),
    /// A slug that something had once.
    FormerSlug(former_slug::Model),
    /// A short form and what it stands for.
    SearchSynonym(search_synonym::Model),
}

/// The type of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Media,
    Unit,
    UnitSuccession,
    Site,
    Author,
    CongressCategory,
    Article,
    ArticleRevision,
    LinkDirectory,
    Poll,
    Redirect,
    FormerSlug,
    SearchSynonym,
}

impl Kind {
    /// All types, those before others that these depend on.
    pub const ALL: [Self; 13] = [
        Self::Media,
        Self::Unit,
        Self::UnitSuccession,
        Self::Site,
        Self::Author,
        Self::CongressCategory,
        Self::Article,
        Self::ArticleRevision,
        Self::LinkDirectory,
        Self::Poll,
        Self::Redirect,
        Self::FormerSlug,
        Self::SearchSynonym,
    ];

    /// As lines name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Unit => "unit",
            Self::UnitSuccession => "unit_succession",
            Self::Site => "site",
            Self::Author => "author",
            Self::CongressCategory => "congress_category",
            Self::Article => "article",
            Self::ArticleRevision => "article_revision",
            Self::LinkDirectory => "link_directory",
            Self::Poll => "poll",
            Self::Redirect => "redirect",
            Self::FormerSlug => "former_slug",
            Self::SearchSynonym => "search_synonym",
        }
    }
}

impl Rows {
    /// Its type.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Media(_) => Kind::Media,
            Self::Unit(..) => Kind::Unit,
            Self::UnitSuccession(_) => Kind::UnitSuccession,
            Self::Site(_) => Kind::Site,
            Self::Author(_) => Kind::Author,
            Self::CongressCategory(_) => Kind::CongressCategory,
            Self::Article(_) => Kind::Article,
            Self::ArticleRevision(..) => Kind::ArticleRevision,
            Self::LinkDirectory(..) => Kind::LinkDirectory,
            Self::Poll(..) => Kind::Poll,
            Self::Redirect(_) => Kind::Redirect,
            Self::FormerSlug(_) => Kind::FormerSlug,
            Self::SearchSynonym(_) => Kind::SearchSynonym,
        }
    }

    /// Its id; the portal, of which there is one, has none.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Media(row) => row.id,
            Self::Unit(row, _) => row.id,
            Self::UnitSuccession(row) => row.id,
            Self::Site(_) => Uuid::nil(),
            Self::Author(row) => row.id,
            Self::CongressCategory(row) => row.id,
            Self::Article(rows) => rows.row().id,
            Self::ArticleRevision(row, _) => row.id,
            Self::LinkDirectory(row, _) => row.id,
            Self::Poll(row, _) => row.id,
            Self::Redirect(row) => row.id,
            Self::FormerSlug(row) => row.id,
            Self::SearchSynonym(row) => row.id,
        }
    }

    /// What readers see differently once it is there; nothing where they may not see it.
    pub fn change(&self, now: Instant) -> Option<(Node, Uuid)> {
        let (shown, node, id) = match self {
            Self::Media(row) => (row.deleted_at.is_none(), Node::Media, row.id),
            Self::Unit(row, _) => (row.deleted_at.is_none(), Node::Unit, row.id),
            Self::UnitSuccession(row) => (true, Node::Unit, row.predecessor_id),
            Self::Site(_) => (true, Node::Site, Uuid::nil()),
            Self::Author(row) => (row.deleted_at.is_none(), Node::Author, row.id),
            Self::CongressCategory(row) => {
                (row.deleted_at.is_none(), Node::CongressCategory, row.id)
            }
            Self::Article(rows) => (rows.is_shown(now), Node::Article, rows.row().id),
            Self::LinkDirectory(row, _) => (row.deleted_at.is_none(), Node::LinkDirectory, row.id),
            Self::Poll(row, _) => {
                let published = row.status == poll::Status::Published;
                (published && row.deleted_at.is_none(), Node::Poll, row.id)
            }
            Self::Redirect(row) => (true, Node::Redirect, row.id),
            // Nothing shows them: they only lead to what is there.
            Self::FormerSlug(_) | Self::SearchSynonym(_) => return None,
            // Readers see the article alone.
            Self::ArticleRevision(..) => return None,
        };
        shown.then_some((node, id))
    }
}
