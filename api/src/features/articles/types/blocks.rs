//! The body as a union of blocks.

use async_graphql::{Context, Enum, Result, SimpleObject, Union};
use sea_orm::prelude::Uuid;

use super::{super::body, figure::Figure};
use crate::{features::loaders, platform::error::Error};

/// One piece of a body, drawn below the piece before it.
#[derive(Debug, Union)]
#[graphql(name = "Block")]
pub enum Block {
    /// Running text.
    Paragraph(ParagraphBlock),
    /// The title of what follows.
    Heading(HeadingBlock),
    /// A list.
    List(ListBlock),
    /// Words of somebody else.
    Quote(QuoteBlock),
    /// Data in rows and columns.
    Table(TableBlock),
    /// An image.
    Figure(FigureBlock),
}

/// Running text.
#[derive(Debug, SimpleObject)]
pub struct ParagraphBlock {
    /// The text, in runs of equal marks.
    spans: Vec<Span>,
}

/// The title of what follows.
#[derive(Debug, SimpleObject)]
pub struct HeadingBlock {
    /// 2 to 4; the title of the article is 1.
    level: i32,
    /// The text, in runs of equal marks.
    spans: Vec<Span>,
}

/// A list; lists inside of it are its items of deeper levels.
#[derive(Debug, SimpleObject)]
pub struct ListBlock {
    /// Whether the outermost items are numbered.
    ordered: bool,
    /// The items from top to bottom.
    items: Vec<ListItem>,
}

/// One item of a list.
#[derive(Debug, SimpleObject)]
pub struct ListItem {
    /// How deep it stands: 0 is outermost.
    level: i32,
    /// The text, in runs of equal marks.
    spans: Vec<Span>,
}

/// Words of somebody else.
#[derive(Debug, SimpleObject)]
pub struct QuoteBlock {
    /// The paragraphs of the quotation.
    paragraphs: Vec<ParagraphBlock>,
}

/// Data in rows and columns.
#[derive(Debug, SimpleObject)]
pub struct TableBlock {
    /// The title of the table.
    caption: Option<String>,
    /// The rows from top to bottom.
    rows: Vec<TableRow>,
}

/// One row of a table.
#[derive(Debug, SimpleObject)]
pub struct TableRow {
    /// The cells from left to right.
    cells: Vec<TableCell>,
}

/// One cell of a table.
#[derive(Debug, SimpleObject)]
pub struct TableCell {
    /// Whether it names its row or column.
    header: bool,
    /// How many columns it covers.
    column_span: i32,
    /// How many rows it covers.
    row_span: i32,
    /// The text, in runs of equal marks.
    spans: Vec<Span>,
}

/// The place of an image.
#[derive(Debug, SimpleObject)]
pub struct FigureBlock {
    /// What stands there; the same as in `Article.figures`.
    figure: Option<Box<Figure>>,
}

/// A run of text with the same marks.
#[derive(Debug, SimpleObject)]
pub struct Span {
    /// The text; a line break is `\n`.
    text: String,
    /// How it is set apart, in no particular order.
    marks: Vec<Mark>,
    /// Address that the text leads to: http, https, mailto or tel.
    href: Option<String>,
}

/// A way in which text is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "body::Mark")]
pub enum Mark {
    /// Strong importance.
    Bold,
    /// Emphasis, titles, foreign words.
    Italic,
    /// A line under the text.
    Underline,
    /// A line through the text.
    Strikethrough,
    /// Below the line.
    Subscript,
    /// Above the line.
    Superscript,
}

/// Reads stored blocks. Figures are loaded only for a body that has any.
pub async fn read(ctx: &Context<'_>, article: Uuid, stored: &str) -> Result<Vec<Block>> {
    let blocks: Vec<body::Block> = serde_json::from_str(stored)
        .map_err(|source| Error::Stored { what: "body blocks of an article", source })?;
    let has_figures = blocks.iter().any(|block| matches!(block, body::Block::Figure { .. }));
    let figures = match has_figures {
        true => loaders::of(ctx).figures_by_article.load_one(article).await?.unwrap_or_default(),
        false => Vec::new(),
    };
    let figure = |position: u16| {
        let found =
            figures.iter().find(|(figure, _)| u16::try_from(figure.position) == Ok(position));
        found.cloned().map(Figure)
    };
    Ok(blocks.into_iter().map(|block| draw(block, figure)).collect())
}

fn draw(block: body::Block, figure: impl Fn(u16) -> Option<Figure>) -> Block {
    match block {
        body::Block::Paragraph { spans } => Block::Paragraph(paragraph(spans)),
        body::Block::Heading { level, spans: text } => {
            Block::Heading(HeadingBlock { level: level.into(), spans: spans(text) })
        }
        body::Block::List { ordered, items } => {
            let items = items.into_iter();
            let items = items
                .map(|item| ListItem { level: item.level.into(), spans: spans(item.spans) })
                .collect();
            Block::List(ListBlock { ordered, items })
        }
        body::Block::Quote { paragraphs } => {
            let paragraphs = paragraphs.into_iter().map(paragraph).collect();
            Block::Quote(QuoteBlock { paragraphs })
        }
        body::Block::Table { caption, rows } => {
            Block::Table(TableBlock { caption, rows: rows.into_iter().map(row).collect() })
        }
        body::Block::Figure { position } => {
            Block::Figure(FigureBlock { figure: figure(position).map(Box::new) })
        }
    }
}

fn paragraph(text: Vec<body::Span>) -> ParagraphBlock {
    ParagraphBlock { spans: spans(text) }
}

fn row(row: body::Row) -> TableRow {
    let cell = |cell: body::Cell| TableCell {
        header: cell.header,
        column_span: cell.column_span.into(),
        row_span: cell.row_span.into(),
        spans: spans(cell.spans),
    };
    TableRow { cells: row.cells.into_iter().map(cell).collect() }
}

fn spans(spans: Vec<body::Span>) -> Vec<Span> {
    let span = |span: body::Span| Span {
        text: span.text,
        marks: span.marks.into_iter().map(Into::into).collect(),
        href: span.href,
    };
    spans.into_iter().map(span).collect()
}
