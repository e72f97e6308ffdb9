//! Lists, whose nesting becomes a number.

use super::{Block, Draft, NodeRef, Place, Reader, Span, Style, replace};
use crate::features::articles::body::block::ListItem;

/// Deeper items stand at this level.
pub(in super::super) const MAX_LEVEL: u8 = 5;

impl Reader {
    pub(super) fn list(&mut self, ordered: bool, node: NodeRef<'_>, style: &Style) {
        self.flush();
        let place = match self.place {
            Place::Item { depth, ordered } => Place::Item { depth: depth + 1, ordered },
            _ => {
                self.open = None;
                Place::Item { depth: 0, ordered }
            }
        };
        let outer = replace(&mut self.place, place);
        self.children(node, style);
        self.flush();
        self.place = outer;
        if !matches!(outer, Place::Item { .. }) {
            self.open = None;
        }
    }

    pub(super) fn item(&mut self, node: NodeRef<'_>, style: &Style) {
        if !matches!(self.place, Place::Item { .. }) {
            return self.paragraph(false, node, style);
        }
        self.flush();
        self.children(node, style);
        self.flush();
    }

    /// Adds an item to the list that is open, or begins a list with it.
    pub(super) fn extend_list(&mut self, depth: usize, ordered: bool, new: Vec<Vec<Span>>) {
        for spans in new {
            let continues = self.open.is_some_and(|open| open + 1 == self.drafts.len());
            if !continues {
                self.open = Some(self.drafts.len());
                self.depths.clear();
                let items = Vec::new();
                self.drafts.push(Draft::Other(Block::List { ordered, items }));
            }
            // A level counts the items that this one is inside of, since an image may have cut a
            // list in two, and authors nest lists to indent.
            while self.depths.pop_if(|outer| *outer >= depth).is_some() {}
            let level =
                u8::try_from(self.depths.len()).map_or(MAX_LEVEL, |level| level.min(MAX_LEVEL));
            self.depths.push(depth);
            if let Some(Draft::Other(Block::List { items, .. })) = self.drafts.last_mut() {
                items.push(ListItem { level, spans });
            }
        }
    }
}
