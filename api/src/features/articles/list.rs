//! Which articles a list holds, and in which order.

use entity::{article, article_listing::List};
use sea_orm::prelude::Uuid;

use crate::{
    features::{
        index::terms,
        wanted::{self, Expression, Wanted},
    },
    platform::{paging::Sorting, scope::Viewer, time::Instant, viewer::Reach},
};

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
