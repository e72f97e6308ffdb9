//! Reads of `suggestion_key`, one statement for all kinds of things.
//!
//! Each member of it walks one index over what begins with the same letters, and ends where a box
//! has more than it shows. Names stand in the order in which they are offered, so that nothing is
//! missed. Titles are offered newest first, which no index has for every prefix: of more than
//! [`TITLES`] that begin alike, those of the latest articles are looked at besides.

mod missing;

pub use missing::{articles, authors, categories, unit_names, units, without_keys};

use entity::{
    article, article_listing,
    article_listing::{Column as Listing, List},
    suggestion_key,
    suggestion_key::Column as Key,
};
use sea_orm::{
    ExprTrait as _, QueryResult,
    prelude::Uuid,
    sea_query::{Expr, Order, Query, SelectStatement},
};

use super::service::Candidate;
use crate::{
    features::{
        gate,
        names::key::{Typed, behind},
    },
    platform::{batch, error::Result, id::Kind, scope::Scope},
};

/// Names of one kind that are read in one spelling: as many as a box shows, and again so many for
/// those that are met by several of their words.
const NAMES: u64 = 80;
/// The same of titles.
const TITLES: u64 = 100;
/// Latest articles of which every title is looked at.
const LATEST: u64 = 200;
/// Kinds whose names stand in their keys, in the order in which they are offered.
pub const NAMED: [Kind; 3] = [Kind::Unit, Kind::CongressCategory, Kind::Author];

/// What begins with this, as far as it can be offered.
pub async fn candidates(scope: &Scope, typed: &Typed) -> Result<Vec<Candidate>> {
    let spellings =
        [Some((Key::Folded, typed.folded())), typed.exact().map(|key| (Key::Exact, key))];
    let mut selects = Vec::new();
    for (column, prefix) in spellings.iter().flatten() {
        for later in [false, true] {
            let walk = Walk { column: *column, prefix, later };
            selects.extend(NAMED.map(|kind| walk.names(kind)));
            selects.push(walk.titles(scope));
        }
    }
    selects.push(latest(scope, &typed.folded()));
    let rows = batch::query_all(scope.reader(), selects).await?;
    rows.values().flatten().map(read).collect()
}

fn read(row: &QueryResult) -> Result<Candidate> {
    let node: String = row.try_get("", "node")?;
    let kind = NAMED.into_iter().find(|kind| kind.prefix() == node).unwrap_or(Kind::Article);
    Ok(Candidate {
        kind,
        id: row.try_get("", "node_id")?,
        later: row.try_get("", "later")?,
        exact: String::from_utf8_lossy(&row.try_get::<Vec<u8>>("", "exact")?).into_owned(),
        folded: String::from_utf8_lossy(&row.try_get::<Vec<u8>>("", "folded")?).into_owned(),
        label: row.try_get("", "label")?,
        since: row.try_get("", "since")?,
    })
}

/// Keys that begin alike, at the first word of names or at a later one.
struct Walk<'a> {
    column: Key,
    prefix: &'a str,
    later: bool,
}

impl Walk<'_> {
    fn names(&self, kind: Kind) -> SelectStatement {
        let never = Expr::val(None::<crate::platform::time::Instant>);
        self.keys(kind)
            .expr_as(key(Key::Label), "label")
            .expr_as(never.cast_as("timestamp with time zone"), "since")
            .limit(NAMES)
            .to_owned()
    }

    fn titles(&self, scope: &Scope) -> SelectStatement {
        let mut select = self.keys(Kind::Article);
        join_article(&mut select);
        select.cond_where(gate::listed_article(scope)).limit(TITLES).to_owned()
    }

    fn keys(&self, kind: Kind) -> SelectStatement {
        let mut select = selected();
        select
            .from(suggestion_key::Entity)
            .and_where(key(Key::Node).eq(kind.prefix()))
            .and_where(key(Key::Later).eq(self.later))
            .and_where(key(self.column).gte(self.prefix.as_bytes()))
            .and_where(key(self.column).lt(behind(self.prefix)));
        for column in [self.column, Key::NodeId, Key::Place] {
            select.order_by((suggestion_key::Entity, column), Order::Asc);
        }
        select
    }
}

/// Titles of the latest articles that begin alike at any of their words. The order of these rows
/// does not matter: there are few.
fn latest(scope: &Scope, prefix: &str) -> SelectStatement {
    const LATEST_ONES: &str = "latest";
    let listing = |column: Listing| (article_listing::Entity, column);
    let walk = Query::select()
        .column(listing(Listing::ArticleId))
        .from(article_listing::Entity)
        .and_where(Expr::col(listing(Listing::List)).eq(List::All))
        .and_where(Expr::col(listing(Listing::OwnerId)).eq(Uuid::nil()))
        .cond_where(gate::listing(scope))
        .order_by(listing(Listing::ListedAt), Order::Desc)
        .order_by(listing(Listing::ArticleId), Order::Desc)
        .limit(LATEST)
        .to_owned();
    // A look at the keys of each article, and not at all keys that begin alike: those are many.
    let begins = key(Key::Folded)
        .gte(prefix.as_bytes())
        .and(key(Key::Folded).lt(behind(prefix)))
        .is(Expr::Constant(true.into()));
    let mut select = selected();
    select
        .from_subquery(walk, LATEST_ONES)
        .cross_join(suggestion_key::Entity)
        .and_where(key(Key::Node).eq(Kind::Article.prefix()))
        .and_where(key(Key::NodeId).equals((LATEST_ONES, Listing::ArticleId)))
        .and_where(begins);
    join_article(&mut select);
    select
}

fn selected() -> SelectStatement {
    let columns = [Key::Node, Key::NodeId, Key::Later, Key::Exact, Key::Folded];
    let mut select = Query::select();
    select.columns(columns.map(|column| (suggestion_key::Entity, column)));
    select
}

fn join_article(select: &mut SelectStatement) {
    let article = |column: article::Column| (article::Entity, column);
    select
        .expr_as(Expr::col(article(article::Column::Title)), "label")
        .expr_as(Expr::col(article(article::Column::PublishedAt)), "since")
        .cross_join(article::Entity)
        .and_where(
            Expr::col(article(article::Column::Id)).equals((suggestion_key::Entity, Key::NodeId)),
        );
}

fn key(column: Key) -> Expr {
    Expr::col((suggestion_key::Entity, column))
}
