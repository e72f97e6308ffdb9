//! Every limit at its bound and one above, and the attacks that the limits are there for.

mod costs;
mod introspection;
mod laws;
mod rules;
mod shapes;
mod texts;

use std::sync::LazyLock;

use async_graphql::parser::{
    self,
    types::{DocumentOperations, ExecutableDocument, OperationDefinition},
};
use serde_json::{Map, Value, json};

use super::{Cost, Guard, Limits};
use crate::platform::error::{BadInput, Code};

const SDL: &str = include_str!("../../../../../schema.graphql");

/// With the limits that nobody has changed.
static GUARD: LazyLock<Guard> = LazyLock::new(|| guard(Limits::default()));

/// The first operation of a document by name.
fn operation(document: &ExecutableDocument) -> &OperationDefinition {
    match &document.operations {
        DocumentOperations::Single(operation) => &operation.node,
        DocumentOperations::Multiple(operations) => {
            &operations.iter().min_by_key(|(name, _)| name.as_str()).unwrap().1.node
        }
    }
}

fn guard(limits: Limits) -> Guard {
    Guard::new(limits, SDL)
}

/// All checks of a guard, as a request passes through them.
fn check_by(guard: &Guard, text: &str, variables: &Value) -> Result<Cost, BadInput> {
    guard.check_text(text)?;
    let document = parser::parse_query(text).expect("a test should send GraphQL");
    let variables: Map<String, Value> = variables.as_object().unwrap().clone();
    Ok(guard.check(&document, operation(&document), &variables)?.cost)
}

fn check(text: &str) -> Result<Cost, BadInput> {
    check_by(&GUARD, text, &json!({}))
}

#[track_caller]
fn assert_passes(text: &str) -> Cost {
    check(text).unwrap_or_else(|fault| panic!("{fault} {:?}", fault.details))
}

/// Asserts the code, the limit and the measured value.
#[track_caller]
fn assert_refused(text: &str, code: Code, limit: u64, value: u64) {
    let fault = check(text).expect_err("the document should be refused");
    let measured = (fault.code, &fault.details["limit"], &fault.details["value"]);
    assert_eq!(measured, (code, &json!(limit), &json!(value)), "{fault}");
}

#[test]
fn settings_may_name_only_some_limits() {
    let limits: Limits = serde_json::from_value(json!({ "depth": 4 })).unwrap();

    assert_eq!(limits, Limits { depth: 4, ..Limits::default() });
    assert!(serde_json::from_value::<Limits>(json!({ "dept": 4 })).is_err());
}

#[test]
fn nothing_of_the_document_is_repeated() {
    let secret = "tajna";
    let texts = [
        format!("{{ {} }}", format!("{secret} ").repeat(1_001)),
        format!("{{ ...{secret} }}"),
        format!("{{ a ...{secret} }} fragment {secret} on Query {{ ...{secret} }}"),
        format!("{{ a @{secret} }}"),
        format!("{{ __typename({secret}: 1) }}"),
        format!("mutation {{ {secret} {secret} }}"),
        format!("{{ a(b: \"{secret}) }}"),
    ];
    for text in texts {
        let fault = check(&text).expect_err("the document should be refused");

        assert!(!fault.message.contains(secret), "{fault}");
        assert!(!Value::Object(fault.details).to_string().contains(secret));
    }
}
