//! Why a page cannot be imported.

use crate::{
    features::articles::body::FigureFault,
    platform::{text::TextFault, time::DateFault},
};

/// Why a saved page cannot be read; the message says what to mend in the file.
///
/// Lines are counted from 1 and known for plain text only: the lines of an HTML file are not the
/// lines that its reader sees.
#[derive(Debug, thiserror::Error)]
pub enum PageFault {
    /// The file holds nothing but white space.
    #[error("the file is empty; save the page again")]
    Empty,
    /// The file is an image, a document or another format without plain text.
    #[error("the file is not text ({format}); save the page as plain text or as HTML")]
    Binary {
        /// The format that the first bytes announce.
        format: &'static str,
    },
    /// The file is text in another encoding than UTF-8 or UTF-16.
    #[error("line {line}: the text is not UTF-8 ({declared}); save the file as UTF-8")]
    Encoding {
        /// What the file says about its encoding.
        declared: String,
        /// The first line that cannot be decoded.
        line: usize,
    },
    /// No line carries the publication date.
    #[error("{}no date follows the label “Ngày đăng:”; add a line “Ngày đăng: 9:25 | 09/10/2020”", at(*line))]
    DateMissing {
        /// The line of the label, where there is one.
        line: Option<usize>,
    },
    /// The publication date cannot be read or does not exist.
    #[error("{}the date cannot be used, {reason}; write it as “9:25 | 09/10/2020”", at(*line))]
    DateInvalid {
        /// The date as it stands on the page.
        text: String,
        /// The line of the date.
        line: Option<usize>,
        /// Whether the form is unknown or the day does not exist.
        reason: DateFault,
    },
    /// Nothing stands above the date that could be a title.
    #[error("{}no title stands above the date; put it on a line of its own", at(*line))]
    TitleMissing {
        /// The line of the date.
        line: Option<usize>,
    },
    /// The line above the date is too long for a title, or has characters that no title has.
    #[error("{}the line above the date is no title: {reason}", at(*line))]
    TitleInvalid {
        /// The line of the title.
        line: Option<usize>,
        /// What is wrong with it.
        reason: TextFault,
    },
    /// The author line is too long, or has characters that no line has.
    #[error("{}the author line cannot be kept: {reason}", at(*line))]
    BylineInvalid {
        /// The line of the author.
        line: Option<usize>,
        /// What is wrong with it, or with one of the names in it.
        reason: TextFault,
    },
    /// The figures cannot all be kept.
    #[error("{0}")]
    FiguresInvalid(#[from] FigureFault),
    /// No text stands between the date and the end of the article.
    #[error("{}no text follows the date; the article has no body", at(*line))]
    BodyMissing {
        /// The line of the date.
        line: Option<usize>,
    },
}

impl PageFault {
    /// The name of this fault in reports; it never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "FILE_EMPTY",
            Self::Binary { .. } => "FILE_BINARY",
            Self::Encoding { .. } => "FILE_ENCODING",
            Self::DateMissing { .. } => "DATE_MISSING",
            Self::DateInvalid { .. } => "DATE_INVALID",
            Self::TitleMissing { .. } => "TITLE_MISSING",
            Self::TitleInvalid { .. } => "TITLE_INVALID",
            Self::BylineInvalid { .. } => "BYLINE_INVALID",
            Self::FiguresInvalid(fault) => fault.code(),
            Self::BodyMissing { .. } => "BODY_MISSING",
        }
    }

    /// The line to look at, where the file has lines.
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::Binary { .. } | Self::FiguresInvalid(_) => None,
            Self::Encoding { line, .. } => Some(*line),
            Self::DateMissing { line }
            | Self::DateInvalid { line, .. }
            | Self::TitleMissing { line }
            | Self::TitleInvalid { line, .. }
            | Self::BylineInvalid { line, .. }
            | Self::BodyMissing { line } => *line,
        }
    }
}

/// The head of a message about a line.
fn at(line: Option<usize>) -> String {
    line.map(|line| format!("line {line}: ")).unwrap_or_default()
}
