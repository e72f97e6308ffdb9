//! Reads blocks out of clean HTML.
//!
//! The walk is recursive: `tame` has bounded the depth of what comes here.

mod figure;
mod list;
mod table;

pub(super) use self::{list::MAX_LEVEL, table::MAX_SPAN};

use super::{
    BodyFigure,
    block::{Block, Mark, Span},
    captions::Draft,
    gate,
    inline::{self, Inline, Style},
    portal,
};
use scraper::{ElementRef, Html, Node, node::Element};
use std::{
    mem::{replace, take},
    ops::Deref,
};
use url::Url;

/// Any node of the tree. `scraper` gives the type no name of its own.
type NodeRef<'a> = <ElementRef<'a> as Deref>::Target;

/// Reads HTML that has passed the gate; `portal` is where it was written, if an editor wrote it.
pub(super) fn read(html: &str, portal: Option<&Url>) -> Vec<Draft> {
    let tree = Html::parse_fragment(html);
    let mut reader = Reader { portal: portal.cloned(), ..Reader::default() };
    reader.children(tree.tree.root(), &Style::default());
    reader.flush();
    reader.drafts
}

/// What the text that is being read will be part of.
#[derive(Clone, Copy)]
enum Place {
    /// A paragraph of its own, perhaps set apart from the others.
    Flow {
        aside: bool,
    },
    Heading {
        level: u8,
    },
    Quote,
    Item {
        depth: usize,
        ordered: bool,
    },
    /// A cell or a caption, which holds text alone: blocks in it are lines.
    Label,
}

impl Default for Place {
    fn default() -> Self {
        Self::Flow { aside: false }
    }
}

#[derive(Default)]
struct Reader {
    portal: Option<Url>,
    drafts: Vec<Draft>,
    inline: Inline,
    place: Place,
    /// Index of the list or quote that the next item or paragraph still belongs to.
    open: Option<usize>,
    /// For each item of the list being read, the depth at which it stood.
    depths: Vec<usize>,
    /// Images met inside labels, which follow after the block that the label is in.
    held: Vec<BodyFigure>,
}

impl Reader {
    fn children(&mut self, node: NodeRef<'_>, style: &Style) {
        for child in node.children() {
            self.node(child, style);
        }
    }

    fn node(&mut self, node: NodeRef<'_>, style: &Style) {
        match node.value() {
            Node::Text(text) => self.inline.push(text, style),
            Node::Element(element) => self.element(node, element, style),
            _ => {}
        }
    }

    fn element(&mut self, node: NodeRef<'_>, element: &Element, style: &Style) {
        match element.name() {
            "br" => {
                let splits = matches!(self.place, Place::Flow { .. } | Place::Quote);
                self.inline.line_break(splits);
            }
            "img" => self.image(element),
            "a" => {
                let href = element.attr("href").and_then(gate::link_address);
                let href = match &self.portal {
                    Some(portal) => href.and_then(|href| portal::settled(href, portal)),
                    None => href,
                };
                self.children(node, &style.linked(href));
            }
            "html" | "tbody" | "tr" | "span" => self.children(node, style),
            name => match Mark::ALL.into_iter().find(|mark| mark.tag() == name) {
                Some(mark) => self.children(node, &style.marked(mark)),
                None => self.block(node, element, style),
            },
        }
    }

    fn block(&mut self, node: NodeRef<'_>, element: &Element, style: &Style) {
        if matches!(self.place, Place::Label) {
            return self.within(self.place, node, style);
        }
        match element.name() {
            "h2" => self.heading(2, node, style),
            "h3" => self.heading(3, node, style),
            "h4" => self.heading(4, node, style),
            "ul" => self.list(false, node, style),
            "ol" => self.list(true, node, style),
            "li" => self.item(node, style),
            "blockquote" => self.quote(node, style),
            "figure" => self.figure(node, style),
            "table" => self.table(node, style),
            "figcaption" => self.paragraph(true, node, style),
            _ => self.paragraph(element.attr("align") == Some("center"), node, style),
        }
    }

    fn paragraph(&mut self, centred: bool, node: NodeRef<'_>, style: &Style) {
        let place = match self.place {
            Place::Flow { aside } => Place::Flow { aside: aside || centred },
            place => place,
        };
        self.within(place, node, style);
    }

    /// Reads an element whose text does not run on into what stands around it.
    fn within(&mut self, place: Place, node: NodeRef<'_>, style: &Style) {
        self.boundary();
        let outer = replace(&mut self.place, place);
        self.children(node, style);
        self.boundary();
        self.place = outer;
    }

    fn boundary(&mut self) {
        match self.place {
            Place::Flow { .. } | Place::Quote => self.flush(),
            Place::Heading { .. } | Place::Item { .. } | Place::Label => {
                self.inline.line_break(false);
            }
        }
    }

    fn heading(&mut self, level: u8, node: NodeRef<'_>, style: &Style) {
        if !matches!(self.place, Place::Flow { .. } | Place::Quote) {
            return self.within(self.place, node, style);
        }
        self.flush();
        let outer = replace(&mut self.place, Place::Heading { level });
        self.children(node, style);
        self.flush();
        self.place = outer;
    }

    fn quote(&mut self, node: NodeRef<'_>, style: &Style) {
        if !matches!(self.place, Place::Flow { .. }) {
            return self.within(self.place, node, style);
        }
        self.flush();
        self.open = None;
        self.within(Place::Quote, node, style);
        self.open = None;
    }

    /// Ends the text so far and makes it what its place says.
    fn flush(&mut self) {
        let paragraphs = self.inline.take();
        match self.place {
            Place::Flow { aside } => {
                let drafts = paragraphs.into_iter();
                self.drafts.extend(drafts.map(|spans| Draft::Paragraph { spans, aside }));
            }
            Place::Heading { level } => {
                let headings = paragraphs.into_iter();
                let headings = headings.map(|spans| Block::Heading { level, spans });
                self.drafts.extend(headings.map(Draft::Other));
            }
            Place::Quote => self.extend_quote(paragraphs),
            Place::Item { depth, ordered } => self.extend_list(depth, ordered, paragraphs),
            // A label is taken whole by whoever reads it.
            Place::Label => {}
        }
    }

    fn extend_quote(&mut self, new: Vec<Vec<Span>>) {
        if new.is_empty() {
            return;
        }
        if self.open.is_some_and(|open| open + 1 == self.drafts.len())
            && let Some(Draft::Other(Block::Quote { paragraphs })) = self.drafts.last_mut()
        {
            paragraphs.extend(new);
        } else {
            self.open = Some(self.drafts.len());
            self.drafts.push(Draft::Other(Block::Quote { paragraphs: new }));
        }
    }
}
