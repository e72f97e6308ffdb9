//! What stands beside the article: congress terms, outside links and the poll, in any order.

mod links;
mod poll;
mod terms;

use url::Url;

pub(super) use self::terms::is_term_line;
pub use self::{
    links::LinkDirectory,
    poll::Poll,
    terms::{Term, TermSeries},
};
use super::{
    Warning,
    label::{self, FOOT, LINKS, OTHER_NEWS, POLL, TERMS},
    line::Line,
};

/// What the side menu says.
pub(super) struct Sidebar {
    pub terms: Vec<Term>,
    pub link_directories: Vec<LinkDirectory>,
    pub poll: Option<Poll>,
}

/// Reads the side menu behind the article. Only the terms are taken from the lines before it as
/// well, when there are none behind: a menu above the article may name links and poll without
/// being either.
pub(super) fn read(
    before: &[Line],
    after: &[Line],
    base: Option<&Url>,
    warnings: &mut Vec<Warning>,
) -> Sidebar {
    let mut numbers = terms::numbers(after);
    if numbers.is_empty() {
        numbers = terms::numbers(before);
    }
    let mut sidebar = Sidebar {
        terms: terms::series(&numbers, warnings),
        link_directories: Vec::new(),
        poll: None,
    };
    for section in sections(after) {
        match section.kind {
            Kind::Links => {
                let directory = links::read(section.heading, &section.lines, base, warnings);
                sidebar.link_directories.extend(directory);
            }
            Kind::Poll if sidebar.poll.is_none() => {
                sidebar.poll = poll::read(section.heading, &section.lines, warnings);
            }
            Kind::Poll => {}
        }
    }
    sidebar
}

/// A heading and the lines below it.
struct Section<'l> {
    kind: Kind,
    heading: &'l Line,
    lines: Vec<&'l Line>,
}

#[derive(Clone, Copy)]
enum Kind {
    Links,
    Poll,
}

fn sections(lines: &[Line]) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut open = false;
    for line in lines {
        if let Some(kind) = kind(line) {
            sections.push(Section { kind, heading: line, lines: Vec::new() });
            open = true;
        } else if ends_section(line) || (line.heading && has_lines(&sections)) {
            open = false;
        } else if let Some(section) = sections.last_mut().filter(|_| open)
            && !is_empty(line)
        {
            section.lines.push(line);
        }
    }
    sections
}

fn kind(line: &Line) -> Option<Kind> {
    if LINKS.is_whole(&line.text) {
        Some(Kind::Links)
    } else {
        POLL.is_whole(&line.text).then_some(Kind::Poll)
    }
}

/// A heading below another one belongs to it: the question of a poll may be one.
fn has_lines(sections: &[Section<'_>]) -> bool {
    sections.last().is_some_and(|section| !section.lines.is_empty())
}

/// Whether the line begins something that is neither links nor poll.
fn ends_section(line: &Line) -> bool {
    let text = &line.text;
    text.starts_with('»')
        || is_term_line(text)
        || TERMS.is_whole(text)
        || FOOT.opens(text)
        || OTHER_NEWS.is_whole(text)
}

fn is_empty(line: &Line) -> bool {
    line.anchors.is_empty() && (line.is_blank() || label::is_interface(&line.text))
}
