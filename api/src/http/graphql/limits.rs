//! What one operation may ask for: checked before validation, long before the database.
//!
//! Three checks, each cheap enough for anything that the one before it lets through: the text ahead
//! of the parser, the size of the document once its fragments are expanded, and what the operation
//! costs. None of them decides whether a document is valid, but for what the library lets pass.
//! Nothing here is listed field by field: prices come from the schema, see [`prices`].

mod cost;
mod denied;
mod inputs;
mod introspection;
mod prices;
mod rules;
mod shape;
#[cfg(test)]
mod tests;
mod text;

use async_graphql::{
    Pos,
    parser::types::{ExecutableDocument, OperationDefinition, OperationType},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::denied::Denied;
use self::{prices::Prices, shape::Shape};
use crate::platform::{
    access::Needs,
    error::{BadInput, Code},
    viewer::Viewer,
};

/// How much one operation may be. A value at the limit is taken, one above it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Length of the body, or of the parameters of a GET, in bytes; default 256 KiB.
    pub body_bytes: u32,
    /// Length of the document in bytes; default 16 KiB.
    pub document_bytes: u32,
    /// Tokens of the document, comments apart, and values in its arguments once the fragments are
    /// expanded; default 5000.
    pub tokens: u32,
    /// Brackets of any kind inside of each other, and selections inside of each other when the
    /// fragments are expanded; default 32. The parser takes no more than 64.
    pub nesting: u32,
    /// Fields inside of each other; default 16. The standard introspection query needs 15.
    pub depth: u32,
    /// Aliases written in the document; default 30.
    pub aliases: u32,
    /// Directives written in the document; default 30.
    pub directives: u32,
    /// Fragments defined in the document; default 50.
    pub fragments: u32,
    /// Fields of all operations once the fragments are expanded; default 1000.
    pub fields: u32,
    /// The product of page sizes inside of each other; default 1000.
    pub pages: u32,
    /// Objects asked for, by the sizes of the pages that they stand on; default 5000.
    pub nodes: u32,
    /// Fields to be answered, each as often as the object that it stands on; default 100000. It
    /// bounds the length of the answer. Introspection is limited by the size of the schema instead.
    pub values: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            document_bytes: 16 * 1024,
            tokens: 5_000,
            nesting: 32,
            depth: 16,
            aliases: 30,
            directives: 30,
            fragments: 50,
            fields: 1_000,
            pages: 1_000,
            nodes: 5_000,
            values: 100_000,
        }
    }
}

/// Deepest nesting that the parser takes.
const PARSER_NESTING: u32 = 64;

impl Limits {
    /// The first limit that no operation could keep, or that would not protect the parser, and
    /// what it must be.
    pub fn fault(&self) -> Option<(&'static str, String)> {
        let sizes = [
            ("limits.body_bytes", self.body_bytes),
            ("limits.document_bytes", self.document_bytes),
            ("limits.tokens", self.tokens),
            ("limits.depth", self.depth),
            ("limits.fields", self.fields),
            ("limits.pages", self.pages),
            ("limits.nodes", self.nodes),
            ("limits.values", self.values),
        ];
        match sizes.iter().find(|(_, size)| *size == 0) {
            Some((name, _)) => Some((*name, "must be at least 1".to_owned())),
            None if (1..=PARSER_NESTING).contains(&self.nesting) => None,
            None => Some(("limits.nesting", format!("must be 1 to {PARSER_NESTING}"))),
        }
    }
}

/// What an operation was measured at, for `extensions.cost`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Fields inside of each other.
    pub depth: u32,
    /// Aliases of the document.
    pub aliases: u32,
    /// Fragments of the document.
    pub fragments: u32,
    /// Fields of the document once its fragments are expanded.
    pub fields: u32,
    /// The largest product of page sizes inside of each other.
    pub pages: u32,
    /// Objects that the operation asks for.
    pub nodes: u32,
    /// Fields that the operation has answered.
    pub values: u32,
    /// The same of introspection.
    pub introspection: u32,
}

