//! The root field that lists what is read most.

use async_graphql::{Context, Enum, Object, Result};

use crate::{
    features::{
        articles::{
            Selected,
            service::{ArticleList, ArticlePageKey, Order, Window},
            types::{Article, ArticleFilter},
        },
        loaders,
    },
    platform::paging::{self, Range, Row},
};

/// How many where nobody says it.
const FIRST: i64 = 10;

/// Within which time views count. Days begin at midnight in Vietnam, and today is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ViewWindow {
    /// Today.
    Day,
    /// Today and the six days before.
    Week,
    /// Today and the 29 days before.
    Month,
    /// Ever, with what a former portal had counted.
    All,
}

impl From<ViewWindow> for Option<Window> {
    fn from(window: ViewWindow) -> Self {
        match window {
            ViewWindow::Day => Some(Window::Day),
            ViewWindow::Week => Some(Window::Week),
            ViewWindow::Month => Some(Window::Month),
            ViewWindow::All => None,
        }
    }
}

/// The root field that lists what is read most.
#[derive(Debug, Default)]
pub struct ViewQueries;

#[Object]
impl ViewQueries {
    /// The articles that were read most, most read first. What nobody read within the window is not
    /// there. A view is counted here a second after it was told.
    async fn most_viewed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which views count.")] window: ViewWindow,
        #[graphql(desc = "Only articles that meet all conditions.")] filter: Option<ArticleFilter>,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(FIRST)")] first: Option<i64>,
    ) -> Option<Result<Vec<Option<Row<Article>>>>> {
        Some(most_viewed(ctx, window, filter, first).await)
    }
}

async fn most_viewed(
    ctx: &Context<'_>,
    window: ViewWindow,
    filter: Option<ArticleFilter>,
    first: Option<i64>,
) -> Result<Vec<Option<Row<Article>>>> {
    let size = paging::size(first.unwrap_or(FIRST), "first")?;
    let key = ArticlePageKey {
        list: filter.unwrap_or_default().narrow(ctx, ArticleList::default()).await?,
        order: Order::most_viewed(window.into()),
        range: Range::first(size),
        selected: Selected::of(&ctx.look_ahead()),
    };
    let page = loaders::of(ctx).article_pages.load_one(key).await?.unwrap_or_default();
    Ok(page.rows.into_iter().map(|(_, row)| Some(row.map(Article::from))).collect())
}
