//! The size of a document once its fragments are expanded, without expanding them.
//!
//! Each fragment is measured once, however often it is spread: twenty levels that each spread the
//! next one twice are a million fields, and the library's own limits walk all of them.

use std::collections::HashMap;

use async_graphql::parser::types::{
    DirectiveLocation, ExecutableDocument, Field, FragmentDefinition, OperationDefinition,
    OperationType, Selection, SelectionSet,
};

use super::{
    Limits, count, inputs, invalid,
    prices::Prices,
    rules::{check_directives, check_type_name},
    within,
};
use crate::platform::error::{BadInput, Code};

/// The size of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Fields inside of each other.
    pub depth: u32,
    /// Fields after expansion: of all operations, and of fragments that no operation spreads.
    pub fields: u32,
    /// Aliases as written.
    pub aliases: u32,
    /// Fragments as written.
    pub fragments: u32,
}

/// Measures a document and refuses it when it is too large, when a fragment spreads itself or is
/// not there, and when a directive stands where none is defined.
pub fn check(
    limits: &Limits,
    prices: &Prices,
    document: &ExecutableDocument,
) -> Result<Shape, BadInput> {
    let fragments = count(document.fragments.len());
    let message = "The document has too many fragments";
    within(Code::FragmentLimit, message, fragments, limits.fragments)?;

    let mut walk = Walk { limits, prices, document, aliases: 0, known: HashMap::new() };
    let size = walk.document()?;
    let message = "The document has too many aliases";
    within(Code::AliasLimit, message, walk.aliases, limits.aliases)?;
    let message = "Fields of the document stand too deep inside of each other";
    within(Code::DepthLimit, message, size.depth, limits.depth)
        .map_err(|fault| fault.with("measure", "depth"))?;
    let message = "The document has too many fields once its fragments are expanded";
    within(Code::FieldLimit, message, size.fields, limits.fields)?;
    let message = "The document has too many values in arguments once its fragments are expanded";
    within(Code::TokenLimit, message, size.inputs, limits.tokens)?;
    Ok(Shape { depth: size.depth, fields: size.fields, aliases: walk.aliases, fragments })
}

/// The size of one selection, all below it included.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    fields: u32,
    depth: u32,
    /// Values in arguments.
    inputs: u32,
    /// Selections inside of each other, which are more than fields: fragments count too.
    levels: u32,
}

impl Size {
    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.depth = self.depth.max(other.depth);
        self.inputs = self.inputs.saturating_add(other.inputs);
        self.levels = self.levels.max(other.levels);
    }
}

struct Walk<'a> {
    limits: &'a Limits,
    prices: &'a Prices,
    document: &'a ExecutableDocument,
    aliases: u32,
    /// The fragments met so far; None while one is being measured.
    known: HashMap<&'a str, Option<Size>>,
}

impl<'a> Walk<'a> {
    fn document(&mut self) -> Result<Size, BadInput> {
        let document = self.document;
        let mut size = Size::default();
        for (_, operation) in document.operations.iter() {
            size.add(self.operation(&operation.node)?);
        }
        // Validation refuses these, but not before it has walked them.
        let fragments = document.fragments.keys().map(|name| name.as_str());
        let unused: Vec<_> = fragments.filter(|name| !self.known.contains_key(name)).collect();
        for name in unused {
            size.add(self.fragment(name, 1)?);
        }
        Ok(size)
    }

    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Size, BadInput> {
        let location = match operation.ty {
            OperationType::Query => DirectiveLocation::Query,
            OperationType::Mutation => DirectiveLocation::Mutation,
            OperationType::Subscription => DirectiveLocation::Subscription,
        };
        check_directives(self.prices, &operation.directives, location)?;
        for variable in &operation.variable_definitions {
            let location = DirectiveLocation::VariableDefinition;
            check_directives(self.prices, &variable.node.directives, location)?;
        }
        self.selections(&operation.selection_set.node, 1)
    }

    /// `level` is how deep the selections stand; refusing by it is what bounds the recursion.
    fn selections(&mut self, set: &'a SelectionSet, level: u32) -> Result<Size, BadInput> {
        self.check_level(level)?;
        let mut size = Size { levels: 1, ..Size::default() };
        for selection in &set.items {
            let below = self.selection(&selection.node, level)?;
            size.add(Size { levels: below.levels.saturating_add(1), ..below });
        }
        Ok(size)
    }

    fn selection(&mut self, selection: &'a Selection, level: u32) -> Result<Size, BadInput> {
        let location = match selection {
            Selection::Field(_) => DirectiveLocation::Field,
            Selection::InlineFragment(_) => DirectiveLocation::InlineFragment,
            Selection::FragmentSpread(_) => DirectiveLocation::FragmentSpread,
        };
        check_directives(self.prices, selection.directives(), location)?;
        let mut size = match selection {
            Selection::Field(field) => self.field(&field.node, level)?,
            Selection::InlineFragment(inline) => {
                self.selections(&inline.node.selection_set.node, level + 1)?
            }
            Selection::FragmentSpread(spread) => {
                self.fragment(&spread.node.fragment_name.node, level + 1)?
            }
        };
        let inputs = inputs::of_directives(selection.directives());
        size.inputs = size.inputs.saturating_add(inputs);
        Ok(size)
    }

    fn field(&mut self, field: &'a Field, level: u32) -> Result<Size, BadInput> {
        check_type_name(field)?;
        self.aliases = self.aliases.saturating_add(u32::from(field.alias.is_some()));
        let mut size = match field.selection_set.node.items.is_empty() {
            true => Size::default(),
            false => self.selections(&field.selection_set.node, level + 1)?,
        };
        size.add(Size { fields: 1, inputs: inputs::of_field(field), ..Size::default() });
        size.depth = size.depth.saturating_add(1);
        Ok(size)
    }

    fn fragment(&mut self, name: &'a str, level: u32) -> Result<Size, BadInput> {
        match self.known.get(name) {
            Some(Some(size)) => {
                let size = *size;
                self.check_level(level.saturating_add(size.levels) - 1)?;
                return Ok(size);
            }
            Some(None) => {
                let message = "A fragment of the document spreads itself";
                return Err(BadInput::new(Code::FragmentCycle, message));
            }
            None => {}
        }
        let definition = self.document.fragments.get(name);
        let definition: &FragmentDefinition =
            &definition.ok_or_else(|| invalid("A fragment that is spread is not defined"))?.node;
        let location = DirectiveLocation::FragmentDefinition;
        check_directives(self.prices, &definition.directives, location)?;
        self.known.insert(name, None);
        let size = self.selections(&definition.selection_set.node, level)?;
        self.known.insert(name, Some(size));
        Ok(size)
    }

    fn check_level(&self, level: u32) -> Result<(), BadInput> {
        let message = "Selections of the document stand too deep inside of each other";
        within(Code::DepthLimit, message, level, self.limits.nesting)
            .map_err(|fault| fault.with("measure", "nesting"))
    }
}
