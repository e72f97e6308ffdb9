//! The arguments of one use of a field.

use std::fmt;

use serde_json::Value;

/// Arguments as they are written: for each path into the input the literal that stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call(Vec<(Vec<String>, String)>);

impl Call {
    /// The same with one value more.
    pub fn with(&self, path: &[String], literal: &str) -> Self {
        let mut values = self.0.clone();
        values.push((path.to_vec(), literal.to_owned()));
        Self(values)
    }

    /// The same with one argument more.
    pub fn and(&self, argument: &str, literal: &str) -> Self {
        self.with(&[argument.to_owned()], literal)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let values: Vec<_> =
            self.0.iter().map(|(path, literal)| (path.as_slice(), literal.as_str())).collect();
        write!(f, "({})", fields(&values))
    }
}

/// Writes the fields of one input object, those of equal names as one.
fn fields(values: &[(&[String], &str)]) -> String {
    let mut names: Vec<&String> = values.iter().filter_map(|(path, _)| path.first()).collect();
    names.sort();
    names.dedup();
    let field = |name: &String| {
        let below: Vec<_> = values.iter().filter(|(path, _)| path.first() == Some(name)).collect();
        match below.as_slice() {
            [([_], literal)] => format!("{name}: {literal}"),
            _ => {
                let below: Vec<_> =
                    below.iter().map(|(path, literal)| (&path[1..], *literal)).collect();
                format!("{name}: {{{}}}", fields(&below))
            }
        }
    };
    names.into_iter().map(field).collect::<Vec<_>>().join(", ")
}

/// The ways to turn the pages of a list, once a cursor in the midst of it is known.
pub struct Pages {
    cursor: String,
}

impl Pages {
    /// From both ends of a list, without a cursor.
    pub fn ends(call: &Call, size: u8) -> [Call; 2] {
        ["first", "last"].map(|end| call.and(end, &size.to_string()))
    }

    /// With a cursor of the list that an answer has under this name; none if it is empty.
    pub fn of_answer(answer: &Value, name: &str) -> Option<Self> {
        match answer {
            Value::Object(fields) => {
                let here = fields.get(name).and_then(|list| list["edges"].as_array());
                let cursor = here.and_then(|edges| edges.get(edges.len() / 2)?["cursor"].as_str());
                match cursor {
                    Some(cursor) => Some(Self { cursor: cursor.to_owned() }),
                    None => fields.values().find_map(|field| Self::of_answer(field, name)),
                }
            }
            Value::Array(items) => items.iter().find_map(|item| Self::of_answer(item, name)),
            _ => None,
        }
    }

    /// Forwards and backwards from the cursor.
    pub fn turned(&self, call: &Call, size: u8) -> [Call; 2] {
        let cursor = format!("{:?}", self.cursor);
        let [first, last] = Self::ends(call, size);
        [first.and("after", &cursor), last.and("before", &cursor)]
    }
}
