//! Conditions on articles as parts of other selects.

use entity::{article_search, article_search::Column as Search};
use sea_orm::{
    ConnectionTrait as _, DbBackend, ExprTrait as _,
    sea_query::{Expr, Query, SelectStatement},
};

use super::expression::Expression;
use crate::{
    features::index,
    platform::{scope::Scope, time::Instant},
};

/// The full-text table of SQLite.
const TERMS: &str = "article_term";

/// Whether this article meets a condition: a look at its terms alone.
pub fn meets(scope: &Scope, article: Expr, condition: &Expression) -> SelectStatement {
    let backend = scope.reader().get_database_backend();
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(article_search::Entity)
        .and_where(search(Search::ArticleId).eq(article));
    match backend {
        DbBackend::Postgres => {}
        // To SQLite the order of a cross join is an order.
        _ => {
            select
                .cross_join(TERMS)
                .and_where(Expr::col((TERMS, "rowid")).eq(search(Search::Ordinal)));
        }
    }
    select.and_where(is_met(backend, condition)).to_owned()
}

/// Whether [`meets`] costs little for each article. For the beginning of a word FTS5 puts together the
/// lists of all words that begin so, for one article as for all.
pub fn is_cheap_for_each(scope: &Scope, condition: &Expression) -> bool {
    scope.reader().get_database_backend() == DbBackend::Postgres || !condition.has_prefix()
}

/// All articles of a span of time that meet a condition, found by the index of the engine.
pub fn articles_that_meet(
    scope: &Scope,
    condition: &Expression,
    (from, to): (Option<Instant>, Option<Instant>),
) -> SelectStatement {
    let backend = scope.reader().get_database_backend();
    let mut select = Query::select();
    select.column((article_search::Entity, Search::ArticleId));
    match backend {
        // An offset is made no part of the select around it, which would be begun at its own end and
        // look at the terms of each row.
        DbBackend::Postgres => select.from(article_search::Entity).offset(0),
        _ => select
            .from(TERMS)
            .cross_join(article_search::Entity)
            .and_where(search(Search::Ordinal).eq(Expr::col((TERMS, "rowid")))),
    };
    let ordinal = match backend {
        DbBackend::Postgres => search(Search::Ordinal),
        _ => Expr::col((TERMS, "rowid")),
    };
    // Ordinals know milliseconds: what is at an end of the span is looked at once more.
    let from = from.map(|from| ordinal.clone().gte(index::oldest_of(from)));
    let to = to.map(|to| ordinal.lte(index::newest_of(to)));
    for end in from.into_iter().chain(to) {
        select.and_where(end);
    }
    select.and_where(is_met(backend, condition)).to_owned()
}

fn is_met(backend: DbBackend, condition: &Expression) -> Expr {
    let condition = condition.render(backend);
    match backend {
        DbBackend::Postgres => {
            Expr::cust_with_values("article_search.terms @@ $1::text::tsquery", [condition])
        }
        _ => Expr::cust_with_values("article_term MATCH ?", [condition]),
    }
}

fn search(column: Search) -> Expr {
    Expr::col((article_search::Entity, column))
}
