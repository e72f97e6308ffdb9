//! How an article ends.

use super::{
    super::{
        Warning, WarningCode,
        label::{self, AUTHOR, FOOT, OTHER_NEWS},
        line::Line,
    },
    field::{Field, field, is_furniture, is_sidebar_mark},
};

/// The end of an article.
pub(super) struct End {
    pub byline: Option<String>,
    /// The number of the line with the author, to point at in messages.
    pub byline_line: Option<usize>,
    /// The first line after the body.
    pub body: usize,
    /// The first line after the article.
    pub sidebar: usize,
}

/// Finds the end of the article behind its first line. The way back ends it, or else whatever
/// opens the side menu. The author line is the last one before: an earlier one may credit a poem.
pub(super) fn find(lines: &[Line], from: usize, warnings: &mut Vec<Warning>) -> End {
    let back = (from..lines.len()).find(|index| label::way_back(&lines[*index].text).is_some());
    let limit = back.map_or(lines.len(), |index| index + 1);
    let author = (from..limit).rev().find_map(|index| field(lines, index, &AUTHOR, is_name));
    let past_author = author.as_ref().map_or(from, |field| field.last + 1);
    let mark = || (past_author..limit).find(|index| is_sidebar_mark(&lines[*index].text));
    let sidebar = back.or_else(mark).unwrap_or(lines.len());
    let body_end = author.as_ref().map_or(sidebar, |field| field.first.min(sidebar));
    let news = (from..body_end).find(|index| OTHER_NEWS.is_whole(&lines[*index].text));
    if author.is_none() && back.is_none() {
        let message = "neither “Tác giả:” nor “[Trở về]” ends the article";
        warnings.push(Warning::new(WarningCode::ArticleEndMissing, None, message));
    }
    if author.is_some() {
        warn_of_text_left_out(lines, past_author, sidebar, warnings);
    }
    let byline_line = author.as_ref().and_then(|field| lines[field.last].number);
    End { byline: byline(author, warnings), byline_line, body: news.unwrap_or(body_end), sidebar }
}

/// The foot of the page may follow an empty author line.
fn is_name(text: &str) -> bool {
    !FOOT.opens(text)
}

/// The author without the way back, which may stand on the same line.
fn byline(author: Option<Field<'_>>, warnings: &mut Vec<Warning>) -> Option<String> {
    let value = author.map_or("", |field| field.value);
    let name = label::way_back(value).map_or(value, |start| value[..start].trim_end());
    if name.is_empty() {
        let message = "the page names no author";
        warnings.push(Warning::new(WarningCode::BylineMissing, None, message));
        return None;
    }
    Some(name.to_owned())
}

fn warn_of_text_left_out(
    lines: &[Line],
    author_end: usize,
    sidebar: usize,
    warnings: &mut Vec<Warning>,
) {
    let text = (author_end..sidebar)
        .take_while(|index| !OTHER_NEWS.is_whole(&lines[*index].text))
        .find(|index| !lines[*index].is_blank() && !is_furniture(lines, *index));
    if let Some(index) = text {
        let message = "text between “Tác giả:” and “[Trở về]” is not part of the article";
        warnings.push(Warning::new(WarningCode::TextLeftOut, lines[index].number, message));
    }
}
