//! Lists of articles: what they can be asked for, and what they are.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};

use super::{
    super::{
        columns::Selected,
        service::{
            self, ArticleCountKey, ArticleList, ArticlePageKey, ListOwner, Order, OrderField,
        },
    },
    article::Article,
};
use crate::{
    features::{loaders, wanted},
    platform::{
        connection::{self, DEFAULT_COUNT, Listing, listing},
        error::BadInput,
        graphql::{ContextExt as _, DateTime, Given, read_id},
        id::Kind,
        paging::PageArguments,
        time,
    },
};

/// How a fault names the text that is looked for.
const TEXT: &str = "filter.text";

/// Conditions on articles; all that are given must hold.
#[derive(Debug, Default, InputObject)]
pub struct ArticleFilter {
    /// Only articles of this unit.
    pub unit: Option<ArticleUnitFilter>,
    /// Only articles of the author with this id.
    pub author_id: Option<ID>,
    /// Only articles on the congress term with this id.
    pub congress_category_id: Option<ID>,
    /// Only articles published then or later.
    pub published_from: Option<Given<DateTime>>,
    /// Only articles published before then.
    pub published_to: Option<Given<DateTime>>,
    /// Only articles in which all of this occurs: 1 to 256 characters, read like the query of
    /// `search`. A syllable with marks must have just these, one without them any; nothing is relaxed,
    /// and the order is that of the list.
    pub text: Option<String>,
}

/// A unit as a condition.
#[derive(Debug, InputObject)]
pub struct ArticleUnitFilter {
    /// The unit.
    pub id: ID,
    /// Also articles of all units below it.
    #[graphql(default_with = "Some(false)")]
    pub include_descendants: Option<bool>,
}

/// What a list of articles is sorted by; equal ones stand in a fixed order.
#[derive(Debug, InputObject)]
pub struct ArticleOrder {
    /// By what.
    pub field: ArticleOrderField,
    /// In which direction. If nothing is said, titles ascend; times and counts descend.
    pub direction: Option<OrderDirection>,
}

impl From<ArticleOrder> for Order {
    fn from(order: ArticleOrder) -> Self {
        let field = order.field.into();
        let descending = match order.direction {
            Some(direction) => direction == OrderDirection::Desc,
            None => field != OrderField::Title,
        };
        Self { field, descending }
    }
}

/// What a list of articles can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ArticleOrderField {
    /// Time of publication.
    PublishedAt,
    /// Title, in the order of the Vietnamese alphabet: a ă â b c d đ e ê …
    Title,
    /// How often it was read. Counts go on while pages are turned, so that an article may be seen
    /// twice or missed; the other orders never do that.
    ViewCount,
}

impl From<ArticleOrderField> for OrderField {
    fn from(field: ArticleOrderField) -> Self {
        match field {
            ArticleOrderField::PublishedAt => Self::PublishedAt,
            ArticleOrderField::Title => Self::Title,
            ArticleOrderField::ViewCount => Self::ViewCount,
        }
    }
}

/// In which direction a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// Smallest, earliest, first of the alphabet first.
    Asc,
    /// Largest, latest, last of the alphabet first.
    Desc,
}

impl ArticleFilter {
    /// Narrows a list down.
    pub async fn narrow(mut self, ctx: &Context<'_>, list: ArticleList) -> Result<ArticleList> {
        let text = self.text.take();
        let list = self.owned(list)?;
        let Some(text) = text else { return Ok(list) };
        wanted::check_length(&text, TEXT)?;
        let synonyms = loaders::of(ctx).synonyms.load_one(()).await?.unwrap_or_default();
        Ok(list.in_which(&wanted::read(&text, TEXT, &synonyms)?))
    }

