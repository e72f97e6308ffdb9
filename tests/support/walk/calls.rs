//! The arguments of one use of a field.

use std::fmt;

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

/// The ways to turn the pages of a list, once its cursors are known.
pub struct Pages {
    /// A cursor in the midst of the list.
    pub cursor: String,
}

impl Pages {
    /// Forwards and backwards from the cursor.
    pub fn of(&self, call: &Call, size: u8) -> [Call; 2] {
        let size = size.to_string();
        let cursor = format!("{:?}", self.cursor);
        [("first", "after"), ("last", "before")]
            .map(|(end, start)| call.and(end, &size).and(start, &cursor))
    }

    /// From both ends of a list.
    pub fn ends(call: &Call, size: u8) -> [Call; 2] {
        ["first", "last"].map(|end| call.and(end, &size.to_string()))
    }
}
