//! Tables: data, frames around an image, or means to arrange a page.

use super::{Block, Draft, NodeRef, Place, Reader, Style, inline, replace};
use crate::features::articles::body::{
    block::{Cell, Row},
    captions::MAX_CAPTION,
};
use scraper::Node;

/// The widest and the highest cell, as in browsers, which clamp columns alike.
pub(in super::super) const MAX_SPAN: u16 = 1000;

/// The parts of one table, without those of tables inside it.
#[derive(Default)]
struct Parts<'a> {
    caption: Option<NodeRef<'a>>,
    /// None of them empty.
    rows: Vec<Vec<NodeRef<'a>>>,
}

impl Reader {
    pub(super) fn table(&mut self, node: NodeRef<'_>, style: &Style) {
        let parts = Parts::of(node);
        self.flush();
        match parts.kind(node) {
            Kind::Data => self.data(&parts),
            Kind::Frame => self.flow(&parts, Place::Flow { aside: true }, style),
            Kind::Layout => self.flow(&parts, self.place, style),
        }
    }

    fn data(&mut self, parts: &Parts<'_>) {
        let caption = parts.caption.and_then(|node| inline::flat(&self.label(node)));
        let mut rows = Vec::new();
        for nodes in &parts.rows {
            rows.push(Row { cells: nodes.iter().map(|node| self.cell(*node)).collect() });
        }
        let cells = || rows.iter().flat_map(|row| &row.cells);
        if caption.is_some() || cells().any(|cell| !cell.spans.is_empty()) {
            self.drafts.push(Draft::Other(Block::Table { caption, rows }));
        }
        self.release();
    }

    fn cell(&mut self, node: NodeRef<'_>) -> Cell {
        let span = |name| {
            let value = node.value().as_element().and_then(|element| element.attr(name));
            value.and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
        };
        Cell {
            header: name(node) == "th",
            column_span: span("colspan"),
            row_span: span("rowspan"),
            spans: self.label(node),
        }
    }

    /// Reads the cells one after the other, as if there were no table.
    fn flow(&mut self, parts: &Parts<'_>, place: Place, style: &Style) {
        let outer = replace(&mut self.place, place);
        for node in parts.caption.iter().chain(parts.rows.iter().flatten()) {
            self.paragraph(false, *node, style);
        }
        self.flush();
        self.place = outer;
    }
}

enum Kind {
    Data,
    /// One column of images with short texts under them.
    Frame,
    Layout,
}

impl<'a> Parts<'a> {
    fn of(table: NodeRef<'a>) -> Self {
        let mut parts = Self::default();
        for child in table.children() {
            if name(child) == "caption" {
                parts.caption.get_or_insert(child);
            }
            // The parser puts every row into a group.
            for row in child.children().filter(|row| name(*row) == "tr") {
                let cells = row.children().filter(|cell| matches!(name(*cell), "td" | "th"));
                parts.rows.push(cells.collect());
            }
        }
        parts.rows.retain(|cells| !cells.is_empty());
        parts
    }

    fn kind(&self, table: NodeRef<'_>) -> Kind {
        let count =
            |tag| table.descendants().skip(1).filter(move |node| name(*node) == tag).count();
        if count("table") > 0 {
            return Kind::Layout;
        }
        let images = count("img");
        let one_column = self.rows.iter().all(|cells| cells.len() == 1);
        if one_column && images > 0 && text_length(table) <= images * MAX_CAPTION {
            return Kind::Frame;
        }
        if self.rows.iter().flatten().count() > 1 { Kind::Data } else { Kind::Layout }
    }
}

fn name<'a>(node: NodeRef<'a>) -> &'a str {
    node.value().as_element().map_or("", |element| element.name())
}

fn text_length(node: NodeRef<'_>) -> usize {
    let texts = node.descendants().filter_map(|node| match node.value() {
        Node::Text(text) => Some(text.split_whitespace()),
        _ => None,
    });
    texts.flatten().map(|word| word.chars().count() + 1).sum()
}
