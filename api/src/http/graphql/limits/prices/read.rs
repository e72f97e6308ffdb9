//! From the SDL of a schema to prices.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value,
    parser::types::{
        BaseType, DirectiveLocation, FieldDefinition, SchemaDefinition, ServiceDocument, Type,
        TypeDefinition, TypeKind, TypeSystemDefinition,
    },
};

use super::{Fields, PARTS, Price, Prices, RECORDS, Role, Roots, Size};
use crate::platform::{access::Needs, paging};

/// Lists known to be longer than others of their kind: the months of the archive of sixteen years.
pub const LONG_LISTS: [(&str, &str, u32); 1] = [("Query", "archive", 200)];

/// The prices of a schema, introspection apart.
pub fn prices(schema: &ServiceDocument) -> Prices {
    let mut sources = HashMap::new();
    let mut directives = HashMap::new();
    let mut roots = Roots::default();
    for definition in &schema.definitions {
        match definition {
            TypeSystemDefinition::Type(definition) => {
                let name = definition.node.name.node.as_str();
                sources.extend(Source::of(&definition.node).map(|source| (name, source)));
            }
            TypeSystemDefinition::Directive(definition) => {
                let locations: Vec<DirectiveLocation> =
                    definition.node.locations.iter().map(|location| location.node).collect();
                directives.insert(definition.node.name.node.to_string(), locations);
            }
            TypeSystemDefinition::Schema(definition) => roots = Roots::of(&definition.node),
        }
    }
    // Deny by default: what says nothing could be asked for by everybody.
    for field in roots
        .mutation
        .as_deref()
        .and_then(|name| sources.get(name))
        .into_iter()
        .flat_map(|root| root.fields)
    {
        let name = &field.node.name.node;
        assert!(Needs::of(&field.node).is_some(), "`{name}` does not say who may ask for it");
    }
    let types = sources.iter().map(|(name, source)| (name.to_string(), fields(&sources, source)));
    Prices { types: types.collect(), directives, roots }
}

impl Roots {
    fn of(definition: &SchemaDefinition) -> Self {
        let [query, mutation, subscription] =
            [&definition.query, &definition.mutation, &definition.subscription]
                .map(|name| name.as_ref().map(|name| name.node.to_string()));
        Self { query, mutation, subscription }
    }
}

/// A type that has fields or members, as the schema defines it.
struct Source<'a> {
    name: &'a str,
    role: Role,
    fields: &'a [Positioned<FieldDefinition>],
}

impl<'a> Source<'a> {
    fn of(definition: &'a TypeDefinition) -> Option<Self> {
        let name = definition.name.node.as_str();
        let (is_abstract, fields): (_, &[_]) = match &definition.kind {
            TypeKind::Object(object) => (false, &object.fields),
            TypeKind::Interface(interface) => (true, &interface.fields),
            TypeKind::Union(_) => (true, &[]),
            TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => return None,
        };
        let mut source = Self { name, role: Role::Object, fields };
        source.role = match () {
            () if is_abstract => Role::Abstract,
            () if source.has("pageInfo") => Role::Connection,
            () if name == "PageInfo" || source.has("node") && source.has("cursor") => Role::Carrier,
            () => Role::Object,
        };
        Some(source)
    }

    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|known| known.node.name.node == field)
    }
}

type Sources<'a> = HashMap<&'a str, Source<'a>>;

fn fields(sources: &Sources<'_>, source: &Source<'_>) -> Fields {
    let prices = source.fields.iter().map(|field| {
        let field = &field.node;
        (field.name.node.to_string(), price(sources, source, field))
    });
    Fields { name: source.name.to_owned(), role: source.role, prices: prices.collect() }
}

fn price(sources: &Sources<'_>, parent: &Source<'_>, field: &FieldDefinition) -> Price {
    let (name, is_list) = unwrapped(&field.ty.node);
    let object = sources.get(name);
    // Yes or no is no count.
    let counts = parent.role == Role::Connection && object.is_none() && name != "Boolean";
    let size = match (page(field), is_list, list_argument(field)) {
        _ if counts => Size::Count(default(field, "upTo").unwrap_or(u32::MAX)),
        (Some(size), _, _) => Size::Page(size),
        (None, false, _) => Size::Fixed(1),
        (None, true, _) if parent.role == Role::Connection => Size::OfPage,
        (None, true, Some(argument)) => Size::Argument(argument),
        (None, true, None) => Size::Fixed(usual(parent, field, object)),
    };
    let nodes = match (parent.role, object.map(|object| object.role)) {
        (Role::Connection, None) => 1,
        (Role::Connection | Role::Carrier, _) | (_, None | Some(Role::Carrier)) => 0,
        (Role::Object | Role::Abstract, Some(_)) => 1,
    };
    let needs = Needs::of(field);
    let object = object.map(|object| object.name.to_owned());
    Price { size, nodes, object, needs: needs.unwrap_or_default() }
}

/// The page of a field that takes a page size, when the document names none.
fn page(field: &FieldDefinition) -> Option<u32> {
    let sizes = ["first", "last"];
    let has = |name| field.arguments.iter().any(|argument| argument.node.name.node == name);
    let usual = || u32::try_from(paging::DEFAULT_SIZE).unwrap_or(u32::MAX);
    let default = sizes.iter().filter_map(|name| default(field, name)).max();
    sizes.iter().any(|name| has(*name)).then(|| default.unwrap_or_else(usual))
}

/// The number that stands for an argument that is not given.
fn default(field: &FieldDefinition, argument: &str) -> Option<u32> {
    let mut arguments = field.arguments.iter().map(|argument| &argument.node);
    let argument = arguments.find(|known| known.name.node == argument)?;
    match &argument.default_value.as_ref()?.node {
        Value::Number(number) => {
            number.as_u64().map(|size| u32::try_from(size).unwrap_or(u32::MAX))
        }
        _ => None,
    }
}

/// The argument that tells a list what to hold: one that must be given, and is a list itself.
fn list_argument(field: &FieldDefinition) -> Option<String> {
    let arguments = field.arguments.iter().map(|argument| &argument.node);
    let mut lists = arguments.filter(|argument| {
        let definition = &argument.ty.node;
        !definition.nullable && matches!(definition.base, BaseType::List(_))
    });
    Some(lists.next()?.name.node.to_string())
}

/// What a list is taken to have that says nothing of its size.
fn usual(parent: &Source<'_>, field: &FieldDefinition, object: Option<&Source<'_>>) -> u32 {
    let names = (parent.name, field.name.node.as_str());
    let long = LONG_LISTS.iter().find(|(parent, field, _)| (*parent, *field) == names);
    match (long, object) {
        (Some((_, _, size)), _) => *size,
        (None, Some(object)) if object.has("id") => RECORDS,
        (None, _) => PARTS,
    }
}

/// The type inside of all wrappers, and whether one of these is a list.
fn unwrapped(wrapped: &Type) -> (&str, bool) {
    match &wrapped.base {
        BaseType::Named(name) => (name, false),
        BaseType::List(inside) => (unwrapped(inside).0, true),
    }
}
