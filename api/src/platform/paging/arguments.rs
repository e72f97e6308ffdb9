//! What a client says about a page, and the range that it means.

use super::{Position, Range};
use crate::platform::{
    cursor::Cursors,
    error::{BadInput, Code},
};

/// Rows of a page that does not say how many.
pub const DEFAULT_SIZE: u64 = 20;
/// Most rows of one page.
pub const MAX_SIZE: u64 = 100;

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
    size_up_to(MAX_SIZE, asked, argument)
}

/// The same where there are at most so many.
pub fn size_up_to(most: u64, asked: i64, argument: &str) -> Result<u64, BadInput> {
    match u64::try_from(asked) {
        Ok(size) if (1..=most).contains(&size) => Ok(size),
        _ => {
            let message = format!("`{argument}` must be 1 to {most}");
            let fault = BadInput::new(Code::PageSizeInvalid, message).at(argument);
            Err(fault.with("minimum", 1).with("maximum", most).with("value", asked))
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

#[cfg(test)]
mod tests {
    use super::{super::Sorting, *};
    use crate::platform::cursor::Seal;

    const NEWEST: Sorting = Sorting { name: "time:desc", descending: true };

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
