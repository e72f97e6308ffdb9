//! How articles are found, one by one and page by page.

use std::{
    collections::{HashMap, HashSet},
    slice,
    sync::Arc,
};

use entity::{article, media, unit};
use sea_orm::prelude::Uuid;

pub use super::list::{ArticleList, ListOwner, Order, OrderField, Window};
use super::{columns::Selected, draft::Draft, store};
use crate::platform::{
    error::{Error, Result},
    paging::{Key, Page, Position, Range},
    scope::Scope,
    time::Instant,
};

/// An article as far as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    pub id: Uuid,
    pub slug: String,
    pub title: String,
    pub unit_id: Option<Uuid>,
    pub published_at: Option<Instant>,
    /// The parts that were asked for; those that were not are `None`.
    pub parts: Parts,
}

/// What [`Selected`] asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    pub summary: Option<String>,
    pub html: Option<String>,
    pub text: Option<String>,
    pub blocks: Option<String>,
    pub byline: Option<String>,
    pub source_name: Option<String>,
    pub source_url: Option<String>,
    pub legacy_url: Option<String>,
    pub syllable_count: Option<i32>,
    pub updated_at: Option<Instant>,
    pub unit: Option<unit::Model>,
    /// Name and short form of the unit on the day of publication.
    pub unit_name: Option<(String, Option<String>)>,
    pub views: i64,
    pub cover: Option<media::Model>,
    pub state: Option<State>,
    /// How often it was saved.
    pub version: Option<i32>,
    /// Number of the revision that waits to be published.
    pub working_revision: Option<i32>,
}

/// Where an article stands in the workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub status: article::Status,
    pub expires_at: Option<Instant>,
    pub revised_at: Option<Instant>,
    pub withdrawn_at: Option<Instant>,
    pub withdrawn_reason: Option<String>,
}

/// One page of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArticlePageKey {
    /// The list.
    pub list: ArticleList,
    /// Its order.
    pub order: Order,
    /// The part of it.
    pub range: Range,
    /// What is read of each article.
    pub selected: Selected,
}

/// The size of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArticleCountKey {
    /// The list.
    pub list: ArticleList,
    /// Counting stops here.
    pub up_to: u64,
}

/// Articles with their places in the list.
pub type ArticlePage = Page<Arc<ArticleRow>>;

/// How one article is named.
#[derive(Clone, Debug)]
pub enum ArticleSelector {
    /// By id.
    Id(Uuid),
    /// By slug.
    Slug(String),
}

/// The article with this id or slug, if the viewer may see it.
pub async fn find(
    scope: &Scope,
    by: &ArticleSelector,
    selected: Selected,
) -> Result<Option<ArticleRow>> {
    Ok(store::find(scope, slice::from_ref(by), selected).await?.pop())
}

/// The articles with these ids that the viewer may see, in no order.
pub async fn find_many(scope: &Scope, ids: &[Uuid], selected: Selected) -> Result<Vec<ArticleRow>> {
    let selectors: Vec<_> = ids.iter().copied().map(ArticleSelector::Id).collect();
    store::find(scope, &selectors, selected).await
}

/// Those of these articles that readers see now, whoever asks.
pub async fn shown(scope: &Scope, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    store::shown(scope, ids).await
}

/// Several pages in one statement.
pub async fn pages(
    scope: &Scope,
    keys: &[ArticlePageKey],
) -> Result<HashMap<ArticlePageKey, ArticlePage>> {
    store::pages(scope, keys).await
}

/// The month of an archive and how many articles it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveMonth {
    /// As YYYYMM, in local time.
    pub month: i32,
    /// Articles published in it.
    pub count: i64,
}

/// The months that have articles, latest first.
pub async fn archive(scope: &Scope) -> Result<Vec<ArchiveMonth>> {
    store::archive(scope).await
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq)]
pub enum OldAddress {
    /// To this article.
    Found(Box<ArticleRow>),
    /// To what is gone for good, with what readers are told about that.
    Gone(Option<String>),
}

/// An address at which no visible article stands.
#[derive(Clone, Copy, Debug)]
pub struct OldPlace<'a> {
    /// Of which portal; empty for this one.
    pub host: &'a str,
    /// The key of what follows the host.
    pub path: &'a str,
    /// The slug in it, if the portal makes its own addresses like this one.
    pub slug: Option<&'a str>,
}

/// Looks up an address that an article had once. An article that readers may not see (yet) is
/// absent here as well; one that was withdrawn is gone, under its last address as under its old
/// ones.
pub async fn find_by_old_address(
    scope: &Scope,
    place: OldPlace<'_>,
    selected: Selected,
) -> Result<Option<OldAddress>> {
    let Some(target) = store::redirect_target(scope, place).await? else { return Ok(None) };
    let Some(id) = target.article_id else { return Ok(Some(OldAddress::Gone(None))) };
    if target.withdrawn {
        return Ok(Some(OldAddress::Gone(target.reason)));
    }
    let found = find(scope, &ArticleSelector::Id(id), selected).await?;
    Ok(found.map(|article| OldAddress::Found(Box::new(article))))
}

/// An article's place in the list of all, by which its neighbours are found.
pub fn place(article: &ArticleRow) -> Option<Position> {
    let published_at = article.published_at?;
    Some(Position(Key::time(published_at), article.id))
}

/// What an article was after a save.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The version that the save made.
    pub number: i32,
    /// When.
    pub at: Instant,
    /// Name of the account that saved it.
    pub by: Option<String>,
    /// The mutation.
    pub action: String,
    /// What was said about it.
    pub note: Option<String>,
    /// The fields that became different.
    pub fields: Vec<String>,
    content: String,
}

/// The revisions of an article that the viewer may change, latest first: at most `first` of those
/// older than `older_than`.
pub async fn revisions(
    scope: &Scope,
    article: Uuid,
    first: u64,
    older_than: Option<i32>,
) -> Result<Vec<Revision>> {
    let revisions = store::revisions(scope, article, first, older_than).await?;
    let read = |(revision, by): store::SavedBy| {
        let fields = serde_json::from_str(&revision.fields)
            .map_err(|source| Error::Stored { what: "fields of a revision", source })?;
        Ok(Revision {
            number: revision.number,
            at: revision.at,
            by,
            action: revision.action,
            note: revision.note,
            fields,
            content: revision.content,
        })
    };
    revisions.into_iter().map(read).collect()
}

/// The content that a revision keeps.
pub fn content_of(revision: &Revision) -> Result<Draft> {
    Draft::read(&revision.content)
}
