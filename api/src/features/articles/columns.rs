//! What of an article is read: decided by what the query selects.

use std::ops::BitOr;

use async_graphql::Lookahead;

/// A part of an article that is read only if it is selected: columns, and many-to-one relations,
/// which are joined. What every list needs for itself (id, slug, title, unit, time of publication)
/// is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Part {
    /// The summary.
    Summary = 1,
    /// The body as HTML.
    Html = 1 << 1,
    /// The body as plain text.
    Text = 1 << 2,
    /// The body as blocks.
    Blocks = 1 << 3,
    /// The author line.
    Byline = 1 << 4,
    /// Where it was taken from.
    Source = 1 << 5,
    /// Its address on a former portal.
    LegacyUrl = 1 << 6,
    /// The length of the body.
    SyllableCount = 1 << 7,
    /// When it was last changed.
    UpdatedAt = 1 << 8,
    /// The unit, under the name of the day of publication.
    Unit = 1 << 9,
    /// How often it was read.
    Views = 1 << 10,
    /// The picture that stands for it.
    Cover = 1 << 11,
    /// Where it stands in the workflow, and what readers are told about a withdrawal.
    State = 1 << 12,
    /// How often it was saved, and which save waits to be published.
    Version = 1 << 13,
}

/// The fields of an article that stand for a part.
const FIELDS: [(&str, Part); 16] = [
    ("summary", Part::Summary),
    ("byline", Part::Byline),
    ("source", Part::Source),
    ("legacyUrl", Part::LegacyUrl),
    ("syllableCount", Part::SyllableCount),
    ("updatedAt", Part::UpdatedAt),
    ("unit", Part::Unit),
    ("viewCount", Part::Views),
    ("cover", Part::Cover),
    ("status", Part::State),
    ("expiresAt", Part::State),
    ("revisedAt", Part::State),
    ("withdrawnAt", Part::State),
    ("withdrawnReason", Part::State),
    ("version", Part::Version),
    ("draft", Part::Version),
];

/// The fields of a body that stand for a part.
const BODY_FIELDS: [(&str, Part); 3] =
    [("html", Part::Html), ("text", Part::Text), ("blocks", Part::Blocks)];

/// Parts of an article, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Selected(u16);

impl Selected {
    /// What is selected below a field that returns an article, or several.
    pub fn of(article: &Lookahead<'_>) -> Self {
        let body = article.field("body");
        Self::among(&FIELDS, article) | Self::among(&BODY_FIELDS, &body)
    }

    /// What is selected below a field that returns a connection.
    pub fn of_connection(connection: &Lookahead<'_>) -> Self {
        let nodes = Self::of(&connection.field("nodes"));
        nodes | Self::of(&connection.field("edges").field("node"))
    }

    /// Whether it has this part.
    pub fn has(self, part: Part) -> bool {
        self.0 & part as u16 != 0
    }

    fn among(fields: &[(&str, Part)], object: &Lookahead<'_>) -> Self {
        let selected = fields.iter().filter(|(field, _)| object.field(field).exists());
        Self(selected.fold(0, |parts, (_, part)| parts | *part as u16))
    }
}

/// Everything that one of the two has.
impl BitOr for Selected {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
