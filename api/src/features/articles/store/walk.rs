//! Where a page of a list begins: at an index of its order, or at what a text is found in.

use entity::{
    article, article_listing,
    article_listing::{Column as Listing, List},
    article_search,
};
use sea_orm::{
    EntityTrait, ExprTrait as _,
    prelude::Uuid,
    sea_query::{Asterisk, Expr, IntoColumnRef, Query, SelectStatement},
};

use super::{
    super::service::{ArticleList, ArticlePageKey, ListOwner},
    list::SORT_KEY,
};
use crate::{
    features::{gate, wanted},
    platform::{
        paging::{self, Range, SortColumns},
        scope::Scope,
    },
};

/// How a page of a list comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Along the index of its order. Where a text must occur, only so far as it pays to look at each
    /// article: what is common fills a page there, and would be far too much to be sorted.
    Along,
    /// From all articles in which a text occurs, sorted: then there are few.
    Found,
    /// Only what is looked through along the index, to be counted.
    Window,
}

/// Articles that are looked through for a text in the order of a list, for each that is wanted: what
/// occurs in less than a tenth of them seldom fills a page, and is found soon.
const NEAREST: u64 = 10;
/// And of the fewest.
const FEWEST: u64 = 20;

/// How many articles are looked through for a page.
pub fn nearest(range: &Range) -> u64 {
    std::cmp::max(range.size, FEWEST) * NEAREST
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
        (Way::Window, _) => {
            select.expr_as(Expr::val(1), "one").from(table);
            bound(select);
            paging::limit_to_range(select, columns, &key.range, descending);
            select.limit(nearest(&key.range));
            return;
        }
        (_, None) => {
            select.from(table);
            bound(select);
        }
        (Way::Along, Some(condition)) => {
            let mut window = Query::select();
            window.column((table, Asterisk)).from(table);
            bound(&mut window);
            paging::limit_to_range(&mut window, columns, &key.range, descending);
            window.limit(nearest(&key.range));
            let meets = wanted::meets(scope, Expr::col(columns.id), condition);
            select.from_subquery(window, table.table_name()).and_where(is_found(meets));
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
pub fn from_found<E: EntityTrait>(
    select: &mut SelectStatement,
    scope: &Scope,
    list: &ArticleList,
    (table, id): (E, impl IntoColumnRef),
) {
    const MET: &str = "met";
    if let Some(terms) = list.terms() {
        let met = (MET, article_search::Column::ArticleId);
        select
            .from_subquery(wanted::articles_that_meet(scope, &terms, list.span()), MET)
            .cross_join(table)
            .and_where(Expr::col(id).eq(Expr::col(met)));
    }
}

/// A cross join with a condition is an inner join; SQLite alone also takes it as an order to begin
/// at the left, which is where the index of the list is.
fn join_article<C: IntoColumnRef + Copy>(select: &mut SelectStatement, id: C) {
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
    /// The beginning of the span.
    pub from: bool,
    /// Its end.
    pub to: bool,
}

impl Ends {
    /// Those that no cursor of the range stands in the way of.
    pub fn beside(range: &Range, descending: bool) -> Self {
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
