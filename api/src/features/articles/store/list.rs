//! Lists of articles: pages, counts, the archive. Each is one walk along one index, but for what holds
//! a text that is found too seldom to be met on the way.

use std::{collections::HashMap, sync::Arc};

use entity::{article, article_listing, article_listing::Column as Listing};
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _, QueryResult,
    sea_query::{Expr, Order as Direction, Query, SelectStatement},
};

use super::{
    super::{
        columns::Selected,
        service::{
            ArchiveMonth, ArticleCountKey, ArticlePage, ArticlePageKey, ArticleRow, OrderField,
            Window,
        },
    },
    row, views,
    walk::{Ends, Way, bound_to_list, from_found, nearest, walk},
};
use crate::{
    features::{gate, wanted},
    platform::{
        batch,
        error::Result,
        paging::{Key, Page, Position, Row, SortColumns},
        scope::Scope,
    },
};

/// The sort key of a row as the page needs it for its cursors.
pub const SORT_KEY: &str = "sort_key";

/// Pages of several lists in one statement. All members of a union have the same columns, so each
/// article is read as far as any of them asks.
pub async fn pages(
    scope: &Scope,
    keys: &[ArticlePageKey],
) -> Result<HashMap<ArticlePageKey, ArticlePage>> {
    let mut pages = HashMap::with_capacity(keys.len());
    let is_dear = |key: &&ArticlePageKey| {
        key.list.condition().is_some_and(|text| !wanted::is_cheap_for_each(scope, text))
    };
    let (mut found, along): (Vec<_>, Vec<_>) = keys.iter().partition(is_dear);
    let unfilled = add_pages(scope, &along, Way::Along, &mut pages).await?;
    found.extend(longer_than_looked(scope, unfilled).await?);
    add_pages(scope, &found, Way::Found, &mut pages).await?;
    Ok(pages)
}

/// Those of the pages that have more articles to look through than were looked through.
async fn longer_than_looked<'a>(
    scope: &Scope,
    keys: Vec<&'a ArticlePageKey>,
) -> Result<Vec<&'a ArticlePageKey>> {
    if keys.is_empty() {
        return Ok(keys);
    }
    let window = |key: &&ArticlePageKey| {
        let mut window = Query::select();
        walk_in_order(&mut window, scope, key, Way::Window);
        window
    };
    let sizes = batch::counts(scope.reader(), &keys, window).await?;
    let is_longer = |key: &&ArticlePageKey| {
        sizes
            .get(key)
            .is_none_or(|size| u64::try_from(*size).unwrap_or_default() >= nearest(&key.range))
    };
    Ok(keys.into_iter().filter(is_longer).collect())
}

/// Adds pages, and tells which may have more rows than were looked for.
async fn add_pages<'a>(
    scope: &Scope,
    keys: &[&'a ArticlePageKey],
    way: Way,
    pages: &mut HashMap<ArticlePageKey, ArticlePage>,
) -> Result<Vec<&'a ArticlePageKey>> {
    let selected = keys.iter().fold(Selected::default(), |all, key| all | key.selected);
    let mut unfilled = Vec::new();
    // Sort keys of two types cannot stand in one column; a request seldom has more than one.
    for kind in [SortKind::Time, SortKind::Bytes, SortKind::Count] {
        let of_kind = |key: &&ArticlePageKey| SortKind::of(key.order.field) == kind;
        let keys: Vec<_> = keys.iter().copied().filter(of_kind).collect();
        if keys.is_empty() {
            continue;
        }
        let selects = keys.iter().map(|key| page_select(scope, key, way, selected)).collect();
        let mut rows = batch::query_all(scope.reader(), selects).await?;
        for (place, key) in keys.into_iter().enumerate() {
            let rows = rows.remove(&place).unwrap_or_default();
            let rows =
                rows.iter().map(|row| read(row, kind, selected)).collect::<Result<Vec<_>>>()?;
            if key.list.condition().is_some() && rows.len() as u64 <= key.range.size {
                unfilled.push(key);
            }
            pages.insert(key.clone(), Page::new(rows, &key.range, key.order.descending));
        }
    }
    Ok(unfilled)
}

/// Of what type the sort key of an order is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SortKind {
    Time,
    Bytes,
    Count,
}

