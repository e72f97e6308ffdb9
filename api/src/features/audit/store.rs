//! Reads of `audit_event`. Nobody changes it: rows are appended with the writes that they tell of.

use std::sync::Arc;

use entity::{account, audit_event};
use sea_orm::{
    ConnectionTrait, ExprTrait as _, FromQueryResult as _, Iterable as _, JoinType, QueryResult,
    sea_query::{Expr, Query, SelectStatement},
};

use super::service::{Event, EventList};
use crate::platform::{
    batch,
    error::{Error, Result},
    paging::{self, Key, Page, Position, Range, SortColumns},
    scope::Scope,
};

/// One page, in one statement along the index of its filter.
pub async fn page(scope: &Scope, list: &EventList, range: &Range) -> Result<Page<Event>> {
    let (list, bounds) = within(list, range.clone(), true);
    let mut select = told(&list);
    paging::limit_to_range(&mut select, columns(), &bounds, true);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| Ok((position(row)?, read(row).map_err(Arc::new))));
    Ok(Page::new(rows.collect::<Result<_>>()?, range, true))
}

/// The events behind a position, oldest first, at most so many.
pub async fn behind(
    db: &impl ConnectionTrait,
    list: &EventList,
    after: Option<Position>,
    size: u64,
) -> Result<Vec<(Position, Event)>> {
    let range = Range { after, ..Range::first(size - 1) };
    let (list, range) = within(list, range, false);
    let mut select = told(&list);
    paging::limit_to_range(&mut select, columns(), &range, false);
    let rows = db.query_all(&select).await?;
    rows.iter().map(|row| Ok((position(row)?, read(row)?))).collect()
}

/// A column of the log beside those of the accounts.
type Column = (audit_event::Entity, audit_event::Column);

fn column(column: audit_event::Column) -> Column {
    (audit_event::Entity, column)
}

fn columns() -> SortColumns<Column, Column> {
    SortColumns { key: column(audit_event::Column::At), id: column(audit_event::Column::Id) }
}

fn position(row: &QueryResult) -> Result<Position> {
    Ok(Position(Key::time(row.try_get("", "at")?), row.try_get("", "id")?))
}

/// A list and a range of it, each end bounded once, by the end of the span or by the cursor, whichever
/// leaves less: given both, SQLite begins at the one that it likes.
fn within(list: &EventList, range: Range, descending: bool) -> (EventList, Range) {
    let (mut list, mut range) = (list.clone(), range);
    let Range { after, before, .. } = &mut range;
    let (latest, earliest) = if descending { (after, before) } else { (before, after) };
    // The end of the span is not in it, and its beginning is.
    if let (Some(to), Some(cursor)) = (list.to, &*latest) {
        match cursor.0 < Key::time(to) {
            true => list.to = None,
            false => *latest = None,
        }
    }
    if let (Some(from), Some(cursor)) = (list.from, &*earliest) {
        match cursor.0 < Key::time(from) {
            true => *earliest = None,
            false => list.from = None,
        }
    }
    (list, range)
}

/// The events of a list with the names of the accounts behind them.
fn told(list: &EventList) -> SelectStatement {
    let mut select = Query::select();
    for event in audit_event::Column::iter() {
        select.column(column(event));
    }
    select
        .expr_as(Expr::col((account::Entity, account::Column::Name)), "account_name")
        .from(audit_event::Entity)
        .join(
            JoinType::LeftJoin,
            account::Entity,
            Expr::col((account::Entity, account::Column::Id))
                .eq(Expr::col(column(audit_event::Column::AccountId))),
        );
    meet(&mut select, list);
    select
}

/// How many events a list holds, counted along the index of its filter.
pub async fn count(scope: &Scope, list: &EventList, up_to: u64) -> Result<i64> {
    let lists = [list.clone()];
    let counts = batch::counts(scope.reader(), &lists, |list| {
        let mut select = Query::select();
        select.expr_as(Expr::val(1), "one").from(audit_event::Entity);
        meet(&mut select, list);
        select.limit(up_to).to_owned()
    });
    Ok(counts.await?.remove(list).unwrap_or_default())
}

fn meet(select: &mut SelectStatement, list: &EventList) {
    let given = [
        (audit_event::Column::AccountId, list.account_id),
        (audit_event::Column::NodeId, list.node_id),
    ];
    for (name, id) in given {
        if let Some(id) = id {
            select.and_where(Expr::col(column(name)).eq(id));
        }
    }
    if let Some(action) = &list.action {
        select.and_where(Expr::col(column(audit_event::Column::Action)).eq(action));
    }
    let at = || Expr::col(column(audit_event::Column::At));
    if let Some(from) = list.from {
        select.and_where(at().gte(from));
    }
    if let Some(to) = list.to {
        select.and_where(at().lt(to));
    }
}

fn read(row: &QueryResult) -> Result<Event, Error> {
    Ok((audit_event::Model::from_query_result(row, "")?, row.try_get("", "account_name")?))
}
