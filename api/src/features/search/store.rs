//! The searches of the two engines.

use entity::{article, article_search};
use sea_orm::{
    ConnectionTrait as _, DbBackend, EntityName as _, ExprTrait as _,
    prelude::Uuid,
    sea_query::{
        Asterisk, CommonTableExpression, Expr, Order, Query, SelectStatement, UnionType, WithClause,
    },
};

use super::expression::Expression;
use crate::{
    features::{gate, index},
    platform::{batch, error::Result, scope::Scope, time::Instant},
};

/// The full-text table of SQLite.
const TERMS: &str = "article_term";

/// Which part of all articles is searched.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Published then or later, and before then.
    span: (Option<Instant>, Option<Instant>),
    below: Option<i64>,
    above: Option<i64>,
}

impl Bounds {
    /// Only articles published not before the first instant, and before the second.
    pub fn of(span: (Option<Instant>, Option<Instant>)) -> Self {
        Self { span, ..Self::default() }
    }

    /// Only older articles than that of this ordinal.
    pub fn end_below(&mut self, ordinal: i64) {
        self.below = Some(ordinal);
    }

    /// Only newer articles than that of this ordinal.
    pub fn begin_above(&mut self, ordinal: i64) {
        self.above = Some(ordinal);
    }

    /// The first ordinal that is too new, and the last that is too old.
    fn ordinals(&self) -> (Option<i64>, Option<i64>) {
        let to = self.span.1.map(|to| index::newest_of(to) + 1);
        let from = self.span.0.map(|from| index::oldest_of(from) - 1);
        (self.below.into_iter().chain(to).min(), self.above.into_iter().chain(from).max())
    }
}

/// What is asked of an engine.
#[derive(Debug)]
pub struct Ask {
    pub condition: Expression,
    /// Whether titles and what stands beside the text are enough to know.
    pub in_head: bool,
    pub bounds: Bounds,
    pub oldest_first: bool,
    pub most: u64,
}

impl Ask {
    fn order(&self) -> Order {
        if self.oldest_first { Order::Asc } else { Order::Desc }
    }
}

/// What is found, in order: ordinals and articles.
pub async fn hits(scope: &Scope, ask: &Ask) -> Result<Vec<(i64, Uuid)>> {
    let mut select = places(scope, ask, matching(scope, ask, &From::All));
    match scope.reader().get_database_backend() {
        // FTS5 walks its lists along this order and stops where the page is full.
        DbBackend::Sqlite => {
            select.order_by_expr(ordinal(scope), ask.order());
        }
        _ => near_or_far(&mut select, scope, ask),
    }
    let rows = scope.reader().query_all(&select).await?;
    let mut hits: Vec<(i64, Uuid)> = rows
        .iter()
        .map(|row| Ok((row.try_get("", "ordinal")?, row.try_get("", "article_id")?)))
        .collect::<Result<_>>()?;
    hits.sort_unstable();
    hits.dedup();
    if !ask.oldest_first {
        hits.reverse();
    }
    hits.truncate(usize::try_from(ask.most).unwrap_or(usize::MAX));
    Ok(hits)
}

/// What a page needs of each hit.
fn places(scope: &Scope, ask: &Ask, mut select: SelectStatement) -> SelectStatement {
    select
        .expr_as(ordinal(scope), "ordinal")
        .column((article_search::Entity, article_search::Column::ArticleId))
        .limit(ask.most);
    select
}

/// PostgreSQL's index knows no order: what is common would have to be read as a whole and sorted. So
/// the newest articles are looked through first, one after the other. Only if they do not fill the
/// page are hits so few that the index is asked. Its own choice between the two goes by the commonness
/// of single terms, and is wrong by far where two common ones seldom meet.
fn near_or_far(far: &mut SelectStatement, scope: &Scope, ask: &Ask) {
    const NEAR: &str = "near";
    let mut near = places(scope, ask, matching(scope, ask, &From::Nearest));
    near.order_by_expr(ordinal(scope), ask.order());
    let table = CommonTableExpression::new()
        .table_name(NEAR)
        .columns(["ordinal", "article_id"])
        .materialized(true)
        .query(near)
        .to_owned();
    let found = Query::select().expr(Expr::cust("COUNT(*)")).from(NEAR).to_owned();
    let is_short = Expr::SubQuery(None, Box::new(found.into())).lt(ask.most);
    // No index has this order, so that it is not walked to its end.
    far.and_where(is_short).order_by_expr(ordinal(scope).add(0), ask.order());
    let columns = ["ordinal", "article_id"];
    let near = Query::select().columns(columns).from(NEAR).to_owned();
    let far_hits = std::mem::replace(far, near);
    let far_hits = Query::select().columns(columns).from_subquery(far_hits, "far").to_owned();
    far.union(UnionType::All, far_hits).with_cte(WithClause::new().cte(table).to_owned());
}

