//! What an operation is about, for the log and the metrics.

use std::ops::ControlFlow;

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

use super::limits::Guard;

/// What is said where an operation was refused before that was known.
const UNKNOWN: &str = "unknown";
/// What is said of an operation with several root fields.
const SEVERAL: &str = "several";

/// What an operation is about. Only the name is the client's own word; of kinds and fields there
/// are as many as the schema has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The name that the client gave it.
    pub name: Option<String>,
    /// `query`, `mutation`, `subscription`, or `unknown`.
    pub kind: &'static str,
    /// Its root field, `several`, or `unknown`.
    pub field: String,
}

impl Default for Subject {
    fn default() -> Self {
        Self { name: None, kind: UNKNOWN, field: UNKNOWN.to_owned() }
    }
}

impl Subject {
    /// Notes which operation of the document was chosen.
    pub fn choose(&mut self, name: Option<&str>, kind: OperationType) {
        self.name = name.map(str::to_owned);
        self.kind = match kind {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
    }

    /// Notes the root field. The guard must have let the document pass: then its fragments end.
    pub fn look_into(
        &mut self,
        guard: &Guard,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) {
        let mut found: Option<&str> = None;
        let several = visit(document, &operation.selection_set.node, &mut |field| match found {
            Some(known) if known != field => ControlFlow::Break(()),
            _ => {
                found = Some(field);
                ControlFlow::Continue(())
            }
        });
        self.field = match (several, found) {
            (ControlFlow::Break(()), _) => SEVERAL,
            // A field that is not there is refused later, and must not become a label before.
            (_, Some(field)) if guard.has_root_field(operation.ty, field) => field,
            _ => UNKNOWN,
        }
        .to_owned();
    }
}

fn visit<'a>(
    document: &'a ExecutableDocument,
    selections: &'a SelectionSet,
    see: &mut impl FnMut(&'a str) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for selection in &selections.items {
        match &selection.node {
            Selection::Field(field) => see(field.node.name.node.as_str())?,
            Selection::InlineFragment(fragment) => {
                visit(document, &fragment.node.selection_set.node, see)?;
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    visit(document, &fragment.node.selection_set.node, see)?;
                }
            }
        }
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::{parse_query, types::DocumentOperations};

    use super::*;
    use crate::{http::graphql::Limits, schema};

    fn field(text: &str) -> String {
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else {
            unreachable!("all of them are without a name");
        };
        let guard = Guard::new(Limits::default(), &schema::sdl());
        let mut subject = Subject::default();
        subject.look_into(&guard, &document, &operation.node);
        subject.field
    }

    #[test]
    fn the_root_field_is_one_of_the_schema_or_none() {
        assert_eq!(field("{ articles { totalCount } }"), "articles");
        assert_eq!(
            field("{ one: articles { totalCount } two: articles { totalCount } }"),
            "articles"
        );
        assert_eq!(field("{ site { name } articles { totalCount } }"), "several");
        assert_eq!(field("{ ...F } fragment F on Query { ... { polls { totalCount } } }"), "polls");
        assert_eq!(field("{ __schema { types { name } } }"), "__schema");
        assert_eq!(field("{ inventedBySomebody1 }"), "unknown");
    }
}
