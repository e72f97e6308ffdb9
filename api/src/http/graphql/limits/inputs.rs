//! How many values stand in arguments.
//!
//! The library copies and checks them for every spread of a fragment and every operation that
//! reaches it: one fragment with 800 unknown variables and 200 operations are 160,000 errors.

use std::convert::Infallible;

use async_graphql::{
    Name, Positioned, Value,
    parser::types::{Directive, Field},
};

/// Values in the arguments of a field.
pub fn of_field(field: &Field) -> u32 {
    let arguments = field.arguments.iter();
    let values = arguments.map(|(_, value)| values(value.node.clone().into_const_with(null)));
    values.fold(0, u32::saturating_add)
}

/// Values in the arguments of directives.
pub fn of_directives(directives: &[Positioned<Directive>]) -> u32 {
    let arguments = directives.iter().flat_map(|directive| &directive.node.arguments);
    let values = arguments.map(|(_, value)| values(value.node.clone().into_const_with(null)));
    values.fold(0, u32::saturating_add)
}

/// A variable is one value, whatever it stands for: the body is limited by itself.
fn null(_: Name) -> Result<Value, Infallible> {
    Ok(Value::Null)
}

fn values(Ok(value): Result<Value, Infallible>) -> u32 {
    fn inside(value: &Value) -> u32 {
        let within = match value {
            Value::List(elements) => elements.iter().map(inside).fold(0, u32::saturating_add),
            Value::Object(fields) => fields.values().map(inside).fold(0, u32::saturating_add),
            _ => 0,
        };
        within.saturating_add(1)
    }
    inside(&value)
}