/// Which articles are looked at.
enum From {
    /// All of them, by the index of the engine.
    All,
    /// Those at the beginning, without one: so many that the page is mostly full, and few enough to be
    /// of no weight.
    Nearest,
}

/// Articles that are looked through by their short vectors, which stand in the row itself.
const NEAREST_HEADS: u64 = 400;
/// And by their long ones, each of which is fetched from elsewhere and unpacked.
const NEAREST_TERMS: u64 = 100;

/// How many are found, up to a number.
pub async fn count(
    scope: &Scope,
    condition: &Expression,
    bounds: &Bounds,
    up_to: u64,
) -> Result<i64> {
    let condition = condition.clone();
    let ask = Ask { condition, in_head: false, bounds: *bounds, oldest_first: false, most: up_to };
    let capped = |(): &()| {
        matching(scope, &ask, &From::All).expr_as(Expr::val(1), "one").limit(up_to).to_owned()
    };
    let counts = batch::counts(scope.reader(), &[()], capped).await?;
    Ok(counts.values().sum())
}

/// The number of the row, which the walk is along.
fn ordinal(scope: &Scope) -> Expr {
    match scope.reader().get_database_backend() {
        DbBackend::Postgres => Expr::col((article_search::Entity, article_search::Column::Ordinal)),
        _ => Expr::col((TERMS, "rowid")),
    }
}

/// Articles that meet a condition and that the viewer sees now.
fn matching(scope: &Scope, ask: &Ask, from: &From) -> SelectStatement {
    let backend = scope.reader().get_database_backend();
    let condition = ask.condition.render(backend);
    let search = |column: article_search::Column| Expr::col((article_search::Entity, column));
    let mut select = Query::select();
    match backend {
        DbBackend::Postgres => {
            let meets = match ask.in_head {
                true => "article_search.head @@ $1::text::tsquery",
                false => "article_search.terms @@ $1::text::tsquery",
            };
            match from {
                From::All => select.from(article_search::Entity),
                From::Nearest => {
                    select.from_subquery(nearest(scope, ask), article_search::Entity.table_name())
                }
            };
            select.and_where(Expr::cust_with_values(meets, [condition]));
        }
        _ => {
            select
                .from(TERMS)
                .and_where(Expr::cust_with_values("article_term MATCH ?", [condition]))
                .cross_join(article_search::Entity)
                .and_where(search(article_search::Column::Ordinal).eq(ordinal(scope)));
        }
    }
    // A cross join with a condition is an inner join, which SQLite begins at its left.
    select
        .cross_join(article::Entity)
        .and_where(
            Expr::col((article::Entity, article::Column::Id))
                .eq(search(article_search::Column::ArticleId)),
        )
        .cond_where(gate::article(scope));
    bound(&mut select, scope, &ask.bounds);
    select
}

/// The rows at the beginning of the part that is searched.
fn nearest(scope: &Scope, ask: &Ask) -> SelectStatement {
    let mut select = Query::select();
    select
        .column((article_search::Entity, Asterisk))
        .from(article_search::Entity)
        .order_by_expr(ordinal(scope), ask.order())
        .limit(if ask.in_head { NEAREST_HEADS } else { NEAREST_TERMS });
    bound_ordinals(&mut select, scope, &ask.bounds);
    select
}

fn bound(select: &mut SelectStatement, scope: &Scope, bounds: &Bounds) {
    bound_ordinals(select, scope, bounds);
    // Ordinals know milliseconds. What has no time of publication has none in a span either.
    let published = || Expr::col((article::Entity, article::Column::PublishedAt));
    let holds = |bound: Expr| bound.is(Expr::Constant(true.into()));
    if let Some(from) = bounds.span.0 {
        select.and_where(holds(published().gte(from)));
    }
    if let Some(to) = bounds.span.1 {
        select.and_where(holds(published().lt(to)));
    }
}

fn bound_ordinals(select: &mut SelectStatement, scope: &Scope, bounds: &Bounds) {
    let (below, above) = bounds.ordinals();
    if let Some(below) = below {
        select.and_where(ordinal(scope).lt(below));
    }
    if let Some(above) = above {
        select.and_where(ordinal(scope).gt(above));
    }
}
