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
    /// The line that welcomes the reader cannot be kept.
    GreetingUnusable,
    /// The page's own address is too long to be kept.
    AddressUnusable,
    /// The page does not say how often it was read.
    ViewsMissing,
    /// A hyphen in the author line does not part a person from an organisation.
    BylineUnsplit,
    /// A video, a recording or a part of another page is not taken over.
    MediaLeftOut,
    /// A heading of links cannot be kept, nor can the links below it.
    LinksUnusable,
    /// The question of a poll cannot be kept.
    PollUnusable,
    /// The options of a poll cannot be kept.
    PollOptionsUnusable,
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
            Self::GreetingUnusable => "GREETING_UNUSABLE",
            Self::AddressUnusable => "ADDRESS_UNUSABLE",
            Self::ViewsMissing => "VIEWS_MISSING",
            Self::BylineUnsplit => "BYLINE_UNSPLIT",
            Self::MediaLeftOut => "MEDIA_LEFT_OUT",
            Self::LinksUnusable => "LINKS_UNUSABLE",
            Self::PollUnusable => "POLL_UNUSABLE",
            Self::PollOptionsUnusable => "POLL_OPTIONS_UNUSABLE",
        }
    }
}
