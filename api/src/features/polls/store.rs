//! Reads and writes of `poll`, `poll_option` and `poll_tally`.

pub mod ballots;
mod write;

pub use write::{delete_option, featured_but, find_for_update, place_options, update_option};

use entity::{
    poll::{self, Status},
    poll_option, poll_tally,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _,
    FromQueryResult as _, IntoActiveModel as _, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Expr, SelectStatement},
};

use crate::platform::{
    batch,
    error::Result,
    paging::{self, Key, Page, Position, Range, SortColumns},
    scope::Scope,
    viewer::Reach,
};

/// Every select of polls begins here: readers see a published poll from its opening on.
pub fn visible_to(scope: &Scope) -> Select<poll::Entity> {
    let live = poll::Entity::find().filter(poll::COLUMN.deleted_at.is_null());
    match scope.viewer.sees() {
        Reach::Everything => live,
        _ => live
            .filter(poll::Column::Status.eq(Status::Published))
            // Asked of each row: SQLite would end the walk here instead of at a page's cursor.
            .filter(poll::COLUMN.opens_at.lte(scope.now).is(Expr::Constant(true.into()))),
    }
}

pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<poll::Model>> {
    let select = visible_to(scope).filter(poll::COLUMN.id.is_in(ids.iter().copied()));
    Ok(select.all(scope.reader()).await?)
}

/// All polls that are not deleted.
pub async fn ids(db: &impl ConnectionTrait) -> Result<Vec<Uuid>> {
    let polls = poll::Entity::find().filter(poll::COLUMN.deleted_at.is_null());
    let ids = polls.select_only().column(poll::Column::Id).order_by_asc(poll::Column::Id);
    Ok(ids.into_tuple().all(db).await?)
}

/// The polls that have these options.
pub async fn with_options(scope: &Scope, options: &[Uuid]) -> Result<Vec<poll::Model>> {
    let polls = poll_option::Entity::find()
        .select_only()
        .column(poll_option::Column::PollId)
        .filter(poll_option::COLUMN.id.is_in(options.iter().copied()))
        .into_query();
    let select = visible_to(scope).filter(poll::Column::Id.in_subquery(polls));
    Ok(select.all(scope.reader()).await?)
}

pub async fn featured(scope: &Scope) -> Result<Option<poll::Model>> {
    Ok(visible_to(scope).filter(poll::COLUMN.featured.eq(true)).one(scope.reader()).await?)
}

/// One page of polls, by their opening.
pub async fn page(scope: &Scope, range: &Range) -> Result<Page<poll::Model>> {
    let columns = SortColumns { key: poll::Column::OpensAt, id: poll::Column::Id };
    let mut select = visible_to(scope).into_query();
    paging::limit_to_range(&mut select, columns, range, true);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| {
        let key = Key::time(row.try_get("", "opens_at")?);
        Ok((Position(key, row.try_get("", "id")?), batch::read(row)))
    });
    Ok(Page::new(rows.collect::<Result<_>>()?, range, true))
}

/// How many polls there are, counted up to a cap.
pub async fn count(scope: &Scope, up_to: u64) -> Result<i64> {
    let capped = |(): &()| -> SelectStatement {
        let polls = visible_to(scope).select_only().column(poll::Column::Id);
        polls.limit(up_to).into_query()
    };
    let counts = batch::counts(scope.reader(), &[()], capped).await?;
    Ok(counts.into_values().next().unwrap_or_default())
}

/// An option and its votes.
pub type OptionRow = (poll_option::Model, i64);

/// The options of several polls in one statement, in their order.
pub async fn options(db: &impl ConnectionTrait, polls: &[Uuid]) -> Result<Vec<OptionRow>> {
    let mut select = poll_option::Entity::find()
        .filter(poll_option::COLUMN.poll_id.is_in(polls.iter().copied()))
        .into_query();
    let tally = Expr::col((poll_tally::Entity, poll_tally::Column::OptionId))
        .eq(Expr::col((poll_option::Entity, poll_option::Column::Id)));
    select
        .join(JoinType::LeftJoin, poll_tally::Entity, tally)
        .expr_as(Expr::col((poll_tally::Entity, poll_tally::Column::Votes)), "votes");
    let mut options = Vec::new();
    for row in db.query_all(&select).await? {
        let votes: Option<i64> = row.try_get("", "votes")?;
        options.push((poll_option::Model::from_query_result(&row, "")?, votes.unwrap_or_default()));
    }
    options.sort_by_key(|(option, _)| option.position);
    Ok(options)
}

/// All polls that are not deleted, drafts as well, for finding one by its question.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<poll::Model>> {
    let live = poll::Entity::find().filter(poll::COLUMN.deleted_at.is_null());
    Ok(live.order_by_asc(poll::Column::Id).all(db).await?)
}

pub async fn insert(db: &impl ConnectionTrait, poll: poll::ActiveModel) -> Result<()> {
    poll::Entity::insert(poll).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, poll: poll::Model) -> Result<()> {
    poll.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn insert_options(
    db: &impl ConnectionTrait,
    options: Vec<poll_option::ActiveModel>,
    tallies: Vec<poll_tally::ActiveModel>,
) -> Result<()> {
    poll_option::Entity::insert_many(options).exec_without_returning(db).await?;
    poll_tally::Entity::insert_many(tallies).exec_without_returning(db).await?;
    Ok(())
}
