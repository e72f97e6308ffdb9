//! How many objects a field asks for, by its arguments.

use std::{collections::HashMap, convert::Infallible, ptr};

use async_graphql::{
    Name, Number, Value as Constant,
    parser::types::{Field, OperationDefinition},
};
use serde_json::{Map, Value};

use super::super::{
    count,
    prices::{COUNTED, Size},
};
use crate::platform::{connection, paging};

/// Where the values of arguments come from.
#[derive(Debug)]
pub struct Inputs<'a> {
    operation: &'a OperationDefinition,
    variables: &'a Map<String, Value>,
    /// Sizes by the field, which is met as often as its fragment is spread: a long list is read
    /// once.
    known: HashMap<*const Field, u32>,
}

/// What the size of a list can be read from.
#[derive(Clone, Copy, Debug)]
enum Input {
    Number(u64),
    List(usize),
    Other,
}

impl<'a> Inputs<'a> {
    /// The variables of a request, and the operation that gives them defaults.
    pub fn new(operation: &'a OperationDefinition, variables: &'a Map<String, Value>) -> Self {
        Self { operation, variables, known: HashMap::new() }
    }

    /// The size of a field that stands on a page of this size.
    pub fn size(&mut self, field: &'a Field, size: &Size, page: u32) -> u32 {
        if let Some(size) = self.known.get(&ptr::from_ref(field)) {
            return *size;
        }
        let size = match size {
            Size::Fixed(size) => return *size,
            Size::OfPage => return page,
            Size::Argument(name) => self.length(field, name),
            Size::Page(default) => {
                let asked =
                    ["first", "last"].map(|name| self.number(field, name, paging::MAX_SIZE));
                asked.into_iter().flatten().max().unwrap_or(*default)
            }
            Size::Count(default) => {
                let asked = self.number(field, "upTo", connection::MAX_COUNT.unsigned_abs());
                asked.unwrap_or(*default).div_ceil(COUNTED)
            }
        };
        self.known.insert(ptr::from_ref(field), size);
        size
    }

    /// The number that an argument names; None if it names none. One out of range counts as the
    /// next within it: the field refuses it before it reads anything, and says why.
    fn number(&self, field: &Field, argument: &str, most: u64) -> Option<u32> {
        match self.input(field, argument) {
            Input::Number(number) => u32::try_from(number.clamp(1, most)).ok(),
            Input::List(_) | Input::Other => None,
        }
    }

    /// How many elements a list has. By the specification a single value is a list of one.
    fn length(&self, field: &Field, argument: &str) -> u32 {
        match self.input(field, argument) {
            Input::List(length) => count(length),
            Input::Number(_) | Input::Other => 1,
        }
    }

    fn input(&self, field: &Field, argument: &str) -> Input {
        let Some(argument) = field.get_argument(argument) else { return Input::Other };
        // Variables within are not looked up: a list of long lists is as long as it is written.
        let mut variable = None;
        let constant = argument.node.clone().into_const_with(|name| {
            variable = Some(name);
            Ok::<_, Infallible>(Constant::Null)
        });
        match (constant, variable) {
            (Ok(Constant::Null), Some(name)) => self.variable(&name),
            (Ok(constant), _) => Input::from(&constant),
        }
    }

    fn variable(&self, name: &Name) -> Input {
        match self.variables.get(name.as_str()) {
            Some(Value::Number(number)) => Input::from(number),
            Some(Value::Array(elements)) => Input::List(elements.len()),
            Some(_) => Input::Other,
            None => {
                let mut definitions = self.operation.variable_definitions.iter();
                let definition = definitions.find(|known| known.node.name.node == *name);
                let default = definition.and_then(|known| known.node.default_value.as_ref());
                default.map_or(Input::Other, |default| Input::from(&default.node))
            }
        }
    }
}

impl From<&Constant> for Input {
    fn from(constant: &Constant) -> Self {
        match constant {
            Constant::Number(number) => number.into(),
            Constant::List(elements) => Self::List(elements.len()),
            _ => Self::Other,
        }
    }
}

impl From<&Number> for Input {
    /// Negative numbers are none: only page sizes are asked for.
    fn from(number: &Number) -> Self {
        match (number.as_u64(), number.as_i64()) {
            (Some(size), _) => Self::Number(size),
            (None, Some(_)) => Self::Number(0),
            (None, None) => Self::Other,
        }
    }
}
