//! The schema as a graph of types.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{
            BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
            TypeSystemDefinition,
        },
    },
};

/// The type where every way begins.
pub const ROOT: &str = "Query";

/// The field that tells whoever asks about themselves: null to readers, so that it needs no guard.
const OF_THE_CALLER: (&str, &str) = (ROOT, "viewer");

/// All types of a schema by their names.
pub struct Schema {
    types: BTreeMap<String, Kind>,
}

/// What a type is.
pub enum Kind {
    Object(Vec<Field>),
    /// An interface or a union: the types that may stand there.
    Abstract(Vec<String>),
    Enum(Vec<String>),
    Input(Input),
    Scalar,
}

/// What an input object takes.
pub struct Input {
    /// Exactly one of the fields is given.
    pub one_of: bool,
    pub fields: Vec<Argument>,
}

/// A field of an object.
#[derive(Clone)]
pub struct Field {
    /// The type that has the field.
    pub owner: String,
    pub name: String,
    pub arguments: Vec<Argument>,
    pub ty: Type,
    /// Whether it needs an account or an API key.
    pub guarded: bool,
    /// What its `@access` says, if it has one.
    pub access: Option<Access>,
}

/// Who may select a field, as the schema says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The least role.
    pub role: String,
    /// The scope of an API key; none: no key will do.
    pub key: Option<String>,
}

/// An argument of a field, or a field of an input object.
#[derive(Clone)]
pub struct Argument {
    pub name: String,
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
}

impl Schema {
    /// What readers may ask for: without the fields that need an account or an API key, and without
    /// the types that only these lead to.
    pub fn of_readers(sdl: &str) -> Self {
        Self::of_those_who_may(sdl, |field| !field.guarded)
    }

    /// What every account may ask for.
    pub fn of_contributors(sdl: &str) -> Self {
        let least = |access: &Access| access.role == "CONTRIBUTOR";
        Self::of_those_who_may(sdl, |field| field.access.as_ref().is_none_or(least))
    }

    /// All that can be asked for.
    pub fn of_administrators(sdl: &str) -> Self {
        Self::of_those_who_may(sdl, |_| true)
    }

    fn of_those_who_may(sdl: &str, select: impl Fn(&Field) -> bool) -> Self {
        let mut schema = Self::of(sdl);
        for kind in schema.types.values_mut() {
            if let Kind::Object(fields) = kind {
                fields.retain(&select);
            }
        }
        let mut known = BTreeSet::from([ROOT.to_owned()]);
        let mut queue = vec![ROOT.to_owned()];
        while let Some(name) = queue.pop() {
            let fields = schema.fields(&name).iter();
            let mut next: Vec<_> = fields.map(|field| field.target().to_owned()).collect();
            if let Kind::Abstract(possible) = schema.kind(&name) {
                next.extend(possible.iter().cloned());
            }
            queue.extend(next.into_iter().filter(|name| known.insert(name.clone())));
        }
        schema.types.retain(|name, kind| !matches!(kind, Kind::Object(_)) || known.contains(name));
        schema
    }

    pub fn of(sdl: &str) -> Self {
        let mut types = BTreeMap::from(
            ["Int", "Float", "String", "Boolean", "ID"].map(|name| (name.to_owned(), Kind::Scalar)),
        );
        let mut implements: Vec<(String, String)> = Vec::new();
        for definition in parse_schema(sdl).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            if let TypeKind::Object(object) = &definition.node.kind {
                let interfaces = object.implements.iter().map(|interface| &interface.node);
                implements
                    .extend(interfaces.map(|interface| (interface.to_string(), name.clone())));
            }
            types.insert(name, Kind::of(definition.node));
        }
        for (interface, object) in implements {
            if let Some(Kind::Abstract(possible)) = types.get_mut(&interface) {
                possible.push(object);
            }
        }
        Self { types }
    }

    pub fn kind(&self, name: &str) -> &Kind {
        &self.types[name]
    }

    /// The fields of an object; none of any other type.
    pub fn fields(&self, name: &str) -> &[Field] {
        match self.kind(name) {
            Kind::Object(fields) => fields,
            _ => &[],
        }
    }

    /// The fields of all objects.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.types.keys().flat_map(|name| self.fields(name))
    }

    /// The objects that may stand where a type is named; none for scalars and enums.
    pub fn objects(&self, name: &str) -> Vec<&str> {
        match self.types.get_key_value(name) {
            Some((name, Kind::Object(_))) => vec![name],
            Some((_, Kind::Abstract(possible))) => possible.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    pub fn is_abstract(&self, name: &str) -> bool {
        matches!(self.kind(name), Kind::Abstract(_))
    }
}

impl Kind {
    fn of(definition: TypeDefinition) -> Self {
        let owner = definition.name.node.as_str();
        match definition.kind {
            TypeKind::Object(object) => {
                Self::Object(object.fields.iter().map(|field| Field::of(owner, field)).collect())
            }
            // Who implements it is known once all objects are.
            TypeKind::Interface(_) => Self::Abstract(Vec::new()),
            TypeKind::Union(union) => {
                Self::Abstract(union.members.iter().map(|member| member.node.to_string()).collect())
            }
            TypeKind::Enum(values) => {
                Self::Enum(values.values.iter().map(|value| value.node.value.to_string()).collect())
            }
            TypeKind::InputObject(input) => Self::Input(Input {
                one_of: definition.directives.iter().any(|known| known.node.name.node == "oneOf"),
                fields: input.fields.iter().map(Argument::of).collect(),
            }),
            TypeKind::Scalar => Self::Scalar,
        }
    }
}

impl Field {
    fn of(owner: &str, field: &Positioned<FieldDefinition>) -> Self {
        let FieldDefinition { name, arguments, ty, directives, .. } = &field.node;
        let access = directives.iter().find(|directive| directive.node.name.node == "access");
        Self {
            owner: owner.to_owned(),
            name: name.node.to_string(),
            arguments: arguments.iter().map(Argument::of).collect(),
            ty: ty.node.clone(),
            guarded: access.is_some() || (owner, name.node.as_str()) == OF_THE_CALLER,
            access: access.map(|directive| {
                let said = |name: &str| directive.node.get_argument(name).map(ToString::to_string);
                Access { role: said("role").unwrap(), key: said("key") }
            }),
        }
    }

    /// The type that it leads to, whether one of it or a list.
    pub fn target(&self) -> &str {
        named(&self.ty)
    }

    pub fn takes(&self, argument: &str) -> bool {
        self.arguments.iter().any(|known| known.name == argument)
    }

    /// Whether it is turned by pages, as Relay has it.
    pub fn is_paged(&self) -> bool {
        ["first", "after", "last", "before"].iter().all(|argument| self.takes(argument))
    }
}

impl Argument {
    fn of(argument: &Positioned<InputValueDefinition>) -> Self {
        let InputValueDefinition { name, ty, default_value, .. } = &argument.node;
        Self {
            name: name.node.to_string(),
            required: !ty.node.nullable && default_value.is_none(),
            ty: ty.node.clone(),
        }
    }
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}
