//! Who sees which article: the one predicate behind every list, count, relation and picture.
//!
//! It stands below all features, so that those on which articles depend (a picture is as visible
//! as the article that shows it) can ask it as well.

use entity::{article, article_listing};
use sea_orm::{
    Condition, ExprTrait as _,
    sea_query::{Expr, IntoColumnRef},
};

use crate::platform::scope::{Scope, Viewer};

/// Articles that the viewer may see now. Publication and expiry are compared with the request's
/// clock, so no job has to run for an article to appear or to disappear.
pub fn article(scope: &Scope) -> Condition {
    let live = Expr::col((article::Entity, article::Column::DeletedAt)).is_null();
    Condition::all().add(live).add_option(shown(
        scope,
        (article::Entity, article::Column::Status),
        (article::Entity, article::Column::PublishedAt),
        (article::Entity, article::Column::ExpiresAt),
    ))
}

/// The same over the listing's copies of these columns, so that a count reads one index. Deleted
/// articles have no rows there.
pub fn listing(scope: &Scope) -> Condition {
    Condition::all().add_option(shown(
        scope,
        (article_listing::Entity, article_listing::Column::Status),
        (article_listing::Entity, article_listing::Column::ListedAt),
        (article_listing::Entity, article_listing::Column::ExpiresAt),
    ))
}

fn shown<S, P, E>(scope: &Scope, status: S, published_at: P, expires_at: E) -> Option<Condition>
where
    S: IntoColumnRef,
    P: IntoColumnRef,
    E: IntoColumnRef,
{
    match scope.viewer {
        Viewer::System => None,
        Viewer::Anonymous => Some(
            Condition::all()
                .add(Expr::col(status).eq(article::Status::Published))
                // A condition on each row, not an end of the walk: SQLite takes one end only, and
                // would take this one instead of the cursor's, however deep the page.
                .add(Expr::col(published_at).lte(scope.now).is(Expr::Constant(true.into())))
                // One that never expires has no such time. This is no OR of two conditions,
                // because SQLite would look each of them up and sort what it finds.
                .add(Expr::col(expires_at).lte(scope.now).is_not(Expr::Constant(true.into()))),
        ),
    }
}
