//! How many objects a field asks for, by its arguments.

use async_graphql::{
    ParsedValue as Argument, Value as Constant,
    parser::types::{Field, OperationDefinition},
};
use serde_json::{Map, Number, Value};

use super::super::{count, prices::Size};
use crate::platform::paging;

/// Where the values of arguments come from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Its variables may have defaults.
    pub operation: &'a OperationDefinition,
    /// Those that came with the request.
    pub variables: &'a Map<String, Value>,
}

/// What the size of a list can be read from.
enum Input<'a> {
    Number(&'a Number),
    List(usize),
    Other,
}

impl<'a> Inputs<'a> {
    /// The size of a field that stands on a page of this size.
    pub fn size(self, field: &'a Field, size: &Size, page: u32) -> u32 {
        match size {
            Size::Fixed(size) => *size,
            Size::OfPage => page,
            Size::Argument(name) => {
                field.get_argument(name).map_or(1, |list| self.length(&list.node))
            }
            Size::Page(default) => {
                let sizes = ["first", "last"].map(|name| field.get_argument(name));
                let sizes = sizes.into_iter().flatten();
                let asked = sizes.filter_map(|size| self.page_size(&size.node)).max();
                asked.unwrap_or(*default)
            }
        }
    }

    /// The page size that an argument names; None if it names none. One out of range counts as the
    /// next within it: the field refuses it before it reads anything, and says why.
    fn page_size(self, argument: &'a Argument) -> Option<u32> {
        let Input::Number(number) = self.input(argument) else { return None };
        let size = match number.as_i64() {
            Some(size) => u64::try_from(size).unwrap_or_default(),
            None => number.as_u64()?,
        };
        u32::try_from(size.clamp(1, paging::MAX_SIZE)).ok()
    }

    /// How many elements a list has. By the specification a single value is a list of one.
    fn length(self, argument: &'a Argument) -> u32 {
        match self.input(argument) {
            Input::List(length) => count(length),
            Input::Number(_) | Input::Other => 1,
        }
    }

    fn input(self, argument: &'a Argument) -> Input<'a> {
        match argument {
            Argument::Number(number) => Input::Number(number),
            Argument::List(elements) => Input::List(elements.len()),
            Argument::Variable(name) => match self.variables.get(name.as_str()) {
                Some(Value::Number(number)) => Input::Number(number),
                Some(Value::Array(elements)) => Input::List(elements.len()),
                Some(_) => Input::Other,
                None => self.default(name),
            },
            _ => Input::Other,
        }
    }

    fn default(self, variable: &str) -> Input<'a> {
        let definitions = self.operation.variable_definitions.iter().map(|known| &known.node);
        let mut named = definitions.filter(|known| known.name.node == variable);
        match named.next().and_then(|known| known.default_value.as_ref()).map(|value| &value.node) {
            Some(Constant::Number(number)) => Input::Number(number),
            Some(Constant::List(elements)) => Input::List(elements.len()),
            _ => Input::Other,
        }
    }
}
