//! Keyset pages: the one place that turns Relay's arguments into a range and rows into a page.
//!
//! A page never counts rows to skip. It begins behind a position, which is the value of the sort
//! key and the id of one row, so that rows inserted meanwhile neither repeat nor hide any.

use std::{cmp::Ordering, sync::Arc};

use chrono::DateTime;
use sea_orm::{
    ExprTrait as _, Order,
    prelude::Uuid,
    sea_query::{Expr, IntoColumnRef, SelectStatement, Value},
};

use super::{
    cursor::Cursors,
    error::{BadInput, Code, Error},
    time::Instant,
};

/// Rows of a page that does not say how many.
pub const DEFAULT_SIZE: u64 = 20;
/// Most rows of one page.
pub const MAX_SIZE: u64 = 100;

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

/// The four paging arguments of the Relay specification, as they came.
#[derive(Clone, Debug, Default)]
pub struct PageArguments {
    /// Rows from the beginning of the list, or behind `after`.
    pub first: Option<i64>,
    /// Cursor of the row before the page.
    pub after: Option<String>,
    /// Rows from the end of the list, or ahead of `before`.
    pub last: Option<i64>,
    /// Cursor of the row behind the page.
    pub before: Option<String>,
}

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

impl PageArguments {
    /// Checks the arguments against the order of the list.
    pub fn range(self, cursors: &Cursors) -> Result<Range, BadInput> {
        if self.first.is_some() && self.last.is_some() {
            let message = "Give either `first` or `last`, not both";
            return Err(BadInput::new(Code::PageArgumentsInvalid, message).at("last"));
        }
        let backward = self.last.is_some();
        let size = match (self.first, self.last) {
            (None, None) => DEFAULT_SIZE,
            (Some(first), _) => size(first, "first")?,
            (None, Some(last)) => size(last, "last")?,
        };
        let after = position(self.after, cursors, "after")?;
        let before = position(self.before, cursors, "before")?;
        Ok(Range { size, backward, after, before })
    }
}

/// Checks how many items are asked for: 1 to [`MAX_SIZE`], or `argument` is at fault.
pub fn size(asked: i64, argument: &str) -> Result<u64, BadInput> {
    match u64::try_from(asked) {
        Ok(size @ 1..=MAX_SIZE) => Ok(size),
        _ => {
            let message = format!("`{argument}` must be 1 to {MAX_SIZE}");
            let fault = BadInput::new(Code::PageSizeInvalid, message).at(argument);
            Err(fault.with("minimum", 1).with("maximum", MAX_SIZE).with("value", asked))
        }
    }
}

fn position(
    cursor: Option<String>,
    cursors: &Cursors,
    argument: &str,
) -> Result<Option<Position>, BadInput> {
    let Some(cursor) = cursor else { return Ok(None) };
    match cursors.read(&cursor) {
        Some(position) => Ok(Some(position)),
        None => {
            let message = format!("`{argument}` is not a cursor of this list in this order");
            Err(BadInput::new(Code::CursorInvalid, message).at(argument))
        }
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
    use crate::platform::cursor::Seal;

    const NEWEST: Sorting = Sorting { name: "time:desc", descending: true };

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

    #[test]
    fn sizes_outside_of_the_limits_are_refused_with_the_limit() {
        for first in [0, -1, 101, 1 << 31, i64::MAX, i64::MIN] {
            let arguments = PageArguments { first: Some(first), ..PageArguments::default() };
            let fault = arguments.range(&Seal::new(&[]).cursors(NEWEST)).expect_err("refused");
            assert_eq!(fault.code, Code::PageSizeInvalid);
            assert_eq!(fault.details["maximum"], 100);
        }
    }
}
