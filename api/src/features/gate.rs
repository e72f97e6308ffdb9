//! Who sees which article: the one predicate behind every list, count, relation and picture.
//!
//! It stands below all features, so that those on which articles depend (a picture is as visible
//! as the article that shows it) can ask it as well.

use entity::{article, article_listing, unit};
use sea_orm::{
    Condition, ExprTrait as _,
    prelude::Uuid,
    sea_query::{
        CommonTableExpression, Expr, IntoColumnRef, IntoCondition as _, Query, SelectStatement,
        UnionType, WithClause,
    },
};

use crate::platform::{
    scope::{Scope, Viewer},
    viewer::Reach,
};

/// Articles that the viewer may see now: those that readers see, and whatever else is theirs.
/// Publication and expiry are compared with the request's clock, so no job has to run for an article
/// to appear or to disappear.
pub fn article(scope: &Scope) -> Condition {
    let seen = match scope.viewer.sees() {
        Reach::Everything => Condition::all(),
        Reach::Nothing => shown_article(scope),
        reach => Condition::any().add(shown_article(scope)).add_option(within(reach)),
    };
    live_article().add(seen)
}

/// Articles in lists, which are the same for everybody: those that readers see.
pub fn listed_article(scope: &Scope) -> Condition {
    match scope.viewer {
        Viewer::System => live_article(),
        _ => live_article().add(shown_article(scope)),
    }
}

/// Articles of which the viewer sees what readers do not: drafts, revisions.
pub fn article_behind(viewer: Viewer) -> Condition {
    match viewer.sees() {
        Reach::Nothing => Condition::all().add(Expr::val(false)),
        reach => Condition::all().add_option(within(reach)),
    }
}

fn live_article() -> Condition {
    Condition::all().add(Expr::col((article::Entity, article::Column::DeletedAt)).is_null())
}

fn shown_article(scope: &Scope) -> Condition {
    shown(
        scope,
        (article::Entity, article::Column::Status),
        (article::Entity, article::Column::PublishedAt),
        (article::Entity, article::Column::ExpiresAt),
    )
}

/// Articles that the viewer may change, deleted ones included: those stand in no list.
pub fn article_to_write(viewer: Viewer) -> Condition {
    let unit = || Expr::col((article::Entity, article::Column::UnitId));
    match viewer.writes() {
        Reach::Nothing => Condition::all().add(Expr::val(false)),
        Reach::Units(own) => unit().in_subquery(unit_tree(own)).into_condition(),
        reach => Condition::all().add_option(within(reach)),
    }
}

/// The ids of a unit and of all below it.
pub fn unit_tree(root: Uuid) -> SelectStatement {
    const TREE: &str = "unit_tree";
    let id = (unit::Entity, unit::Column::Id);
    let below = Query::select()
        .column(id)
        .from(unit::Entity)
        .inner_join(TREE, Expr::col((unit::Entity, unit::Column::ParentId)).equals((TREE, "id")))
        .to_owned();
    let tree = Query::select()
        .column(id)
        .from(unit::Entity)
        .and_where(Expr::col(id).eq(root))
        .union(UnionType::Distinct, below)
        .to_owned();
    let tree = CommonTableExpression::new().table_name(TREE).column("id").query(tree).to_owned();
    Query::select()
        .column("id")
        .from(TREE)
        .with_cte(WithClause::new().recursive(true).cte(tree).to_owned())
        .to_owned()
}

/// Articles of a reach, whatever their state; none: all of them.
fn within(reach: Reach) -> Option<Condition> {
    let id = || Expr::col((article::Entity, article::Column::Id));
    match reach {
        Reach::Nothing | Reach::Everything => None,
        Reach::Own(account) => {
            let own = Expr::col((article::Entity, article::Column::CreatedBy)).eq(account);
            Some(own.into_condition())
        }
        // Each article stands in the lists of all units above it.
        Reach::Units(unit) => {
            let listed = Query::select()
                .column(article_listing::Column::ArticleId)
                .from(article_listing::Entity)
                .and_where(Expr::col(article_listing::Column::OwnerId).eq(unit))
                .and_where(
                    Expr::col(article_listing::Column::List).eq(article_listing::List::UnitTree),
                )
                .and_where(
                    Expr::col((article_listing::Entity, article_listing::Column::ArticleId))
                        .eq(id()),
                )
                .to_owned();
            Some(id().eq(listed).into_condition())
        }
    }
}

/// What readers see, over the listing's copies of these columns, so that a count reads one index.
/// Deleted articles have no rows there. Lists are the same for everybody.
pub fn listing(scope: &Scope) -> Condition {
    match scope.viewer {
        Viewer::System => Condition::all(),
        _ => shown(
            scope,
            (article_listing::Entity, article_listing::Column::Status),
            (article_listing::Entity, article_listing::Column::ListedAt),
            (article_listing::Entity, article_listing::Column::ExpiresAt),
        ),
    }
}

fn shown<S, P, E>(scope: &Scope, status: S, published_at: P, expires_at: E) -> Condition
where
    S: IntoColumnRef,
    P: IntoColumnRef,
    E: IntoColumnRef,
{
    Condition::all()
        .add(Expr::col(status).eq(article::Status::Published))
        // A condition on each row, not an end of the walk: SQLite takes one end only, and would
        // take this one instead of the cursor's, however deep the page.
        .add(Expr::col(published_at).lte(scope.now).is(Expr::Constant(true.into())))
        // One that never expires has no such time. This is no OR of two conditions, because SQLite
        // would look each of them up and sort what it finds.
        .add(Expr::col(expires_at).lte(scope.now).is_not(Expr::Constant(true.into())))
}
