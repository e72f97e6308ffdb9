//! Which articles a list holds, and how one is found.

use std::{
    collections::{HashMap, HashSet},
    slice,
    sync::Arc,
};

use entity::{article, article_listing::List, media, unit};
use sea_orm::prelude::Uuid;

use super::{columns::Selected, draft::Draft, store};
use crate::{
    features::{
        index::terms,
        wanted::{self, Expression, Wanted},
    },
    platform::{
        error::{Error, Result},
        paging::{Key, Page, Position, Range, Sorting},
        scope::{Scope, Viewer},
        time::Instant,
        viewer::Reach,
    },
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

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListOwner {
    /// Articles of an author.
    Author(Uuid),
    /// Articles of exactly this unit.
    Unit(Uuid),
    /// Articles on a congress term.
    CongressCategory(Uuid),
    /// Articles of this unit and of all below it.
    UnitTree(Uuid),
    /// Articles that this account began.
    Creator(Uuid),
}

impl ListOwner {
    /// The rows of `article_listing` that make up the list.
    pub fn list(self) -> (List, Uuid) {
        match self {
            Self::Author(id) => (List::Author, id),
            Self::Unit(id) => (List::Unit, id),
            Self::UnitTree(id) => (List::UnitTree, id),
            Self::CongressCategory(id) => (List::CongressCategory, id),
            Self::Creator(id) => (List::Creator, id),
        }
    }
}

/// Which articles a list holds: those in the lists of all owners, published in a span of time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct ArticleList {
    /// Sorted; the first one is the list that is walked, usually the shortest.
    owners: Vec<ListOwner>,
    /// Published then or later.
    published_from: Option<Instant>,
    /// Published before then.
    published_to: Option<Instant>,
    /// In this state, for those who write; none: what readers see.
    status: Option<article::Status>,
    /// With terms that meet this.
    condition: Option<Expression>,
}

impl ArticleList {
    /// The list of one owner.
    pub fn of(owner: ListOwner) -> Self {
        Self { owners: vec![owner], ..Self::default() }
    }

    /// Only those that also stand in the list of this owner.
    pub fn and(mut self, owner: Option<ListOwner>) -> Self {
        self.owners.extend(owner);
        self.owners.sort();
        self.owners.dedup();
        self
    }

    /// Only those published in this span as well: not before `from`, and before `to`.
    pub fn published_within(mut self, from: Option<Instant>, to: Option<Instant>) -> Self {
        self.published_from = self.published_from.max(from);
        self.published_to = [self.published_to, to].into_iter().flatten().min();
        self
    }

    /// Only those in which what somebody looks for occurs.
    pub fn in_which(mut self, wanted: &Wanted) -> Self {
        let condition = wanted::all(wanted, false).but(wanted::unwanted(wanted));
        self.condition = Some(match self.condition {
            Some(other) => Expression::All(vec![other, condition]),
            None => condition,
        });
        self
    }

    /// The articles in one state of the workflow that the viewer sees beyond what readers see.
    pub fn of_desk(viewer: Viewer, status: article::Status) -> Option<Self> {
        let owner = match viewer.sees() {
            Reach::Nothing => return None,
            Reach::Own(account) => Some(ListOwner::Creator(account)),
            Reach::Units(unit) => Some(ListOwner::UnitTree(unit)),
            Reach::Everything => None,
        };
        Some(Self { status: Some(status), ..Self::default() }.and(owner))
    }

    /// The state of the workflow, in a list for those who write.
    pub fn status(&self) -> Option<article::Status> {
        self.status
    }

    /// Whether it is narrower than the list of all that readers see, by more than a text.
    pub fn is_narrow(&self) -> bool {
        *self != Self { condition: self.condition.clone(), ..Self::default() }
    }

    /// What their terms meet.
    pub fn condition(&self) -> Option<&Expression> {
        self.condition.as_ref()
    }

    /// The condition, and that they stand in the lists of all owners, which is known of each article
    /// by a term as well.
    pub fn terms(&self) -> Option<Expression> {
        let condition = self.condition.clone()?;
        let owner = |owner: &ListOwner| {
            let (list, owner) = owner.list();
            Expression::Term(terms::list(list, owner))
        };
        let owners = self.owners.iter().map(owner);
        Some(Expression::All([condition].into_iter().chain(owners).collect()))
    }

    /// Whose lists they all stand in, the one to walk first.
    pub fn owners(&self) -> &[ListOwner] {
        &self.owners
    }

    /// When they were published: not before the first, and before the second.
    pub fn span(&self) -> (Option<Instant>, Option<Instant>) {
        (self.published_from, self.published_to)
    }
}

/// What a list of articles is sorted by; ties end in the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// The column.
    pub field: OrderField,
    /// Newest, last in the alphabet or most read first.
    pub descending: bool,
}

/// What a list of articles can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderField {
    /// Time of publication.
    PublishedAt,
    /// Title, as the Vietnamese alphabet has it.
    Title,
    /// How often it was read.
    ViewCount,
    /// How often it was read lately. Only what was read then stands in the list.
    ViewedWithin(Window),
}

/// The last days in Vietnam, today included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// Today.
    Day,
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
}

impl Window {
    /// How many days it has.
    pub const fn days(self) -> u64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }
}

impl Order {
    /// Newest first.
    pub const NEWEST: Self = Self { field: OrderField::PublishedAt, descending: true };

    /// Most read first, ever or lately.
    pub const fn most_viewed(window: Option<Window>) -> Self {
        let field = match window {
            Some(window) => OrderField::ViewedWithin(window),
            None => OrderField::ViewCount,
        };
        Self { field, descending: true }
    }

    /// The order as cursors name it.
    pub const fn sorting(self) -> Sorting {
        let name = match (self.field, self.descending) {
            (OrderField::PublishedAt, false) => "article.published_at:asc",
            (OrderField::PublishedAt, true) => "article.published_at:desc",
            (OrderField::Title, false) => "article.title:asc",
            (OrderField::Title, true) => "article.title:desc",
            (OrderField::ViewCount, false) => "article.view_count:asc",
            (OrderField::ViewCount, true) => "article.view_count:desc",
            // Such lists are shown from their beginning alone and have no cursors.
            (OrderField::ViewedWithin(_), false) => "article.viewed_lately:asc",
            (OrderField::ViewedWithin(_), true) => "article.viewed_lately:desc",
        };
        Sorting { name, descending: self.descending }
    }
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
