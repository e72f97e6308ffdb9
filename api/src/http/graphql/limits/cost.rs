//! What one operation asks for, by the sizes that it names and the prices of the schema.
//!
//! The document is known to be small when its fragments are expanded, so that they simply are.
//! `@skip` and `@include` change nothing: what may be asked for is paid.

mod size;

use std::{
    collections::HashMap,
    mem,
    ops::{Add, AddAssign},
};

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};
use serde_json::{Map, Value};

use self::size::Inputs;
use super::prices::{Fields, Prices, Role, Size};
use crate::platform::access::Needs;

/// What an operation asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Objects and values.
    pub sum: Sum,
    /// Values of introspection, which are no part of the sum.
    pub introspection: u32,
    /// The largest product of page sizes inside of each other.
    pub pages: u32,
    /// Who may ask for all of it.
    pub needs: Needs,
}

/// Objects and values that a selection asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Objects.
    pub nodes: u32,
    /// Values: every field, as often as it is answered.
    pub values: u32,
}

impl Add for Sum {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            values: self.values.saturating_add(other.values),
        }
    }
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Measures an operation of a document that is not circular. Fields that the schema does not have
/// cost what one value costs; refusing them is for validation.
pub fn measure(
    prices: &Prices,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Map<String, Value>,
) -> Spent {
    let inputs = Inputs::new(operation, variables);
    let needs = Needs::default();
    let (introspection, pages, reads) = (0, 1, false);
    let mut till = Till { prices, document, inputs, introspection, pages, needs, reads };
    let place = Place { times: 1, page: 1, pages: 1 };
    let sum = till.selections(&operation.selection_set.node, prices.root(operation.ty), place);
    let Till { introspection, pages, needs, .. } = till;
    Spent { sum, introspection, pages, needs }
}

/// Where a selection stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// How many objects stand there.
    times: u32,
    /// The size of the page, if it is a connection that stands there.
    page: u32,
    /// The product of the page sizes around it.
    pages: u32,
}

struct Till<'a> {
    prices: &'a Prices,
    document: &'a ExecutableDocument,
    inputs: Inputs<'a>,
    introspection: u32,
    pages: u32,
    needs: Needs,
    /// Whether rows of the connection that is being measured are asked for.
    reads: bool,
}

impl<'a> Till<'a> {
    fn selections(&mut self, set: &'a SelectionSet, on: Option<&'a Fields>, place: Place) -> Sum {
        let mut sum = Sum::default();
        // One object has one type: of what is asked of several, it answers one.
        let mut alternatives: HashMap<&str, Sum> = HashMap::new();
        for selection in &set.items {
            let (condition, below) = match &selection.node {
                Selection::Field(field) => {
                    let asked = self.field(&field.node, on, place);
                    match on.is_some_and(|fields| introspects(fields, &field.node)) {
                        true => {
                            self.introspection = self.introspection.saturating_add(asked.values)
                        }
                        false => sum += asked,
                    }
                    continue;
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    (condition.map(|condition| &condition.node.on.node), &inline.node.selection_set)
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let Some(fragment) = self.document.fragments.get(name) else { continue };
                    let condition = &fragment.node.type_condition.node.on.node;
                    (Some(condition), &fragment.node.selection_set)
                }
            };
            let narrowed = self.prices.narrowed(on, condition.map(Name::as_str));
            let below = self.selections(&below.node, narrowed, place);
            let role = |fields: Option<&Fields>| fields.map(|fields| fields.role);
            match (role(on), condition) {
                (Some(Role::Abstract), Some(name)) if role(narrowed) != Some(Role::Abstract) => {
                    *alternatives.entry(name).or_default() += below;
                }
                _ => sum += below,
            }
        }
        let nodes = alternatives.values().map(|alternative| alternative.nodes).max();
        let values = alternatives.values().map(|alternative| alternative.values).max();
        sum + Sum { nodes: nodes.unwrap_or_default(), values: values.unwrap_or_default() }
    }

    fn field(&mut self, field: &'a Field, on: Option<&'a Fields>, place: Place) -> Sum {
        let mut sum = Sum { nodes: 0, values: place.times };
        let below = &field.selection_set.node;
        let price = on.and_then(|fields| fields.prices.get(field.name.node.as_str()));
        let Some(price) = price else {
            // Not in the schema: the fields below count all the same.
            return sum + self.selections(below, None, place);
        };
        self.needs = self.needs.and(price.needs);
        let size = self.inputs.size(field, &price.size, place.page);
        let on_connection = on.is_some_and(|fields| fields.role == Role::Connection);
        self.reads |= on_connection && !matches!(price.size, Size::Count(_));
        let objects = place.times.saturating_mul(size);
        let nodes = objects.saturating_mul(price.nodes);
        let object = price.object.as_deref().and_then(|object| self.prices.fields(object));
        let is_page = matches!(price.size, Size::Page(_) | Size::Argument(_));
        let pages = if is_page { place.pages.saturating_mul(size) } else { place.pages };
        let below = |times| Place { times, page: size, pages };
        if object.is_some_and(|object| object.role == Role::Connection) {
            let outside = mem::replace(&mut self.reads, false);
            sum += self.selections(&field.selection_set.node, object, below(place.times));
            // A list of which only the length is asked for reads no row.
            if !mem::replace(&mut self.reads, outside) {
                return sum;
            }
        } else {
            sum += self.selections(&field.selection_set.node, object, below(objects));
        }
        if is_page {
            self.pages = self.pages.max(pages);
        }
        sum + Sum { nodes, values: 0 }
    }
}

/// Whether a field asks about the schema: the only ones of that kind that lead on.
fn introspects(on: &Fields, field: &Field) -> bool {
    let name = field.name.node.as_str();
    name.starts_with("__") && on.prices.contains_key(name)
}
