//! Writes blocks as HTML and as text.
//!
//! The HTML is what a browser would write for the same tree, byte for byte, so that passing the
//! gate again changes nothing.

use super::{
    BodyFigure,
    block::{Block, Cell, ListItem, Row, Span},
    links,
};
use crate::platform::id::{self, Kind};

/// The blocks as HTML, one top-level element per line.
pub(super) fn html(blocks: &[Block], figures: &[BodyFigure]) -> String {
    let mut html = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            html.push('\n');
        }
        write_block(&mut html, block, figures);
    }
    html
}

fn write_block(html: &mut String, block: &Block, figures: &[BodyFigure]) {
    match block {
        Block::Paragraph { spans } => write_element(html, "p", |html| write_spans(html, spans)),
        Block::Heading { level, spans } => {
            write_element(html, &format!("h{level}"), |html| write_spans(html, spans));
        }
        Block::List { ordered, items } => {
            write_items(html, if *ordered { "ol" } else { "ul" }, items);
        }
        Block::Quote { paragraphs } => write_element(html, "blockquote", |html| {
            for spans in paragraphs {
                write_element(html, "p", |html| write_spans(html, spans));
            }
        }),
        Block::Table { caption, rows } => write_element(html, "table", |html| {
            if let Some(caption) = caption {
                write_element(html, "caption", |html| write_text(html, caption));
            }
            write_element(html, "tbody", |html| rows.iter().for_each(|row| write_row(html, row)));
        }),
        Block::Figure { position } => {
            if let Some(figure) = figures.get(usize::from(*position)) {
                write_element(html, "figure", |html| write_figure(html, figure));
            }
        }
    }
}

/// A nested list stands inside the item before it, so items close late.
fn write_items(html: &mut String, tag: &str, items: &[ListItem]) {
    let mut depth = 0;
    for item in items {
        let level = usize::from(item.level) + 1;
        if level > depth {
            write_start(html, tag, level - depth);
        } else {
            write_list_end(html, tag, depth - level);
            html.push_str("</li>");
        }
        depth = level;
        html.push_str("<li>");
        write_spans(html, &item.spans);
    }
    write_list_end(html, tag, depth);
}

fn write_start(html: &mut String, tag: &str, times: usize) {
    for _ in 0..times {
        html.extend(["<", tag, ">"]);
    }
}

fn write_list_end(html: &mut String, tag: &str, times: usize) {
    for _ in 0..times {
        html.extend(["</li></", tag, ">"]);
    }
}

fn write_row(html: &mut String, row: &Row) {
    write_element(html, "tr", |html| {
        for cell in &row.cells {
            write_cell(html, cell);
        }
    });
}

fn write_cell(html: &mut String, cell: &Cell) {
    let tag = if cell.header { "th" } else { "td" };
    html.extend(["<", tag]);
    for (name, span) in [("colspan", cell.column_span), ("rowspan", cell.row_span)] {
        if span > 1 {
            write_attribute(html, name, &span.to_string());
        }
    }
    html.push('>');
    write_spans(html, &cell.spans);
    html.extend(["</", tag, ">"]);
}

fn write_figure(html: &mut String, figure: &BodyFigure) {
    // The last part of a stored picture's address is for people: any does.
    let stored = figure.media_id.map(|id| format!("/media/{}/anh", id::encode(Kind::Image, id)));
    if let Some(source) = stored.as_ref().or(figure.source_url.as_ref()) {
        html.push_str("<img");
        write_attribute(html, "src", source);
        write_attribute(html, "alt", figure.alt.as_deref().unwrap_or_default());
        html.push('>');
    }
    if let Some(caption) = &figure.caption {
        write_element(html, "figcaption", |html| write_text(html, caption));
    }
}

fn write_spans(html: &mut String, spans: &[Span]) {
    for linked in spans.chunk_by(|left, right| left.href == right.href) {
        let href = linked[0].href.as_deref();
        if let Some(href) = href {
            html.push_str("<a");
            write_attribute(html, "href", href);
            // Mail and telephone links open no page, and files of the portal are its own.
            if href.starts_with("http") {
                html.push_str(links::APART);
            }
            html.push('>');
        }
        linked.iter().for_each(|span| write_marked(html, span));
        if href.is_some() {
            html.push_str("</a>");
        }
    }
}

fn write_marked(html: &mut String, span: &Span) {
    for mark in &span.marks {
        html.extend(["<", mark.tag(), ">"]);
    }
    write_text(html, &span.text);
    for mark in span.marks.iter().rev() {
        html.extend(["</", mark.tag(), ">"]);
    }
}

fn write_element(html: &mut String, tag: &str, content: impl FnOnce(&mut String)) {
    html.extend(["<", tag, ">"]);
    content(html);
    html.extend(["</", tag, ">"]);
}

fn write_text(html: &mut String, text: &str) {
    let mut rest = text;
    // Most texts have nothing to escape, and are copied as they are.
    while let Some(place) = special(rest) {
        let (plain, after) = rest.split_at(place);
        html.push_str(plain);
        let mut letters = after.chars();
        html.push_str(match letters.next() {
            Some('\n') => "<br>",
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            _ => "&nbsp;",
        });
        rest = letters.as_str();
    }
    html.push_str(rest);
}

/// Where the first character stands that is not written as it is. By bytes, which is several times
/// faster than by characters: the no-break space is the one of two bytes among them.
fn special(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut places = bytes.iter().enumerate().filter(|(place, byte)| match byte {
        b'\n' | b'&' | b'<' | b'>' => true,
        0xc2 => bytes.get(place + 1) == Some(&0xa0),
        _ => false,
    });
    places.next().map(|(place, _)| place)
}

fn write_attribute(html: &mut String, name: &str, value: &str) {
    html.extend([" ", name, "=\""]);
    for c in value.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\u{a0}' => html.push_str("&nbsp;"),
            _ => html.push(c),
        }
    }
    html.push('"');
}

/// The blocks as text, without the figures.
pub(super) fn text(blocks: &[Block]) -> String {
    let texts = blocks.iter().filter_map(block_text);
    texts.collect::<Vec<_>>().join("\n\n")
}

fn block_text(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph { spans } | Block::Heading { spans, .. } => Some(span_text(spans)),
        Block::List { items, .. } => Some(join(items, "\n", |item| span_text(&item.spans))),
        Block::Quote { paragraphs } => Some(join(paragraphs, "\n\n", |spans| span_text(spans))),
        Block::Table { caption, rows } => {
            let rows = join(rows, "\n", |row| {
                join(&row.cells, " | ", |cell| span_text(&cell.spans).replace('\n', " "))
            });
            Some(caption.iter().cloned().chain([rows]).collect::<Vec<_>>().join("\n"))
        }
        Block::Figure { .. } => None,
    }
}

fn join<T>(parts: &[T], separator: &str, text: impl Fn(&T) -> String) -> String {
    parts.iter().map(text).collect::<Vec<_>>().join(separator)
}

fn span_text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
