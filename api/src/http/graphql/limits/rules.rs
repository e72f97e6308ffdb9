//! What a document must not have, though the library executes it.

use std::collections::HashSet;

use async_graphql::{
    Positioned,
    parser::types::{
        Directive, DirectiveLocation, ExecutableDocument, Field, OperationDefinition, Selection,
        SelectionSet,
    },
};

use super::{invalid, prices::Prices};
use crate::platform::error::{BadInput, Code};

/// Mutations that say whether a password is right.
const COMPARING_PASSWORDS: [&str; 2] = ["accountLogin", "accountChangePassword"];

/// Refuses directives that the schema does not define for this place: the library overlooks them
/// on variables and on `__typename`.
pub fn check_directives(
    prices: &Prices,
    directives: &[Positioned<Directive>],
    location: DirectiveLocation,
) -> Result<(), BadInput> {
    for directive in directives {
        if !prices.takes_directive(&directive.node.name.node, location) {
            return Err(invalid("A directive of the document is not defined for its place"));
        }
    }
    Ok(())
}

/// Refuses arguments and fields of `__typename`, which the library never looks at.
pub fn check_type_name(field: &Field) -> Result<(), BadInput> {
    let bare = field.arguments.is_empty() && field.selection_set.node.items.is_empty();
    match field.name.node != "__typename" || bare {
        true => Ok(()),
        false => Err(invalid("`__typename` takes no arguments and has no fields")),
    }
}

/// Refuses an operation that would compare several passwords: its aliases would be as many attempts.
/// Fragments must be known not to be circular.
pub fn check_passwords(
    document: &ExecutableDocument,
    mutation: &OperationDefinition,
) -> Result<(), BadInput> {
    match passwords(document, &mutation.selection_set.node) {
        0 | 1 => Ok(()),
        _ => {
            let message = "An operation compares one password: send the others by themselves";
            Err(BadInput::new(Code::MutationRepeated, message))
        }
    }
}

fn passwords(document: &ExecutableDocument, set: &SelectionSet) -> usize {
    let of_selection = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) => {
            usize::from(COMPARING_PASSWORDS.contains(&field.node.name.node.as_str()))
        }
        Selection::InlineFragment(inline) => passwords(document, &inline.node.selection_set.node),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment.map_or(0, |fragment| passwords(document, &fragment.node.selection_set.node))
        }
    };
    set.items.iter().map(of_selection).fold(0, usize::saturating_add)
}

/// Refuses a mutation that names the same response key twice: by the specification the two are one
/// field, but the library carries out both. Fragments must be known not to be circular.
pub fn check_response_keys(
    document: &ExecutableDocument,
    mutation: &OperationDefinition,
) -> Result<(), BadInput> {
    let mut keys = HashSet::new();
    match distinct(document, &mutation.selection_set.node, &mut keys) {
        true => Ok(()),
        false => {
            let message = "A mutation has two fields of the same name: give each an own alias";
            Err(BadInput::new(Code::MutationRepeated, message))
        }
    }
}

fn distinct<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    keys: &mut HashSet<&'a str>,
) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            let meta = field.node.name.node.starts_with("__");
            meta || keys.insert(&field.node.response_key().node)
        }
        Selection::InlineFragment(inline) => {
            distinct(document, &inline.node.selection_set.node, keys)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment
                .is_none_or(|fragment| distinct(document, &fragment.node.selection_set.node, keys))
        }
    })
}
