//! The inputs of mutations: every place in them that takes a value.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value, json};

use super::{Schema, schema::Kind};

/// One place in an input that takes a value.
pub struct Leaf {
    /// The way to it, as errors name it: `input.figures.0.alt`.
    pub path: String,
    /// The scalar or enum that it takes.
    pub kind: String,
    /// What leads to it, with [`MARK`] in its place.
    around: Value,
}

const MARK: &str = "(here)";

impl Leaf {
    /// An input that is taken, with this value in the place.
    pub fn put(&self, input: &Value, value: &Value) -> Value {
        let mut input = input.clone();
        let around = replaced(&self.around, value);
        input.as_object_mut().unwrap().extend(around.as_object().unwrap().clone());
        input
    }
}

fn replaced(around: &Value, value: &Value) -> Value {
    match around {
        Value::String(text) if text == MARK => value.clone(),
        Value::Array(items) => items.iter().map(|item| replaced(item, value)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, field)| (name.clone(), replaced(field, value)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}

/// All places of an argument of this type.
pub fn leaves(schema: &Schema, ty: &Type, path: &str) -> Vec<Leaf> {
    let name = match &ty.base {
        BaseType::List(item) => {
            let items = leaves(schema, item, &format!("{path}.0")).into_iter();
            return items.map(|leaf| Leaf { around: json!([leaf.around]), ..leaf }).collect();
        }
        BaseType::Named(name) => name,
    };
    let Kind::Input(input) = schema.kind(name) else {
        let (path, kind) = (path.to_owned(), name.to_string());
        return vec![Leaf { path, kind, around: json!(MARK) }];
    };
    let needed = input.fields.iter().filter(|field| field.required && path != "input");
    let needed: Map<String, Value> =
        needed.map(|field| (field.name.clone(), any(schema, &field.ty))).collect();
    let leaves = input.fields.iter().flat_map(|field| {
        let leaves = leaves(schema, &field.ty, &format!("{path}.{}", field.name)).into_iter();
        let needed = needed.clone();
        leaves.map(move |leaf| {
            let mut around = needed.clone();
            around.insert(field.name.clone(), leaf.around);
            Leaf { around: Value::Object(around), ..leaf }
        })
    });
    leaves.collect()
}

/// Some value of a type.
fn any(schema: &Schema, ty: &Type) -> Value {
    let name = match &ty.base {
        BaseType::List(item) => return json!([any(schema, item)]),
        BaseType::Named(name) => name.as_str(),
    };
    match schema.kind(name) {
        Kind::Enum(values) => json!(values[0]),
        Kind::Input(input) => {
            let needed = input.fields.iter().filter(|field| field.required);
            let needed = needed.map(|field| (field.name.clone(), any(schema, &field.ty)));
            Value::Object(needed.collect())
        }
        _ if name == "Int" => json!(1),
        _ if name == "Float" => json!(0.5),
        _ if name == "Boolean" => json!(true),
        _ if name == "DateTime" => json!("2026-01-02T00:00:00Z"),
        _ if name == "Date" => json!("2026-01-02"),
        _ => json!("Tin"),
    }
}

/// A value of a type as a document has it.
pub fn literal(schema: &Schema, ty: &Type, value: &Value) -> String {
    let name = match (&ty.base, value) {
        (BaseType::List(item), Value::Array(items)) => {
            let items = items.iter().map(|one| literal(schema, item, one));
            return format!("[{}]", items.collect::<Vec<_>>().join(", "));
        }
        (BaseType::List(item), _) => return literal(schema, item, value),
        (BaseType::Named(name), _) => name,
    };
    match (schema.kind(name), value) {
        (Kind::Enum(_), Value::String(one)) => one.clone(),
        (Kind::Input(input), Value::Object(fields)) => {
            let fields = fields.iter().map(|(name, value)| {
                let field = input.fields.iter().find(|field| field.name == *name).unwrap();
                format!("{name}: {}", literal(schema, &field.ty, value))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        _ => value.to_string(),
    }
}
