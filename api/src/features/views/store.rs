//! Writes of the tables of views.
//!
//! Rows are written in the order of their ids, and all of one table before those of the next, so
//! that several processes wait for each other in a line and never in a circle.

use chrono::{Days, NaiveDate};
use entity::{article_view, article_view_day, article_view_roll};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, ExprTrait as _, IntoActiveModel as _,
    QueryFilter as _, QuerySelect as _,
    prelude::Uuid,
    sea_query::{Expr, Func, OnConflict, Query, SimpleExpr},
};

use crate::{
    features::articles::service::Window,
    platform::error::{Error, Result},
};

/// Most rows of one statement.
const MOST_ROWS: usize = 500;
/// The only row of the roll.
const ROLL: i16 = 1;

/// What the views of one article add to its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub counted: i64,
    pub week: i64,
    pub month: i64,
}

/// The day up to which windows are summed. It stays until the end of the transaction.
pub async fn summed_until(db: &impl ConnectionTrait) -> Result<NaiveDate> {
    let roll = article_view_roll::Entity::find_by_id(ROLL).lock_shared().one(db).await?;
    found(roll)
}

/// The same, for whoever moves it on: nobody counts meanwhile.
pub async fn summed_until_for_update(db: &impl ConnectionTrait) -> Result<NaiveDate> {
    let roll = article_view_roll::Entity::find_by_id(ROLL).lock_exclusive().one(db).await?;
    found(roll)
}

fn found(roll: Option<article_view_roll::Model>) -> Result<NaiveDate> {
    roll.map(|roll| roll.day).ok_or(Error::Broken("the day of the sums of views is gone"))
}

/// Adds to the counts of articles, in the order of their ids.
pub async fn add_sums(db: &impl ConnectionTrait, sums: &[(Uuid, Sums)]) -> Result<()> {
    use article_view::Column::{ArticleId, Counted, Month, Total, Week};

    let mut added = OnConflict::column(ArticleId);
    for column in [Counted, Total, Week, Month] {
        added.value(column, sum::<article_view::Entity>(column));
    }
    for sums in sums.chunks(MOST_ROWS) {
        let rows = sums.iter().map(|&(article_id, Sums { counted, week, month })| {
            let row = article_view::Model {
                article_id,
                imported: 0,
                counted,
                total: counted,
                week,
                month,
            };
            row.into_active_model()
        });
        let insert = article_view::Entity::insert_many(rows.collect::<Vec<_>>());
        insert.on_conflict(added.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Adds to the counts of days, in the order of articles and days.
pub async fn add_days(
    db: &impl ConnectionTrait,
    counts: &[((Uuid, NaiveDate), i64)],
) -> Result<()> {
    use article_view_day::Column::{ArticleId, Day, Views};

    let mut added = OnConflict::columns([ArticleId, Day]);
    added.value(Views, sum::<article_view_day::Entity>(Views));
    for counts in counts.chunks(MOST_ROWS) {
        let rows = counts.iter().map(|&((article_id, day), views)| {
            article_view_day::Model { article_id, day, views }.into_active_model()
        });
        let insert = article_view_day::Entity::insert_many(rows.collect::<Vec<_>>());
        insert.on_conflict(added.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What a row has, and what was to be inserted.
fn sum<E: EntityTrait>(column: E::Column) -> SimpleExpr {
    Expr::col((E::default(), column)).add(Expr::col(("excluded", column)))
}

/// Takes out of a window's sums what has left it between two days: the sums of these articles are
/// made anew from the days that are still within.
pub async fn roll_window(
    db: &impl ConnectionTrait,
    window: Window,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<()> {
    use article_view_day::Column::{ArticleId, Day, Views};

    let sums = match window {
        Window::Week => article_view::Column::Week,
        Window::Month => article_view::Column::Month,
        Window::Day => return Ok(()),
    };
    let column = |column| Expr::col((article_view_day::Entity, column));
    let article = || Expr::col((article_view::Entity, article_view::Column::ArticleId));
    let within = Query::select()
        .expr(Expr::expr(Func::sum(column(Views))))
        .from(article_view_day::Entity)
        .and_where(column(ArticleId).eq(article()))
        .and_where(column(Day).gt(before(to, window)))
        .to_owned();
    let left = Query::select()
        .column((article_view_day::Entity, ArticleId))
        .from(article_view_day::Entity)
        .and_where(column(Day).gt(before(from, window)))
        .and_where(column(Day).lte(before(to, window)))
        .to_owned();
    let within = Expr::SubQuery(None, Box::new(within.into()));
    article_view::Entity::update_many()
        .col_expr(sums, Expr::expr(Func::coalesce([within, Expr::val(0)])))
        .filter(article().in_subquery(left))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes up to which day windows are summed.
pub async fn note_summed(db: &impl ConnectionTrait, day: NaiveDate) -> Result<()> {
    article_view_roll::Entity::update_many()
        .col_expr(article_view_roll::Column::Day, Expr::val(day))
        .filter(article_view_roll::COLUMN.id.eq(ROLL))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets the counts of days up to this one; the totals have them.
pub async fn forget_days(db: &impl ConnectionTrait, until: NaiveDate) -> Result<()> {
    let old = article_view_day::Entity::delete_many();
    old.filter(article_view_day::Column::Day.lte(until)).exec(db).await?;
    Ok(())
}

/// The last day that a window which ends with `day` leaves out.
pub fn before(day: NaiveDate, window: Window) -> NaiveDate {
    day.checked_sub_days(Days::new(window.days())).unwrap_or(NaiveDate::MIN)
}
