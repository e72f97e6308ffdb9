//! Relay connections made of keyset pages.

use async_graphql::{
    ObjectType, OutputType,
    connection::{Connection, CursorType, Edge},
};

use super::{
    error::{BadInput, Code},
    paging::{Page, Sorting},
};

/// A connection whose cursors were made by [`Position::cursor`](super::paging::Position::cursor).
pub type Listing<N, Totals> = Connection<Opaque, N, Totals>;

/// A cursor as clients see it. It is read by the list that it belongs to, not here.
#[derive(Debug)]
pub struct Opaque(String);

impl CursorType for Opaque {
    type Error = std::convert::Infallible;

    fn decode_cursor(cursor: &str) -> Result<Self, Self::Error> {
        Ok(Self(cursor.to_owned()))
    }

    fn encode_cursor(&self) -> String {
        self.0.clone()
    }
}

/// Turns a page into a connection. `totals` resolves `totalCount` if it is selected.
pub fn listing<T, N, Totals>(
    page: Page<T>,
    sorting: Sorting,
    totals: Totals,
    node: impl Fn(T) -> N,
) -> Listing<N, Totals>
where
    N: OutputType,
    Totals: ObjectType,
{
    let mut listing = Connection::with_additional_fields(page.has_previous, page.has_next, totals);
    listing.edges.extend(
        page.rows
            .into_iter()
            .map(|(position, row)| Edge::new(Opaque(position.cursor(sorting.name)), node(row))),
    );
    listing
}

/// Most rows that `totalCount` counts.
pub const MAX_COUNT: i64 = 100_000;
/// Where counting stops unless it is said.
pub const DEFAULT_COUNT: i64 = 10_000;

/// Checks the cap of a count: 1 to [`MAX_COUNT`].
pub fn count_cap(up_to: Option<i64>) -> Result<u64, BadInput> {
    let up_to = up_to.unwrap_or(DEFAULT_COUNT);
    match u64::try_from(up_to) {
        Ok(cap @ 1..) if up_to <= MAX_COUNT => Ok(cap),
        _ => {
            let message = format!("`upTo` must be 1 to {MAX_COUNT}");
            let fault = BadInput::new(Code::BadUserInput, message).at("upTo");
            Err(fault.with("minimum", 1).with("maximum", MAX_COUNT).with("value", up_to))
        }
    }
}

/// Checks that a count fits GraphQL's `Int`, which every capped count does.
pub fn count(total: i64) -> i32 {
    i32::try_from(total).unwrap_or(i32::MAX)
}
