//! What an editor should look at although the page could be read.

/// One thing to look at after the import.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Warning {
    /// What kind of thing it is.
    pub code: WarningCode,
    /// What was found, in words.
    pub message: String,
    /// Where, counted from 1; unknown in HTML.
    pub line: Option<usize>,
}

impl Warning {
    /// A warning about one place of the page.
    pub(super) fn new(code: WarningCode, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), line }
    }
}

/// The kinds of warning; their names are part of the report and never change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WarningCode {
    /// The page has a caption whose image was not saved.
    ImageLost,
    /// The page has no author line.
    BylineMissing,
    /// Neither an author line nor the way back marks the end of the article.
    ArticleEndMissing,
    /// Text between the author line and the way back was left out.
    TextLeftOut,
    /// The number of views is not a number.
    ViewsUnreadable,
    /// The congress terms do not fall into two series.
    TermSeriesUncertain,
    /// A link has no usable web address.
    LinkUnusable,
    /// A heading of links is followed by none.
    LinksMissing,
    /// A poll has no question.
    PollQuestionMissing,
    /// A poll has no options.
    PollOptionsMissing,
}

impl WarningCode {
    /// The kind as the report names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ImageLost => "IMAGE_LOST",
            Self::BylineMissing => "BYLINE_MISSING",
            Self::ArticleEndMissing => "ARTICLE_END_MISSING",
            Self::TextLeftOut => "TEXT_LEFT_OUT",
            Self::ViewsUnreadable => "VIEWS_UNREADABLE",
            Self::TermSeriesUncertain => "TERM_SERIES_UNCERTAIN",
            Self::LinkUnusable => "LINK_UNUSABLE",
            Self::LinksMissing => "LINKS_MISSING",
            Self::PollQuestionMissing => "POLL_QUESTION_MISSING",
            Self::PollOptionsMissing => "POLL_OPTIONS_MISSING",
        }
    }
}
