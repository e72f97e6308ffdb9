//! What came of each file, for people and for programs.

use serde::Serialize;

use super::page::{Page, PageFault, Term, TermSeries, Warning};
use crate::platform::{text, time};

/// What came of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The article is new.
    Created,
    /// Something of the page became different.
    Updated,
    /// Everything was the same already.
    Unchanged,
    /// Nothing of the file was taken over.
    Failed,
}

/// One file of an import.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// The file as it was named, or found in a folder.
    pub file: String,
    /// What came of it.
    pub status: Status,
    /// Id of the article, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// What was read, if the page could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
    /// What an editor should look at.
    pub warnings: Vec<Notice>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Notice>,
}

/// Something to be looked at or mended.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// Stable, for programs.
    pub code: String,
    /// For people.
    pub message: String,
    /// Line of the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl Notice {
    /// A notice about the page as a whole.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), line: None }
    }
}

/// The fields read from one page.
#[derive(Clone, Debug, Serialize)]
pub struct Fields {
    greeting: Option<String>,
    address: Option<String>,
    title: String,
    published_at: String,
    views: Option<u32>,
    byline: Option<String>,
    author: Option<String>,
    unit: Option<String>,
    blocks: usize,
    syllables: usize,
    figures: Vec<FigureFields>,
    congress_categories: Vec<String>,
    link_directories: Vec<String>,
    links: usize,
    poll: Option<String>,
    poll_options: usize,
}

#[derive(Clone, Debug, Serialize)]
struct FigureFields {
    caption: Option<String>,
    original_url: Option<String>,
}

impl From<&Page> for Fields {
    fn from(page: &Page) -> Self {
        let figures = page.body.figures.iter().map(|figure| FigureFields {
            caption: figure.caption.clone(),
            original_url: figure.source_url.clone(),
        });
        let poll = page.poll.as_ref();
        Self {
            greeting: page.greeting.clone(),
            address: page.address.as_ref().map(ToString::to_string),
            title: page.title.clone(),
            published_at: time::rfc3339(page.published_at),
            views: page.views,
            byline: page.byline.clone(),
            author: page.pen_name.clone(),
            unit: page.unit_name.clone(),
            blocks: page.body.blocks.len(),
            syllables: page.body.syllables(),
            figures: figures.collect(),
            congress_categories: page.terms.iter().map(term).collect(),
            link_directories: page.link_directories.iter().map(|d| d.title.clone()).collect(),
            links: page.link_directories.iter().map(|directory| directory.links.len()).sum(),
            poll: poll.map(|poll| poll.question.clone()),
            poll_options: poll.map_or(0, |poll| poll.options.len()),
        }
    }
}

fn term(term: &Term) -> String {
    let series = match term.series {
        TermSeries::National => "NATIONAL",
        TermSeries::Provincial => "PROVINCIAL",
    };
    format!("{series} {}", text::roman(term.number))
}

impl FileReport {
    /// A file that could not be taken over.
    pub fn failed(file: String, code: &str, message: String, line: Option<usize>) -> Self {
        let error = Some(Notice { code: code.to_owned(), message, line });
        let (article, fields, warnings) = (None, None, Vec::new());
        Self { file, status: Status::Failed, article, fields, warnings, error }
    }

    /// A page that could not be read.
    pub fn unreadable(file: String, fault: &PageFault) -> Self {
        let (message, line) = (fault.to_string(), fault.line());
        // The line stands in a field of its own here.
        let prefix = line.map_or_else(String::new, |line| format!("line {line}: "));
        let message = message.strip_prefix(&prefix).unwrap_or(&message).to_owned();
        Self::failed(file, fault.code(), message, line)
    }
}

impl From<&Warning> for Notice {
    fn from(warning: &Warning) -> Self {
        Self {
            code: warning.code.as_str().to_owned(),
            message: warning.message.clone(),
            line: warning.line,
        }
    }
}
