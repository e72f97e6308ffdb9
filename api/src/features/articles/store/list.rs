//! Lists of articles: pages, counts, the archive. Each is one walk along one index, but for what holds
//! a text that is found too seldom to be met on the way.

use std::{collections::HashMap, sync::Arc};

use entity::{
    article, article_listing,
    article_listing::{Column as Listing, List},
    article_search,
};
use sea_orm::{
    ConnectionTrait as _, EntityTrait, ExprTrait as _, QueryResult,
    prelude::Uuid,
    sea_query::{Asterisk, Expr, IntoColumnRef, Order as Direction, Query, SelectStatement},
};

use super::{
    super::{
        columns::Selected,
        service::{
            ArchiveMonth, ArticleCountKey, ArticleList, ArticlePage, ArticlePageKey, ArticleRow,
            ListOwner, OrderField, Window,
        },
    },
    row, views,
};
use crate::{
    features::{gate, wanted},
    platform::{
        batch,
        error::Result,
        paging::{self, Key, Page, Position, Range, Row, SortColumns},
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
    let keys: Vec<_> = keys.iter().collect();
    let unfilled = add_pages(scope, &keys, Way::Along, &mut pages).await?;
    add_pages(scope, &unfilled, Way::Found, &mut pages).await?;
    Ok(pages)
}

/// How a page of a list comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Along the index of its order. Where a text must occur, only so far as it pays to look at each
    /// article: what is common fills a page there, and would be far too much to be sorted.
    Along,
    /// From all articles in which a text occurs, sorted: then there are few.
    Found,
}

/// Articles that are looked through for a text in the order of a list. What occurs in less than a
/// tenth of them seldom fills a page, and is found in a few milliseconds.
const NEAREST: u64 = 200;

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
    match key.order.field {
        OrderField::PublishedAt => {
            let ends = Ends::beside(&key.range, key.order.descending);
            walk_listing(&mut select, scope, key, way, (Listing::ListedAt, ends));
        }
        OrderField::Title => {
            let walked = (Listing::TitleKey, Ends::default());
            walk_listing(&mut select, scope, key, way, walked);
        }
        OrderField::ViewCount => views::walk(&mut select, scope, key, way, None),
        OrderField::ViewedWithin(window) => {
            views::walk(&mut select, scope, key, way, Some(window));
        }
    }
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

/// The part of a table that a page is made of, in its order, and the articles of its rows. `bound`
/// says which rows of the table are those of the list.
pub fn walk<E, K, I>(
    select: &mut SelectStatement,
    scope: &Scope,
    key: &ArticlePageKey,
    way: Way,
    (table, columns): (E, SortColumns<K, I>),
    bound: impl Fn(&mut SelectStatement),
) where
    E: EntityTrait,
    K: IntoColumnRef + Copy,
    I: IntoColumnRef + Copy,
{
    let descending = key.order.descending;
    match (way, key.list.condition()) {
        (_, None) => {
            select.from(table);
            bound(select);
        }
        (Way::Along, Some(condition)) => {
            let mut nearest = Query::select();
            nearest.column((table, Asterisk)).from(table);
            bound(&mut nearest);
            paging::limit_to_range(&mut nearest, columns, &key.range, descending);
            nearest.limit(NEAREST);
            let meets = wanted::meets(scope, Expr::col(columns.id), condition);
            select.from_subquery(nearest, table.table_name()).and_where(is_found(meets));
        }
        (Way::Found, Some(_)) => {
            from_found(select, scope, &key.list, (table, columns.id));
            bound(select);
        }
    }
    join_article(select, columns.id);
    select.expr_as(Expr::col(columns.key), SORT_KEY);
    paging::limit_to_range(select, columns, &key.range, descending);
}

/// Begins at the articles in which the text occurs that a list asks for.
fn from_found<E: EntityTrait>(
    select: &mut SelectStatement,
    scope: &Scope,
    list: &ArticleList,
    (table, id): (E, impl IntoColumnRef),
) {
    const MET: &str = "met";
    if let Some(terms) = list.terms() {
        let met = (MET, article_search::Column::ArticleId);
        select
            .from_subquery(wanted::articles_that_meet(scope, &terms), MET)
            .cross_join(table)
            .and_where(Expr::col(id).eq(Expr::col(met)));
    }
}

/// A cross join with a condition is an inner join; SQLite alone also takes it as an order to begin
/// at the left, which is where the index of the list is.
pub fn join_article<C: IntoColumnRef + Copy>(select: &mut SelectStatement, id: C) {
    select
        .cross_join(article::Entity)
        .and_where(Expr::col((article::Entity, article::Column::Id)).eq(Expr::col(id)));
}

/// Which ends of a span of time end the walk as well; the others are put so that they cannot be
/// looked up. Where something else than the time is walked, SQLite would take any span for a short
/// one and sort all that stands in it. Where a cursor ends the walk, SQLite would take the end of
/// the span instead of it, however deep the page.
#[derive(Clone, Copy, Default)]
pub struct Ends {
    from: bool,
    to: bool,
}

impl Ends {
    fn beside(range: &Range, descending: bool) -> Self {
        let [before, after] = [&range.before, &range.after].map(Option::is_none);
        let (from, to) = if descending { (before, after) } else { (after, before) };
        Self { from, to }
    }
}

/// Bounds a walk to the index of the first owner's list; the others are looked up for each row.
pub fn bound_to_list(select: &mut SelectStatement, scope: &Scope, list: &ArticleList, ends: Ends) {
    let within = |bound: Expr, ends: bool| match ends {
        true => bound,
        false => bound.is(Expr::Constant(true.into())),
    };
    let column = |column: Listing| Expr::col((article_listing::Entity, column));
    let first = list.owners().first().copied();
    let (name, owner) = first.map_or((List::All, Uuid::nil()), ListOwner::list);
    select.and_where(column(Listing::List).eq(name)).and_where(column(Listing::OwnerId).eq(owner));
    match list.status() {
        Some(status) => select.and_where(column(Listing::Status).eq(status)),
        None => select.cond_where(gate::listing(scope)),
    };
    let (from, to) = list.span();
    if let Some(from) = from {
        select.and_where(within(column(Listing::ListedAt).gte(from), ends.from));
    }
    if let Some(to) = to {
        select.and_where(within(column(Listing::ListedAt).lt(to), ends.to));
    }
    for owner in list.owners().iter().skip(1) {
        select.and_where(is_found(also_in(*owner, column(Listing::ArticleId))));
    }
}

/// Whether a look into a primary key finds a row. Not EXISTS, which PostgreSQL turns into a join
/// and may begin from its other end, with all views or all of another list to read first.
pub fn is_found(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into())).is_not_null()
}

/// Whether an article stands in the list of an owner: one look into the primary key.
fn also_in(owner: ListOwner, article: Expr) -> SelectStatement {
    let column = |column: Listing| Expr::col(("other", column));
    let (name, owner) = owner.list();
    Query::select()
        .expr(Expr::val(1))
        .from_as(article_listing::Entity, "other")
        .and_where(column(Listing::ArticleId).eq(article))
        .and_where(column(Listing::List).eq(name))
        .and_where(column(Listing::OwnerId).eq(owner))
        .to_owned()
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
