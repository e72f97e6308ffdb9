//! The library's own checks of documents and values, in words that say what to mend and repeat
//! nothing of what was sent.

use async_graphql::{
    Pos, ServerError,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use super::wording;
use crate::platform::error::{BadInput, Code};

/// What the library says ahead of the path to a value.
const OF_ARGUMENT: &str = "Invalid value for argument \"";
const OF_DEFAULT: &str = "Invalid default value for argument: \"";
/// Longest name of a variable that is told, in characters.
const MAX_VARIABLE: usize = 100;

/// What was found before the operation ran.
pub fn of_document(message: &str) -> BadInput {
    let code = Code::GraphqlValidationFailed;
    let path = |prefix| message.strip_prefix(prefix)?.split_once("\", ");
    if let Some((argument, reason)) = path(OF_ARGUMENT) {
        return of_argument(code, argument, reason);
    }
    if let Some((variable, _)) = path(OF_DEFAULT) {
        let variable: String = variable.chars().take(MAX_VARIABLE).collect();
        let message = format!("The default of `${variable}` is not of the type of the variable");
        return BadInput::new(code, message).with("variable", variable);
    }
    BadInput::new(code, wording::neutral(message))
}

/// What was found while it ran: a value that passed as one of its type and is none. The library
/// tells only where the argument stands in the document, and does not look into values that hold a
/// variable which was not given.
pub fn of_value(document: &ExecutableDocument, error: &ServerError) -> BadInput {
    let place = error.locations.first();
    match place.and_then(|place| argument_at(document, *place)) {
        Some(argument) => {
            let message = format!("`{argument}` has a value that its type does not take");
            BadInput::new(Code::BadUserInput, message).at(argument)
        }
        None => {
            let message = "A value cannot be read as the type of its argument";
            BadInput::new(Code::BadUserInput, message)
        }
    }
}

/// The argument whose value stands at this place. Its name is one of the schema: the operation is
/// valid.
fn argument_at(document: &ExecutableDocument, place: Pos) -> Option<&str> {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set);
    operations.chain(fragments).find_map(|set| argument_within(&set.node, place))
}

fn argument_within(set: &SelectionSet, place: Pos) -> Option<&str> {
    set.items.iter().find_map(|selection| match &selection.node {
        Selection::Field(field) => {
            let mut arguments = field.node.arguments.iter();
            let argument = arguments.find(|(_, value)| value.pos == place);
            let argument = argument.map(|(name, _)| name.node.as_str());
            argument.or_else(|| argument_within(&field.node.selection_set.node, place))
        }
        Selection::InlineFragment(inline) => {
            argument_within(&inline.node.selection_set.node, place)
        }
        Selection::FragmentSpread(_) => None,
    })
}

/// `argument` is a path of the schema's own names; the reason may name what was sent.
fn of_argument(code: Code, argument: &str, reason: &str) -> BadInput {
    let quoted: Vec<&str> = reason.split('"').skip(1).step_by(2).collect();
    if reason.to_lowercase().starts_with("oneof") {
        let message = format!("`{argument}` must have exactly one field, and not null in it");
        return BadInput::new(code, message).at(argument);
    }
    match (reason.split('"').next(), quoted.as_slice()) {
        (Some("field "), [field, ..]) => {
            let argument = format!("{argument}.{field}");
            BadInput::new(code, format!("`{argument}` must be given")).at(&argument)
        }
        (Some("unknown field "), [_, of]) => {
            let message = format!("`{argument}` has a field that `{of}` does not have");
            BadInput::new(code, message).at(argument)
        }
        (_, [expected, ..]) => {
            BadInput::new(code, format!("`{argument}` must be of type `{expected}`")).at(argument)
        }
        (_, []) => BadInput::new(code, format!("`{argument}` has a wrong value")).at(argument),
    }
}

#[cfg(test)]
mod tests {
    use super::{of_argument, of_document};
    use crate::platform::error::Code;

    #[test]
    fn a_wrong_value_is_told_by_its_argument_and_never_repeated() {
        for (reason, argument, message) in [
            ("expected type \"Int\"", "by", "`by` must be of type `Int`"),
            (
                "enumeration type \"ArticleOrderField\" does not contain the value \"SECRET\"",
                "by",
                "`by` must be of type `ArticleOrderField`",
            ),
            (
                "field \"id\" of type \"ID!\" is required but not provided",
                "by.id",
                "`by.id` must be given",
            ),
            (
                "unknown field \"SECRET\" of type \"ArticleBy\"",
                "by",
                "`by` has a field that `ArticleBy` does not have",
            ),
            (
                "Oneof input objects requires have exactly one field",
                "by",
                "`by` must have exactly one field, and not null in it",
            ),
        ] {
            let fault = of_document(&format!("Invalid value for argument \"by\", {reason}"));
            assert_eq!(
                (fault.message.as_str(), &fault.details["argument"]),
                (message, &argument.into())
            );
        }
        let unheard = of_argument(Code::GraphqlValidationFailed, "by", "no reason");
        assert_eq!(unheard.message, "`by` has a wrong value");
    }

    #[test]
    fn other_messages_are_cut() {
        assert_eq!(of_document(&"đ".repeat(1_000)).message, "đ".repeat(200));
    }
}