    fn owned(self, list: ArticleList) -> Result<ArticleList, BadInput> {
        let Self { unit, author_id, congress_category_id, published_from, published_to, .. } = self;
        let author = author_id.map(|id| read_id(Kind::Author, &id, "filter.authorId"));
        let category = congress_category_id
            .map(|id| read_id(Kind::CongressCategory, &id, "filter.congressCategoryId"));
        let unit = unit.map(|unit| {
            let id = read_id(Kind::Unit, &unit.id, "filter.unit.id")?;
            let owner = match unit.include_descendants.unwrap_or_default() {
                true => ListOwner::UnitTree,
                false => ListOwner::Unit,
            };
            Ok(owner(id))
        });
        let list = list
            .and(author.transpose()?.map(ListOwner::Author))
            .and(category.transpose()?.map(ListOwner::CongressCategory))
            .and(unit.transpose()?);
        let from = published_from.map(|from| from.read("filter.publishedFrom")).transpose()?;
        let to = published_to.map(|to| to.read("filter.publishedTo")).transpose()?;
        Ok(list.published_within(from.map(|from| from.0), to.map(|to| to.0)))
    }
}

/// What a field that lists articles is asked for.
#[derive(Debug)]
pub struct ArticleArguments {
    /// Conditions beyond those of the field itself.
    pub filter: Option<ArticleFilter>,
    /// Newest first if nothing is said.
    pub order: Option<ArticleOrder>,
    /// Which part of the list.
    pub page: PageArguments,
}

impl ArticleArguments {
    /// Reads the page. A query that selects only the size of the list reads no article.
    pub async fn list(self, ctx: &Context<'_>, list: ArticleList) -> Result<ArticleConnection> {
        let order = self.order.map_or(Order::NEWEST, Order::from);
        let cursors = ctx.scope().cursors(order.sorting());
        let range = self.page.range(&cursors)?;
        let list = self.filter.unwrap_or_default().narrow(ctx, list).await?;
        let page = match connection::reads_rows(ctx) {
            false => None,
            true => {
                let selected = Selected::of_connection(&ctx.look_ahead());
                let key = ArticlePageKey { list: list.clone(), order, range, selected };
                loaders::of(ctx).article_pages.load_one(key).await?
            }
        };
        let page = page.unwrap_or_default();
        Ok(listing(page, cursors, ArticleTotals(list), Article::from))
    }
}

/// Articles with the size of the list they come from.
pub type ArticleConnection = Listing<Article, ArticleTotals>;

/// The size of a list of articles.
#[derive(Debug)]
pub struct ArticleTotals(ArticleList);

/// The size of a list of articles.
#[Object]
impl ArticleTotals {
    /// How many articles the whole list has. Counting stops at `upTo`: that number means "so many
    /// or more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let key = ArticleCountKey { list: self.0.clone(), up_to: connection::count_cap(up_to)? };
        let total = loaders::of(ctx).article_counts.load_one(key).await?;
        Ok(connection::count(total.unwrap_or_default()))
    }
}

/// One month of the archive.
#[derive(Debug)]
pub struct ArchiveMonth(pub service::ArchiveMonth);

impl ArchiveMonth {
    fn year_and_month(&self) -> (i32, i32) {
        (self.0.month / 100, self.0.month % 100)
    }
}

/// One month of the archive, in Vietnamese time.
#[Object]
impl ArchiveMonth {
    /// The year.
    async fn year(&self) -> i32 {
        self.year_and_month().0
    }

    /// The month, 1 to 12.
    async fn month(&self) -> i32 {
        self.year_and_month().1
    }

    /// The month as the portal prints it: `Tháng 10/2020`.
    async fn label(&self) -> String {
        let (year, month) = self.year_and_month();
        format!("Tháng {month}/{year}")
    }

    /// How many articles were published in it.
    async fn count(&self) -> i32 {
        connection::count(self.0.count)
    }

    /// The articles published in it, newest first.
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only articles that meet all conditions.")] filter: Option<ArticleFilter>,
        #[graphql(desc = "Newest first if nothing is said.")] order: Option<ArticleOrder>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<ArticleConnection>> {
        let (year, month) = self.year_and_month();
        let (from, to) = time::month_bounds(year, month.unsigned_abs()).unzip();
        let list = ArticleList::default().published_within(from, to);
        let page = PageArguments { first, after, last, before };
        Some(ArticleArguments { filter, order, page }.list(ctx, list).await)
    }
}
