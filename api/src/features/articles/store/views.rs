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
    walk::{self, Ends, Way, is_found},
};
use crate::platform::{paging::SortColumns, scope::Scope, time};

/// A page of the articles that were read most within the window, or ever. What nobody has read within
/// it is not there.
pub fn walk(
    select: &mut SelectStatement,
    scope: &Scope,
    key: &ArticlePageKey,
    way: Way,
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
            let day = Expr::col((article_view_day::Entity, Days::Day)).eq(today);
            let table = (article_view_day::Entity, columns);
            return walk::walk(select, scope, key, way, table, |select| {
                select.and_where(day.clone());
                bound_to_list(select, scope, &key.list, columns.id);
            });
        }
        Some(Window::Week) => Views::Week,
        Some(Window::Month) => Views::Month,
        None => Views::Total,
    };
    let column = (article_view::Entity, sum);
    let columns = SortColumns { key: column, id: (article_view::Entity, Views::ArticleId) };
    walk::walk(select, scope, key, way, (article_view::Entity, columns), |select| {
        if window.is_some() {
            select.and_where(Expr::col(column).gt(0));
        }
        bound_to_list(select, scope, &key.list, columns.id);
    });
}

/// Bounds a walk to the rows of articles that stand in the list as well.
fn bound_to_list(
    select: &mut SelectStatement,
    scope: &Scope,
    list: &ArticleList,
    article: impl IntoColumnRef,
) {
    if list.is_narrow() {
        select.and_where(is_found(listed_as_well(scope, list, article)));
    }
}

/// The list, seen from one row of the walk: asked before the article is read, which most rows of a
/// long walk are spared.
fn listed_as_well(
    scope: &Scope,
    list: &ArticleList,
    article: impl IntoColumnRef,
) -> SelectStatement {
    let mut listed = Query::select();
    listed.expr(Expr::val(1)).from(article_listing::Entity);
    walk::bound_to_list(&mut listed, scope, list, Ends::default());
    let id = (article_listing::Entity, article_listing::Column::ArticleId);
    listed.and_where(Expr::col(id).eq(Expr::col(article)));
    listed
}
