//! The stored form of a body. The names below are written into the database: never rename one.

use serde::{Deserialize, Serialize};

/// One piece of a body, drawn under the piece before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Paragraph {
        /// Never empty; a line break is `\n` in a span's text.
        spans: Vec<Span>,
    },
    /// The title of what follows.
    Heading {
        /// 2 to 4; the article's own title is 1.
        level: u8,
        /// Never empty.
        spans: Vec<Span>,
    },
    /// A list, its nested lists flattened into levels.
    List {
        /// Whether the outermost list is numbered.
        ordered: bool,
        /// Never empty.
        items: Vec<ListItem>,
    },
    /// Words of somebody else.
    Quote {
        /// Never empty.
        paragraphs: Vec<Vec<Span>>,
    },
    /// Data in rows and columns; a table that only arranges the page is not one.
    Table {
        /// The table's own title.
        caption: Option<String>,
        /// Never empty.
        rows: Vec<Row>,
    },
    /// The place of an image.
    Figure {
        /// Index into the body's figures, from 0.
        position: u16,
    },
}

impl Block {
    /// All text of it, in reading order.
    pub(super) fn spans(&self) -> Vec<&Span> {
        match self {
            Self::Paragraph { spans } | Self::Heading { spans, .. } => spans.iter().collect(),
            Self::List { items, .. } => items.iter().flat_map(|item| &item.spans).collect(),
            Self::Quote { paragraphs } => paragraphs.iter().flatten().collect(),
            Self::Table { rows, .. } => {
                rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.spans).collect()
            }
            Self::Figure { .. } => Vec::new(),
        }
    }
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// 0 is outermost. The first item has 0, and no item is more than one deeper than the last.
    pub level: u8,
    /// Never empty.
    pub spans: Vec<Span>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Never empty.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Whether the cell names its row or column.
    pub header: bool,
    /// How many columns it covers, from 1.
    pub column_span: u16,
    /// How many rows it covers, from 1.
    pub row_span: u16,
    /// Empty in an empty cell.
    pub spans: Vec<Span>,
}

/// A run of text with the same marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Never empty, and never begins with a combining mark.
    pub text: String,
    /// Sorted, each at most once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Absolute http, https, mailto or tel address that the text leads to, or `/media/…` where that
    /// is a file stored here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A way in which text is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Strong importance.
    Bold,
    /// Emphasis, titles, foreign words.
    Italic,
    /// A line under the text.
    Underline,
    /// A line through the text.
    Strikethrough,
    /// Below the line, as in H₂O.
    Subscript,
    /// Above the line, as in m².
    Superscript,
}

impl Mark {
    /// In the order of the tags from the outermost to the innermost.
    pub(super) const ALL: [Self; 6] = [
        Self::Bold,
        Self::Italic,
        Self::Underline,
        Self::Strikethrough,
        Self::Subscript,
        Self::Superscript,
    ];

    /// The one HTML element that stands for the mark in everything this module writes.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Bold => "strong",
            Self::Italic => "em",
            Self::Underline => "u",
            Self::Strikethrough => "s",
            Self::Subscript => "sub",
            Self::Superscript => "sup",
        }
    }
}
