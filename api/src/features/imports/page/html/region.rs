//! The article's own part of the source.

use std::ops::Range;

use super::super::line::Line;

/// The places in the source of the body's lines and of what stands between them and the lines
/// around, such as images. What is opened outside and closed inside, or the other way round, does
/// not matter: the body closes what it opens.
pub(super) fn of(lines: &[Line], body: &Range<usize>, source: &str) -> Range<usize> {
    let before = body.start.checked_sub(1).and_then(|index| lines.get(index));
    let start = before.map_or(0, |line| line.place.end);
    let end = lines.get(body.end).map_or(source.len(), |line| line.place.start);
    start..end.max(start)
}
