//! Walks along how often articles were read: ever, or within the last days.
//!
//! Each is one index that begins with the count. Filters are looked up for each row of the walk.

use entity::{article_listing, article_view, article_view_day};
use sea_orm::{
    ExprTrait as _,
    sea_query::{Expr, IntoColumnRef, Query, SelectStatement},
};

use super::{
    super::service::{ArticleList, ArticlePageKey, Window},
    list::{Ends, SORT_KEY, from_listing, is_found, join_article},
};
use crate::platform::{
    paging::{self, SortColumns},
    scope::Scope,
    time,
};

/// Begins a page at the articles that were read most within the window, or ever. What nobody has
/// read within it is not there.
pub fn walk(
    select: &mut SelectStatement,
    scope: &Scope,
    key: &ArticlePageKey,
    window: Option<Window>,
) {
    use article_view::Column as Views;
    use article_view_day::Column as Days;

    let sum = match window {
        Some(Window::Day) => {
            let columns = SortColumns {
                key: (article_view_day::Entity, Days::Views),
                id: (article_view_day::Entity, Days::ArticleId),
            };
            let today = time::local_date(scope.now);
            let day = Expr::col((article_view_day::Entity, Days::Day));
            select.from(article_view_day::Entity).and_where(day.eq(today));
            return walk_along(select, scope, key, columns);
        }
        Some(Window::Week) => Views::Week,
        Some(Window::Month) => Views::Month,
        None => Views::Total,
    };
    let column = (article_view::Entity, sum);
    select.from(article_view::Entity);
    if window.is_some() {
        select.and_where(Expr::col(column).gt(0));
    }
    let columns = SortColumns { key: column, id: (article_view::Entity, Views::ArticleId) };
    walk_along(select, scope, key, columns);
}

fn walk_along<K, I>(
    select: &mut SelectStatement,
    scope: &Scope,
    key: &ArticlePageKey,
    columns: SortColumns<K, I>,
) where
    K: IntoColumnRef + Copy,
    I: IntoColumnRef + Copy,
{
    join_article(select, columns.id);
    if key.list != ArticleList::default() {
        select.and_where(is_found(listed_as_well(scope, &key.list, columns.id)));
    }
    select.expr_as(Expr::col(columns.key), SORT_KEY);
    paging::limit_to_range(select, columns, &key.range, key.order.descending);
}

/// The list, seen from one row of the walk: asked before the article is read, which most rows of a
/// long walk are spared.
fn listed_as_well(
    scope: &Scope,
    list: &ArticleList,
    article: impl IntoColumnRef,
) -> SelectStatement {
    let mut listed = Query::select();
    listed.expr(Expr::val(1));
    from_listing(&mut listed, scope, list, Ends::default());
    let id = (article_listing::Entity, article_listing::Column::ArticleId);
    listed.and_where(Expr::col(id).eq(Expr::col(article)));
    listed
}
