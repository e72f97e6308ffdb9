//! Keyset pages: the one place that turns Relay's arguments into a range and rows into a page.
//!
//! A page never counts rows to skip. It begins behind a position, which is the value of the sort
//! key and the id of one row, so that rows inserted meanwhile neither repeat nor hide any.

mod arguments;

use std::{cmp::Ordering, sync::Arc};

use chrono::DateTime;
use sea_orm::{
    ExprTrait as _, Order,
    prelude::Uuid,
    sea_query::{Expr, IntoColumnRef, SelectStatement, Value},
};

pub use self::arguments::{DEFAULT_SIZE, MAX_SIZE, PageArguments, size, size_up_to};
use super::{error::Error, time::Instant};

/// What a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Microseconds since 1970: what both databases keep of an instant.
    Time(i64),
    /// A collation key.
    Bytes(Vec<u8>),
    /// A number.
    Count(i64),
}

impl Key {
    /// The key of a list sorted by time.
    pub fn time(instant: Instant) -> Self {
        Self::Time(instant.timestamp_micros())
    }

    fn into_value(self) -> Value {
        match self {
            Self::Time(micros) => DateTime::from_timestamp_micros(micros).into(),
            Self::Bytes(bytes) => bytes.into(),
            Self::Count(count) => count.into(),
        }
    }
}

/// The place of one row in a list: its sort key, then its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub Key, pub Uuid);

/// One order of one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sorting {
    /// Names the order in cursors.
    pub name: &'static str,
    /// Which rows come first.
    pub descending: bool,
}

/// Which rows of a list are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// How many, 1 to [`MAX_SIZE`].
    pub size: u64,
    /// Whether the last rows of the range are meant.
    pub backward: bool,
    /// Begin behind this row.
    pub after: Option<Position>,
    /// End ahead of this row.
    pub before: Option<Position>,
}

impl Range {
    /// The first rows of a list.
    pub fn first(size: u64) -> Self {
        Self { size, backward: false, after: None, before: None }
    }
}

/// The columns that a list is sorted by.
#[derive(Clone, Copy, Debug)]
pub struct SortColumns<K, I> {
    /// The column of the sort key; never null.
    pub key: K,
    /// The column of the id, which ends every order.
    pub id: I,
}

/// Limits a select to a range: row values, so that one index serves every depth, and one row more
/// than asked for, which tells whether there is a further page.
pub fn limit_to_range<K, I>(
    select: &mut SelectStatement,
    columns: SortColumns<K, I>,
    range: &Range,
    descending: bool,
) where
    K: IntoColumnRef + Copy,
    I: IntoColumnRef + Copy,
{
    let row = || Expr::tuple([Expr::col(columns.key), Expr::col(columns.id)]);
    let value = |position: &Position| {
        let Position(key, id) = position.clone();
        Expr::tuple([Expr::val(key.into_value()), Expr::val(id)])
    };
    let beyond = |position, later: bool| match later {
        true => row().gt(value(position)),
        false => row().lt(value(position)),
    };
    if let Some(after) = &range.after {
        select.and_where(beyond(after, !descending));
    }
    if let Some(before) = &range.before {
        select.and_where(beyond(before, descending));
    }
    let order = if descending == range.backward { Order::Asc } else { Order::Desc };
    select.order_by(columns.key, order.clone()).order_by(columns.id, order).limit(range.size + 1);
}

/// A row of a page, or why it cannot be read: one bad row empties no page.
pub type Row<T> = Result<T, Arc<Error>>;

/// Rows of one page, in the order of the list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Each row with its place.
    pub rows: Vec<(Position, Row<T>)>,
    /// Whether there are rows ahead of these.
    pub has_previous: bool,
    /// Whether there are rows behind these.
    pub has_next: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), has_previous: false, has_next: false }
    }
}

impl<T> Page<T> {
    /// Makes a page of what a select limited by [`limit_to_range`] returned, in any order: where
    /// several pages come from one statement, no database promises to keep theirs.
    pub fn new(mut rows: Vec<(Position, Row<T>)>, range: &Range, descending: bool) -> Self {
        let direction =
            if descending == range.backward { Ordering::Less } else { Ordering::Greater };
        rows.sort_by(|(left, _), (right, _)| match direction {
            Ordering::Less => left.cmp(right),
            _ => right.cmp(left),
        });
        let more = rows.len() as u64 > range.size;
        rows.truncate(range.size as usize);
        if range.backward {
            rows.reverse();
            Self { rows, has_previous: more, has_next: range.before.is_some() }
        } else {
            Self { rows, has_previous: range.after.is_some(), has_next: more }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn a_page_has_the_nearest_rows_in_list_order(ids: Vec<u128>, size in 1_u64..5, backward: bool) {
            let rows: Vec<_> =
                ids.iter().map(|id| (Position(Key::Count(0), Uuid::from_u128(*id)), Ok(*id))).collect();
            let range = Range { backward, ..Range::first(size) };
            let page = Page::new(rows, &range, true);
            let mut all = ids.clone();
            all.sort_unstable_by(|left, right| right.cmp(left));
            let taken = all.len().min(size as usize);
            let expected =
                if backward { &all[all.len() - taken..] } else { &all[..taken] };
            prop_assert_eq!(page.rows.iter().map(|(position, _)| position.1.as_u128()).collect::<Vec<_>>(), expected);
            prop_assert_eq!(page.has_next || page.has_previous, all.len() > taken);
        }
    }
}
