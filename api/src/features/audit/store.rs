//! Reads of `audit_event`. Nobody changes it: rows are appended with the writes that they tell of.

use std::sync::Arc;

use entity::{account, audit_event};
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _, FromQueryResult as _, Iterable as _, JoinType,
    QueryResult,
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
pub async fn page(scope: &Scope, list: EventList, range: &Range) -> Result<Page<Event>> {
    let column = |column| (audit_event::Entity, column);
    let columns =
        SortColumns { key: column(audit_event::Column::Seq), id: column(audit_event::Column::Id) };
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
    paging::limit_to_range(&mut select, columns, range, true);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| {
        let position = Position(Key::Count(row.try_get("", "seq")?), row.try_get("", "id")?);
        Ok((position, read(row).map_err(Arc::new)))
    });
    Ok(Page::new(rows.collect::<Result<_>>()?, range, true))
}

/// How many events a list holds, counted along the index of its filter.
pub async fn count(scope: &Scope, list: EventList, up_to: u64) -> Result<i64> {
    let lists = [list];
    let counts = batch::counts(scope.reader(), &lists, |list| {
        let mut select = Query::select();
        select.expr_as(Expr::val(1), "one").from(audit_event::Entity);
        meet(&mut select, *list);
        select.limit(up_to).to_owned()
    });
    Ok(counts.await?.remove(&list).unwrap_or_default())
}

fn meet(select: &mut SelectStatement, list: EventList) {
    let given = [
        (audit_event::Column::AccountId, list.account_id),
        (audit_event::Column::NodeId, list.node_id),
    ];
    for (name, id) in given {
        if let Some(id) = id {
            select.and_where(Expr::col((audit_event::Entity, name)).eq(id));
        }
    }
}

fn read(row: &QueryResult) -> Result<Event, Error> {
    Ok((audit_event::Model::from_query_result(row, "")?, row.try_get("", "account_name")?))
}
