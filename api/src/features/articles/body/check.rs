//! Whether blocks from outside are blocks as `read` makes them: safe, and in the one form that each
//! body has.

use super::{
    Block, Body, BodyFigure, Row, Span,
    block::ListItem,
    gate,
    inline::{self, Inline, Style},
    links, read, render,
};

/// Why blocks are no body, and in which of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("block {block}: {reason}")]
pub struct BlockFault {
    /// Index of the block, from 0.
    pub block: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Body {
    /// The body of these blocks and figures, if they are in the form in which bodies are stored.
    /// HTML and text are rendered from them. Time grows with their length alone.
    pub fn from_blocks(blocks: Vec<Block>, figures: Vec<BodyFigure>) -> Result<Self, BlockFault> {
        let mut next_figure = 0;
        for (index, block) in blocks.iter().enumerate() {
            let fault = |reason| BlockFault { block: index, reason };
            check_block(block, &mut next_figure).map_err(fault)?;
        }
        if next_figure != figures.len() || !figures.iter().all(is_settled_figure) {
            let reason = "the figures are not those that the figure blocks name, in their order";
            return Err(BlockFault { block: blocks.len(), reason });
        }
        let html = render::html(&blocks, &figures);
        let text = render::text(&blocks);
        Ok(Self { html, text, blocks, figures })
    }
}

fn check_block(block: &Block, next_figure: &mut usize) -> Result<(), &'static str> {
    match block {
        Block::Paragraph { spans } => check_spans(spans, true),
        Block::Heading { level: 2..=4, spans } => check_spans(spans, false),
        Block::Heading { .. } => Err("a heading has a level from 2 to 4"),
        Block::List { items, .. } => check_items(items),
        Block::Quote { paragraphs } if paragraphs.is_empty() => Err("a quotation is never empty"),
        Block::Quote { paragraphs } => {
            paragraphs.iter().try_for_each(|spans| check_spans(spans, true))
        }
        Block::Table { caption, rows } => check_table(caption.as_deref(), rows),
        Block::Figure { position } if usize::from(*position) == *next_figure => {
            *next_figure += 1;
            Ok(())
        }
        Block::Figure { .. } => Err("figures are numbered from 0 in reading order"),
    }
}

fn check_items(items: &[ListItem]) -> Result<(), &'static str> {
    let mut deepest = 0;
    for item in items {
        if item.level > deepest.min(read::MAX_LEVEL) {
            return Err("an item of a list is at most one level deeper than the one before it");
        }
        deepest = item.level + 1;
        check_spans(&item.spans, false)?;
    }
    if items.is_empty() { Err("a list is never empty") } else { Ok(()) }
}

fn check_table(caption: Option<&str>, rows: &[Row]) -> Result<(), &'static str> {
    if rows.is_empty() || rows.iter().any(|row| row.cells.is_empty()) {
        return Err("neither a table nor a row of one is ever empty");
    }
    if caption.is_some_and(|caption| !is_one_line(caption)) {
        return Err("the caption of a table is one line of settled text");
    }
    for cell in rows.iter().flat_map(|row| &row.cells) {
        let spans = [cell.column_span, cell.row_span];
        if !spans.iter().all(|span| (1..=read::MAX_SPAN).contains(span)) {
            return Err("a cell covers 1 to 1000 columns and rows");
        }
        if !cell.spans.is_empty() {
            check_spans(&cell.spans, false)?;
        }
    }
    Ok(())
}

/// Spans are in their form if settling them once more changes nothing.
fn check_spans(spans: &[Span], splits: bool) -> Result<(), &'static str> {
    let mut inline = Inline::default();
    for span in spans {
        let href = span.href.as_deref();
        if !href.is_none_or(is_settled_link) {
            return Err(
                "a link leads to an http, https, mailto or tel address in normal form, or to \
                        a stored file",
            );
        }
        let style = span.marks.iter().fold(Style::default(), |style, mark| style.marked(*mark));
        let style = style.linked(span.href.clone());
        for (nth, line) in span.text.split('\n').enumerate() {
            if nth > 0 {
                inline.line_break(splits);
            }
            inline.push(line, &style);
        }
    }
    match inline.take().as_slice() {
        [settled] if settled == spans => Ok(()),
        _ => Err("the spans are not settled: text in NFC, single spaces, sorted marks"),
    }
}

fn is_settled_link(href: &str) -> bool {
    gate::link_address(href).as_deref() == Some(href) || links::is_own_file(href)
}

fn is_settled_figure(figure: &BodyFigure) -> bool {
    let lines = [&figure.caption, &figure.alt].into_iter().flatten();
    let source = figure.source_url.as_deref();
    lines.into_iter().all(|line| is_one_line(line))
        && source.is_none_or(|url| gate::image_address(url).as_deref() == Some(url))
}

fn is_one_line(text: &str) -> bool {
    inline::one_line(text).as_deref() == Some(text)
}