/// What a document within the limits asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// How much.
    pub cost: Cost,
    /// Who may ask for it.
    pub needs: Needs,
}

/// The limits, and what the schema says about how much a field asks for, and who may.
#[derive(Debug)]
pub struct Guard {
    limits: Limits,
    prices: Prices,
    /// Most values of introspection.
    introspection: u32,
}

impl Guard {
    /// A guard for the schema of this SDL.
    ///
    /// # Panics
    ///
    /// If it is not SDL: the schema is ours, so that this is found when the program starts.
    pub fn new(limits: Limits, sdl: &str) -> Self {
        let prices = Prices::of(sdl);
        let introspection = introspection::limit(&prices);
        Self { limits, prices, introspection }
    }

    /// Whether operations of this kind may begin with this field.
    pub fn has_root_field(&self, kind: OperationType, field: &str) -> bool {
        self.prices.root(kind).is_some_and(|root| root.prices.contains_key(field))
    }

    /// Refuses a text that could keep the parser busy or make it recurse too deep.
    pub fn check_text(&self, text: &str) -> Result<(), BadInput> {
        text::check(&self.limits, text)
    }

    /// Refuses operations of a kind that the schema does not have.
    pub fn check_root(&self, operation: OperationType) -> Result<(), BadInput> {
        match self.prices.root(operation) {
            Some(_) => Ok(()),
            None => Err(invalid(&format!("This API has no operations of the kind `{operation}`"))),
        }
    }

    /// Refuses a document that is too large, and an operation of it that asks for too much. The
    /// text must have passed [`Guard::check_text`]: recursion here is bounded by its nesting.
    pub fn check(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Map<String, Value>,
    ) -> Result<Measured, BadInput> {
        let Shape { depth, fields, aliases, fragments } =
            shape::check(&self.limits, &self.prices, document)?;
        if operation.ty == OperationType::Mutation {
            rules::check_response_keys(document, operation)?;
            rules::check_passwords(document, operation)?;
        }
        let spent = cost::measure(&self.prices, document, operation, variables);
        let cost = Cost {
            depth,
            aliases,
            fragments,
            fields,
            pages: spent.pages,
            nodes: spent.sum.nodes,
            values: spent.sum.values,
            introspection: spent.introspection,
        };
        self.check_cost(&cost)?;
        Ok(Measured { cost, needs: spent.needs })
    }

    /// Refuses an operation that the viewer may not run as a whole: nothing of it is done.
    pub fn check_access(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        needs: Needs,
        viewer: Viewer,
    ) -> Result<(), Denied> {
        needs.check(viewer).map_err(|fault| {
            let denied = denied::first(&self.prices, document, operation, viewer);
            denied.unwrap_or(Denied { fault, path: Vec::new(), location: Pos::default() })
        })
    }

    fn check_cost(&self, cost: &Cost) -> Result<(), BadInput> {
        let limits = &self.limits;
        let measures = [
            ("pages", "The operation has pages inside of pages", cost.pages, limits.pages),
            ("nodes", "The operation asks for too many objects", cost.nodes, limits.nodes),
            ("values", "The operation asks for too many values", cost.values, limits.values),
            (
                "introspection",
                "The operation asks for too much of the schema",
                cost.introspection,
                self.introspection,
            ),
        ];
        for (measure, message, value, limit) in measures {
            within(Code::CostLimit, message, value, limit)
                .map_err(|fault| fault.with("measure", measure))?;
        }
        Ok(())
    }
}

/// Whether a measure keeps its limit. Measures saturate: then the value means "at least".
pub fn within(code: Code, message: &str, value: u32, limit: u32) -> Result<(), BadInput> {
    match value <= limit {
        true => Ok(()),
        false => {
            let message = format!("{message}: {value}, where {limit} is the limit");
            Err(BadInput::new(code, message).with("limit", limit).with("value", value))
        }
    }
}

/// The length of something, as measures count.
pub fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A fault of the document that validation would overlook.
fn invalid(message: &str) -> BadInput {
    BadInput::new(Code::GraphqlValidationFailed, message)
}
