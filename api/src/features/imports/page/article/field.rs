//! Lines that say what they are: a label, and its value behind it or below it.

use super::super::{
    label::{self, AUTHOR, LINKS, Label, POLL, POSTED_ON, VIEWS},
    line::Line,
    number::leading_number,
    sidebar::is_term_line,
};

/// The longest value that may stand on the line after its label, in bytes: a longer line is text.
const MAX_VALUE_LENGTH: usize = 300;

/// What a label says, and the lines that it takes.
pub(super) struct Field<'l> {
    pub value: &'l str,
    pub first: usize,
    pub last: usize,
}

/// The field whose label opens the line. A label without a value takes the next line, if that
/// looks like one: in a table the two stand in neighbouring cells.
pub(super) fn field<'l>(
    lines: &'l [Line],
    first: usize,
    label: &Label,
    fits: fn(&str) -> bool,
) -> Option<Field<'l>> {
    let value = label.value(&lines[first].text)?;
    if !value.is_empty() {
        return Some(Field { value, first, last: first });
    }
    let below = lines[first + 1..].iter().position(|line| !line.is_blank());
    let last = below.map(|distance| first + 1 + distance).filter(|index| {
        let text = &lines[*index].text;
        text.len() <= MAX_VALUE_LENGTH && !is_mark(text) && fits(text)
    });
    Some(match last {
        Some(last) => Field { value: &lines[last].text, first, last },
        None => Field { value: "", first, last: first },
    })
}

/// The field with the number of views, if it begins on the line.
pub(super) fn views_field(lines: &[Line], first: usize) -> Option<Field<'_>> {
    field(lines, first, &VIEWS, is_number)
}

/// Whether the line is part of the page and not of the article: wording of the interface, or the
/// number of views.
pub(super) fn is_furniture(lines: &[Line], index: usize) -> bool {
    let text = &lines[index].text;
    let counts = |index| {
        views_field(lines, index)
            .filter(|field| field.value.is_empty() || leading_number(field.value).is_some())
    };
    label::is_interface(text)
        || counts(index).is_some()
        || (is_number(text)
            && lines[..index]
                .iter()
                .rposition(|line| !line.is_blank())
                .and_then(counts)
                .is_some_and(|field| field.last == index))
}

/// Whether the line opens the side menu.
pub(super) fn is_sidebar_mark(text: &str) -> bool {
    LINKS.is_whole(text) || POLL.is_whole(text) || is_term_line(text)
}

/// Whether the line opens a part of the page, so that it is no value of the label above it.
fn is_mark(text: &str) -> bool {
    [&AUTHOR, &POSTED_ON, &VIEWS].iter().any(|label| label.value(text).is_some())
        || label::way_back(text).is_some()
        || is_sidebar_mark(text)
}

/// Whether the text is a number and nothing else.
fn is_number(text: &str) -> bool {
    leading_number(text).is_some_and(|(_, rest)| rest.is_empty())
}
