//! Images, and text that is read apart from what stands around it.

use super::{
    BodyFigure, Draft, Element, Node, NodeRef, Place, Reader, Span, Style, gate, inline, portal,
    replace, take,
};

impl Reader {
    pub(super) fn figure(&mut self, node: NodeRef<'_>, style: &Style) {
        self.flush();
        let start = self.drafts.len();
        let place = match self.place {
            Place::Flow { .. } => Place::Flow { aside: true },
            place => place,
        };
        let outer = replace(&mut self.place, place);
        let mut label = Vec::new();
        for child in node.children() {
            match child.value() {
                Node::Element(element) if element.name() == "figcaption" && label.is_empty() => {
                    self.flush();
                    label = self.label(child);
                }
                _ => self.node(child, style),
            }
        }
        self.flush();
        self.place = outer;
        self.caption(start, label);
        self.release();
    }

    /// Gives a caption to the last image since `start`.
    fn caption(&mut self, start: usize, label: Vec<Span>) {
        let Some(text) = inline::flat(&label) else { return };
        let images = self.drafts[start..].iter_mut().rev();
        let mut uncaptioned = images.filter_map(|draft| match draft {
            Draft::Figure(figure) if figure.caption.is_none() => Some(figure),
            _ => None,
        });
        if let Some(figure) = uncaptioned.next() {
            figure.caption = Some(text);
        } else if self.drafts.len() == start {
            let caption = Some(text);
            self.drafts.push(Draft::Figure(BodyFigure { caption, ..BodyFigure::default() }));
        } else {
            // The figure was a table or a quotation.
            self.drafts.push(Draft::Paragraph { spans: label, aside: true });
        }
    }

    pub(super) fn image(&mut self, element: &Element) {
        let figure = BodyFigure {
            alt: element.attr("alt").and_then(inline::one_line),
            source_url: element.attr("src").and_then(gate::image_address),
            ..BodyFigure::default()
        };
        let figure = if self.portal.is_some() { portal::claimed(figure) } else { figure };
        if matches!(self.place, Place::Label) {
            self.held.push(figure);
        } else {
            self.flush();
            self.drafts.push(Draft::Figure(figure));
        }
    }

    /// Reads an element as text alone, whatever is being read around it.
    pub(super) fn label(&mut self, node: NodeRef<'_>) -> Vec<Span> {
        let outer = take(&mut self.inline);
        let place = replace(&mut self.place, Place::Label);
        self.children(node, &Style::default());
        self.place = place;
        replace(&mut self.inline, outer).take_joined()
    }

    /// Lets the images go that were met inside labels.
    pub(super) fn release(&mut self) {
        self.drafts.extend(self.held.drain(..).map(Draft::Figure));
    }
}
