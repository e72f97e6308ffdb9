//! Which field of an operation its viewer may not select.
//!
//! Looked for only once the operation as a whole is found to need more than the viewer has: then one
//! of its fields does by itself, for needs add up to nothing that none of them asks for.

use async_graphql::{
    Name, Pos,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use super::prices::{Fields, Prices};
use crate::platform::{error::BadInput, viewer::Viewer};

/// A field that a viewer may not select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// What to tell; it names the field as the schema does.
    pub fault: BadInput,
    /// The way to the field, as the answer would have it: lists of nothing have no places.
    pub path: Vec<String>,
    /// Where the document has it.
    pub location: Pos,
}

/// The first field of an operation that its viewer may not select. Fragments must be known not to be
/// circular.
pub fn first(
    prices: &Prices,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    viewer: Viewer,
) -> Option<Denied> {
    let mut search = Search { prices, document, viewer, path: Vec::new() };
    search.selections(&operation.selection_set.node, prices.root(operation.ty))
}

struct Search<'a> {
    prices: &'a Prices,
    document: &'a ExecutableDocument,
    viewer: Viewer,
    /// Response keys of the fields around.
    path: Vec<&'a str>,
}

impl<'a> Search<'a> {
    fn selections(&mut self, set: &'a SelectionSet, on: Option<&'a Fields>) -> Option<Denied> {
        set.items.iter().find_map(|selection| {
            let (condition, below) = match &selection.node {
                Selection::Field(field) => return self.field(&field.node, field.pos, on),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    (condition.map(|condition| &condition.node.on.node), &inline.node.selection_set)
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.node.fragment_name.node)?;
                    let condition = &fragment.node.type_condition.node.on.node;
                    (Some(condition), &fragment.node.selection_set)
                }
            };
            let narrowed = self.prices.narrowed(on, condition.map(Name::as_str));
            self.selections(&below.node, narrowed)
        })
    }

    fn field(&mut self, field: &'a Field, location: Pos, on: Option<&'a Fields>) -> Option<Denied> {
        self.path.push(&field.response_key().node);
        let known = on.and_then(|on| Some((on, on.prices.get(field.name.node.as_str())?)));
        let refused = known.and_then(|(on, price)| {
            let fault = price.needs.check(self.viewer).err()?;
            let path = self.path.iter().map(|&key| key.to_owned()).collect();
            let name = format!("{}.{}", on.name, field.name.node);
            Some(Denied { fault: fault.with("field", name), path, location })
        });
        let object = known.and_then(|(_, price)| self.prices.fields(price.object.as_deref()?));
        let denied = refused.or_else(|| self.selections(&field.selection_set.node, object));
        self.path.pop();
        denied
    }
}
