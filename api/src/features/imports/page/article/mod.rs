//! The article on a page: where it begins and ends, and what its labelled lines say.

mod end;
mod field;

use std::ops::Range;

use self::field::{Field, field, is_furniture, views_field};
use super::{
    PageFault, Warning, WarningCode,
    label::{self, DETAIL, POSTED_ON, VIEWS, WELCOME},
    line::Line,
    number::leading_number,
};
use crate::{
    features::{
        articles::write::{MAX_BYLINE, MAX_TITLE},
        site::service::MAX_GREETING,
    },
    platform::{
        text::check_plain,
        time::{Instant, parse_portal_date},
    },
};

/// What the labelled lines say, and where the others belong.
pub(super) struct Article {
    pub greeting: Option<String>,
    pub title: String,
    pub published_at: Instant,
    /// The number of the line with the date, to point at in messages.
    pub date_line: Option<usize>,
    pub views: Option<u32>,
    pub byline: Option<String>,
    /// The number of the line with the author, to point at in messages.
    pub byline_line: Option<usize>,
    /// The lines of the body.
    pub body: Range<usize>,
    /// The first line after the article.
    pub sidebar: usize,
}

/// Finds the article among the lines of a page.
pub(super) fn read(lines: &[Line], warnings: &mut Vec<Warning>) -> Result<Article, PageFault> {
    let date = (0..lines.len())
        .find_map(|index| field(lines, index, &POSTED_ON, may_be_date))
        .ok_or(PageFault::DateMissing { line: None })?;
    let date_line = lines[date.last].number;
    let published_at = published_at(date.value, date_line)?;
    let (title, title_index) = title(lines, date.first)?;
    let end = end::find(lines, date.last + 1, warnings);
    let byline_line = end.byline_line;
    let byline = end.byline.map(|byline| check_plain(&byline, MAX_BYLINE)).transpose();
    Ok(Article {
        greeting: greeting(&lines[..title_index], warnings),
        title,
        published_at,
        date_line,
        views: views(lines, &date, end.sidebar, warnings),
        byline: byline.map_err(|reason| PageFault::BylineInvalid { line: byline_line, reason })?,
        byline_line,
        body: without_furniture(lines, date.last + 1..end.body),
        sidebar: end.sidebar,
    })
}

fn may_be_date(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

fn published_at(value: &str, line: Option<usize>) -> Result<Instant, PageFault> {
    let date = VIEWS.split(value).map_or(value, |(before, _)| before);
    let date = date.trim_end_matches(|c: char| c.is_whitespace() || ".,;|-–".contains(c));
    if date.is_empty() {
        return Err(PageFault::DateMissing { line });
    }
    parse_portal_date(date).map_err(|reason| PageFault::DateInvalid {
        text: date.to_owned(),
        line,
        reason,
    })
}

/// The last line before the date that is neither a label nor wording of the interface. It stands
/// below "Chi tiết tin", where there is such a line: what stands above welcomes the reader.
fn title(lines: &[Line], date: usize) -> Result<(String, usize), PageFault> {
    let is_title = |index: &usize| !lines[*index].is_blank() && !is_furniture(lines, *index);
    let head = lines[..date].iter().rposition(|line| DETAIL.is_whole(&line.text)).unwrap_or(0);
    let found = (head..date).rfind(is_title);
    let Some(index) = found.filter(|index| !WELCOME.opens(&lines[*index].text)) else {
        return Err(PageFault::TitleMissing { line: lines[date].number });
    };
    let Line { text, number, .. } = &lines[index];
    match check_plain(text, MAX_TITLE) {
        Ok(title) => Ok((title, index)),
        Err(reason) => Err(PageFault::TitleInvalid { line: *number, reason }),
    }
}

/// The line that says welcome, or else the only line of a text above "Chi tiết tin". Several are a
/// menu, and an HTML page opens with its banner; neither is a greeting.
fn greeting(lines: &[Line], warnings: &mut Vec<Warning>) -> Option<String> {
    let welcome = lines.iter().find(|line| WELCOME.opens(&line.text));
    let alone = || {
        let detail = lines.iter().position(|line| DETAIL.is_whole(&line.text))?;
        let spoken = |line: &&Line| !line.is_blank() && !label::is_interface(&line.text);
        let mut lines = lines[..detail].iter().filter(spoken);
        let line = lines.next().filter(|line| line.number.is_some())?;
        lines.next().is_none().then_some(line)
    };
    let line = welcome.or_else(alone)?;
    let checked = check_plain(&line.text, MAX_GREETING);
    checked
        .inspect_err(|reason| {
            let message = format!("the greeting cannot be kept: {reason}");
            warnings.push(Warning::new(WarningCode::GreetingUnusable, line.number, message));
        })
        .ok()
}

/// The body without the views and the interface around it.
fn without_furniture(lines: &[Line], body: Range<usize>) -> Range<usize> {
    let Range { mut start, end } = body;
    while let Some(below) = lines[start..end].iter().position(|line| !line.is_blank()) {
        if !is_furniture(lines, start + below) {
            break;
        }
        start += below + 1;
    }
    let is_content = |index: &usize| {
        let line = &lines[*index];
        !line.anchors.is_empty() || (!line.is_blank() && !is_furniture(lines, *index))
    };
    start..(start..end).rfind(is_content).map_or(start, |last| last + 1)
}

/// The views, on the line of the date or on their own.
fn views(lines: &[Line], date: &Field<'_>, end: usize, warnings: &mut Vec<Warning>) -> Option<u32> {
    let beside_date = VIEWS.split(date.value).map(|(_, value)| (value, date.last));
    let alone = || {
        let field = (0..end).find_map(|index| views_field(lines, index))?;
        Some((field.value, field.last))
    };
    let found = beside_date.filter(|(value, _)| !value.is_empty()).or_else(alone);
    let Some((value, index)) = found else {
        let message = "the page does not say how often it was read";
        warnings.push(Warning::new(WarningCode::ViewsMissing, None, message));
        return None;
    };
    let views = leading_number(value).map(|(number, _)| number);
    if views.is_none() {
        let message = format!("the number of views cannot be read: {value}");
        warnings.push(Warning::new(WarningCode::ViewsUnreadable, lines[index].number, message));
    }
    views
}
