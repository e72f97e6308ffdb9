//! What the fields of introspection ask for: as much as the schema has to tell.
//!
//! Its lists are long and lead back to types, so that a few of them inside of each other are a
//! million values. Their sizes are means where all types or all fields are asked for, so that the
//! sum is right, and the longest of the schema everywhere else. None costs a node, for none touches
//! the database.
//!
//! What they ask for is limited by what the schema has, instead of by a number that it would outgrow:
//! [`SIZES`] times as much as the query that tools send to learn all of it.
//!
//! The types here are more than introspection has: one for each place that a type is met at.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::{
        parse_query,
        types::{FieldDefinition, ServiceDocument, TypeDefinition, TypeKind, TypeSystemDefinition},
    },
};
use serde_json::Map;

use super::{
    cost, count,
    prices::{Fields, Price, Prices, Role},
};

/// The standard introspection query with all of its options, as GraphiQL and code generators send
/// it.
pub const STANDARD: &str = include_str!("standard.graphql");
/// How many times the standard query one operation may ask for.
pub const SIZES: u32 = 2;

/// Types of introspection itself and built-in scalars, which the SDL leaves out.
const BUILT_IN: u32 = 13;
/// A type met anywhere, then with its first wrapper taken off, then the second, then the third:
/// `[Article!]!` has no fourth.
const UNWRAPPED: [&str; 4] = ["__Type", "__Type 1", "__Type 2", "__Type 3"];
/// A type, and a field of one, where all types of the schema are met.
const EVERY_TYPE: &str = "__Type *";
const EVERY_FIELD: &str = "__Field *";

/// Most values of introspection that one operation may ask for.
pub fn limit(prices: &Prices) -> u32 {
    let document = parse_query(STANDARD).expect("the standard query is GraphQL");
    let (_, operation) = document.operations.iter().next().expect("it has an operation");
    let spent = cost::measure(prices, &document, &operation.node, &Map::new());
    spent.introspection.saturating_mul(SIZES)
}

/// Adds the types of introspection, and the fields of the query root that lead to them.
pub fn add(types: &mut HashMap<String, Fields>, schema: &ServiceDocument, query: Option<&str>) {
    let lengths = Lengths::of(schema);
    let mut add = |name: &str, prices: &[(&str, u32, &str)]| {
        let price = |(field, size, object): &(&str, u32, &str)| {
            ((*field).to_owned(), Price::free(*size, object))
        };
        let prices = prices.iter().map(price).collect();
        let public = name.split(' ').next().unwrap_or(name);
        let fields = Fields { name: public.to_owned(), role: Role::Object, prices };
        types.insert(name.to_owned(), fields);
    };
    add(
        "__Schema",
        &[
            ("types", lengths.types, EVERY_TYPE),
            ("queryType", 1, "__Type"),
            ("mutationType", 1, "__Type"),
            ("subscriptionType", 1, "__Type"),
            ("directives", lengths.directives, "__Directive"),
        ],
    );
    // What stands in `types` is never wrapped.
    add(EVERY_TYPE, &lengths.lists(|list| list.mean(lengths.types), EVERY_FIELD, (0, "__Type")));
    for (place, name) in UNWRAPPED.iter().enumerate() {
        let inner = UNWRAPPED.get(place + 1).map_or((0, "__Type"), |inner| (1, *inner));
        add(name, &lengths.lists(|list| list.longest, "__Field", inner));
    }
    let mean = lengths.arguments.mean(lengths.fields.sum);
    add(EVERY_FIELD, &[("args", mean, "__InputValue"), ("type", 1, "__Type")]);
    let longest = lengths.arguments.longest;
    add("__Field", &[("args", longest, "__InputValue"), ("type", 1, "__Type")]);
    add("__Directive", &[("args", longest, "__InputValue")]);
    add("__InputValue", &[("type", 1, "__Type")]);
    add("__EnumValue", &[]);

    if let Some(root) = query.and_then(|query| types.get_mut(query)) {
        for (field, object) in [("__schema", "__Schema"), ("__type", "__Type")] {
            root.prices.insert(field.to_owned(), Price::free(1, object));
        }
    }
}

/// How long the lists of one kind are.
#[derive(Clone, Copy, Debug, Default)]
struct Length {
    sum: u32,
    longest: u32,
}

impl Length {
    fn add(&mut self, length: usize) {
        self.sum += count(length);
        self.longest = self.longest.max(count(length));
    }

    fn mean(self, lists: u32) -> u32 {
        self.sum.div_ceil(lists.max(1))
    }
}

/// How long the lists of introspection are.
#[derive(Debug, Default)]
struct Lengths {
    types: u32,
    directives: u32,
    fields: Length,
    arguments: Length,
    input_fields: Length,
    enum_values: Length,
    interfaces: Length,
    possible_types: Length,
}

impl Lengths {
    fn of(schema: &ServiceDocument) -> Self {
        let mut lengths = Self { types: BUILT_IN, ..Self::default() };
        let mut implemented: HashMap<&str, usize> = HashMap::new();
        for definition in &schema.definitions {
            match definition {
                TypeSystemDefinition::Type(definition) => {
                    let interfaces = lengths.add(&definition.node);
                    for interface in interfaces {
                        *implemented.entry(&interface.node).or_default() += 1;
                    }
                }
                TypeSystemDefinition::Directive(definition) => {
                    lengths.directives += 1;
                    lengths.arguments.add(definition.node.arguments.len());
                }
                TypeSystemDefinition::Schema(_) => {}
            }
        }
        implemented.values().for_each(|types| lengths.possible_types.add(*types));
        lengths
    }

    /// Adds a type, and returns the interfaces that it implements.
    fn add<'a>(&mut self, definition: &'a TypeDefinition) -> &'a [Positioned<Name>] {
        self.types += 1;
        let (fields, interfaces): (&[Positioned<FieldDefinition>], &[_]) = match &definition.kind {
            TypeKind::Object(object) => (&object.fields, &object.implements),
            TypeKind::Interface(interface) => (&interface.fields, &interface.implements),
            TypeKind::Union(union) => {
                self.possible_types.add(union.members.len());
                return &[];
            }
            TypeKind::Enum(values) => {
                self.enum_values.add(values.values.len());
                return &[];
            }
            TypeKind::InputObject(input) => {
                self.input_fields.add(input.fields.len());
                return &[];
            }
            TypeKind::Scalar => return &[],
        };
        self.fields.add(fields.len());
        self.interfaces.add(interfaces.len());
        fields.iter().for_each(|field| self.arguments.add(field.node.arguments.len()));
        interfaces
    }

    /// The lists of a type, and what `ofType` answers.
    fn lists<'a>(
        &self,
        size: impl Fn(Length) -> u32,
        field: &'a str,
        (wrapped, inner): (u32, &'a str),
    ) -> [(&'static str, u32, &'a str); 6] {
        [
            ("fields", size(self.fields), field),
            ("inputFields", size(self.input_fields), "__InputValue"),
            ("enumValues", size(self.enum_values), "__EnumValue"),
            ("interfaces", size(self.interfaces), "__Type"),
            ("possibleTypes", size(self.possible_types), "__Type"),
            ("ofType", wrapped, inner),
        ]
    }
}