impl SortKind {
    fn of(field: OrderField) -> Self {
        match field {
            OrderField::PublishedAt => Self::Time,
            OrderField::Title => Self::Bytes,
            OrderField::ViewCount | OrderField::ViewedWithin(_) => Self::Count,
        }
    }
}

fn read(
    row: &QueryResult,
    kind: SortKind,
    selected: Selected,
) -> Result<(Position, Row<Arc<ArticleRow>>)> {
    let key = match kind {
        SortKind::Time => Key::time(row.try_get("", SORT_KEY)?),
        SortKind::Bytes => Key::Bytes(row.try_get("", SORT_KEY)?),
        SortKind::Count => Key::Count(row.try_get("", SORT_KEY)?),
    };
    let article = row::read(row, selected).map(Arc::new).map_err(Arc::new);
    Ok((Position(key, row.try_get("", "id")?), article))
}

fn page_select(
    scope: &Scope,
    key: &ArticlePageKey,
    way: Way,
    selected: Selected,
) -> SelectStatement {
    let mut select = Query::select();
    walk_in_order(&mut select, scope, key, way);
    if key.list.status().is_none() {
        select.cond_where(gate::listed_article(scope));
    }
    // The views are joined already where they are the order.
    let views_joined = match key.order.field {
        OrderField::ViewCount => true,
        OrderField::ViewedWithin(window) => window != Window::Day,
        OrderField::PublishedAt | OrderField::Title => false,
    };
    row::select_parts(&mut select, selected, views_joined);
    select
}

fn walk_in_order(select: &mut SelectStatement, scope: &Scope, key: &ArticlePageKey, way: Way) {
    match key.order.field {
        OrderField::PublishedAt => {
            let ends = Ends::beside(&key.range, key.order.descending);
            walk_listing(select, scope, key, way, (Listing::ListedAt, ends));
        }
        OrderField::Title => {
            walk_listing(select, scope, key, way, (Listing::TitleKey, Ends::default()));
        }
        OrderField::ViewCount => views::walk(select, scope, key, way, None),
        OrderField::ViewedWithin(window) => views::walk(select, scope, key, way, Some(window)),
    }
}

fn walk_listing(
    select: &mut SelectStatement,
    scope: &Scope,
    key: &ArticlePageKey,
    way: Way,
    (column, ends): (Listing, Ends),
) {
    let columns = SortColumns {
        key: (article_listing::Entity, column),
        id: (article_listing::Entity, Listing::ArticleId),
    };
    walk(select, scope, key, way, (article_listing::Entity, columns), |select| {
        bound_to_list(select, scope, &key.list, ends);
    });
}

/// Sizes of several lists in one statement, each counted up to its cap.
pub async fn counts(
    scope: &Scope,
    keys: &[ArticleCountKey],
) -> Result<HashMap<ArticleCountKey, i64>> {
    let capped = |key: &ArticleCountKey| {
        let mut listed = Query::select();
        listed.expr_as(Expr::val(1), "one");
        match key.list.condition() {
            None => {
                listed.from(article_listing::Entity);
            }
            Some(_) => {
                let id = (article_listing::Entity, Listing::ArticleId);
                from_found(&mut listed, scope, &key.list, (article_listing::Entity, id));
            }
        }
        bound_to_list(&mut listed, scope, &key.list, Ends { from: true, to: true });
        listed.limit(key.up_to).to_owned()
    };
    batch::counts(scope.reader(), keys, capped).await
}

/// Months with their numbers of articles, latest first, counted from an index alone.
pub async fn archive(scope: &Scope) -> Result<Vec<ArchiveMonth>> {
    let month = (article::Entity, article::Column::PublishedMonth);
    let select = Query::select()
        .expr_as(Expr::col(month), "month")
        .expr_as(Expr::cust("COUNT(*)"), "total")
        .from(article::Entity)
        .cond_where(gate::listed_article(scope))
        .and_where(Expr::col(month).is_not_null())
        .group_by_col(month)
        .order_by(month, Direction::Desc)
        .to_owned();
    let rows = scope.reader().query_all(&select).await?;
    let read = |row: &QueryResult| {
        Ok(ArchiveMonth { month: row.try_get("", "month")?, count: row.try_get("", "total")? })
    };
    rows.iter().map(read).collect()
}
