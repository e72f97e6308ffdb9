//! Which operation of a document is run, and whether it is given what it needs.

use async_graphql::{
    Name, Positioned,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition},
};
use serde_json::{Map, Value};

use super::failure::Failure;
use crate::platform::error::{BadInput, Code};

/// Longest name of a variable that is told, in characters.
const MAX_NAME: usize = 100;

/// The operation to run, and the name that it has in the document.
pub fn select<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<(Option<&'a str>, &'a OperationDefinition), Failure> {
    let named = |(name, operation): (&'a Name, &'a Positioned<OperationDefinition>)| {
        (Some(name.as_str()), &operation.node)
    };
    let chosen = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some((None, &operation.node)),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get_key_value(name).map(named)
        }
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.iter().next().map(named)
        }
        (DocumentOperations::Multiple(_), None) => None,
    };
    let message = match name {
        Some(_) => "The document has no operation of this `operationName`",
        None => "The document has several operations: say which one in `operationName`",
    };
    let fault = || Failure::document(BadInput::new(Code::OperationResolutionFailed, message));
    chosen.ok_or_else(fault)
}

/// A required variable that is missing would otherwise show only once the operation runs.
pub fn require_variables(
    operation: &OperationDefinition,
    variables: &Map<String, Value>,
) -> Result<(), Failure> {
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let name: &Name = &definition.name.node;
        let required = !definition.var_type.node.nullable && definition.default_value.is_none();
        if required && variables.get(name.as_str()).is_none_or(Value::is_null) {
            let shown: String = name.chars().take(MAX_NAME).collect();
            let message = format!("The variable `${shown}` must be given, and not null");
            let fault = BadInput::new(Code::BadUserInput, message).with("variable", shown);
            return Err(Failure::document(fault));
        }
    }
    Ok(())
}
