//! Relay connections made of keyset pages.

use std::borrow::Cow;

use async_graphql::{Context, Object, ObjectType, OutputType, TypeName, connection::PageInfo};

use super::{
    cursor::Cursors,
    error::{BadInput, Code},
    paging::{Page, Position, Row},
};

/// A connection: a page of `N`, and what `Totals` says of the whole list.
#[derive(Debug)]
pub struct Listing<N, Totals> {
    edges: Vec<Edge<N>>,
    has_previous: bool,
    has_next: bool,
    totals: Totals,
}

/// A row of a page.
#[derive(Debug)]
pub struct Edge<N> {
    position: Position,
    cursors: Cursors,
    node: Row<N>,
}

/// Whether the field asks for rows, and not only for the length of its list.
pub fn reads_rows(ctx: &Context<'_>) -> bool {
    let ahead = ctx.look_ahead();
    ["nodes", "edges", "pageInfo"].iter().any(|name| ahead.field(name).exists())
}

/// Turns a page into a connection. `totals` resolves `totalCount` if it is selected.
pub fn listing<T, N, Totals>(
    page: Page<T>,
    cursors: Cursors,
    totals: Totals,
    node: impl Fn(T) -> N,
) -> Listing<N, Totals> {
    let edge = |(position, row): (Position, Row<T>)| Edge {
        position,
        cursors: cursors.clone(),
        node: row.map(&node),
    };
    let edges = page.rows.into_iter().map(edge).collect();
    Listing { edges, has_previous: page.has_previous, has_next: page.has_next, totals }
}

/// One page of a list.
#[Object(name_type)]
impl<N: OutputType, Totals: ObjectType> Listing<N, Totals> {
    /// Where the page stands in its list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.edges.first().map(Edge::to_cursor),
            end_cursor: self.edges.last().map(Edge::to_cursor),
        }
    }

    /// The rows of the page, each with its cursor.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The rows of the page without their cursors. One that cannot be read is null, with an error
    /// in `errors`.
    async fn nodes(&self) -> Vec<Option<&Row<N>>> {
        self.edges.iter().map(|edge| Some(&edge.node)).collect()
    }

    #[graphql(flatten)]
    async fn totals(&self) -> &Totals {
        &self.totals
    }
}

impl<N: OutputType, Totals: ObjectType> TypeName for Listing<N, Totals> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// A row of a page.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// Names the place of the row in the list, for `after` and `before`.
    async fn cursor(&self) -> String {
        self.to_cursor()
    }

    /// What stands there; null, with an error in `errors`, if it cannot be read.
    async fn node(&self) -> Option<&Row<N>> {
        Some(&self.node)
    }
}

impl<N> Edge<N> {
    fn to_cursor(&self) -> String {
        self.cursors.write(&self.position)
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
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
