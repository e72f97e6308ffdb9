//! A query that knows the types in it.

use std::{collections::BTreeSet, fmt};

use serde_json::Value;

use super::{Call, Field, Schema, Values};

/// One field of a query, with all that is selected below it.
#[derive(Clone)]
pub struct Selection {
    field: Field,
    alias: String,
    call: Call,
    /// The type of the fragment that it stands in, where several may.
    on: Option<String>,
    below: Vec<Selection>,
}

/// Which fields were answered with something, as type and field.
pub type Answered = BTreeSet<(String, String)>;

impl Selection {
    pub fn new(field: &Field, call: Call, below: Vec<Self>) -> Self {
        Self { field: field.clone(), alias: field.name.clone(), call, on: None, below }
    }

    /// The same under another name, so that a field can be asked for several times.
    pub fn named(mut self, alias: String) -> Self {
        self.alias = alias;
        self
    }

    /// The same in a fragment. Fields of several types that bear one name need not have one type,
    /// so each gets a name of its own.
    pub fn on(mut self, object: &str) -> Self {
        self.alias = format!("{object}_{}", self.alias);
        self.on = Some(object.to_owned());
        self
    }

    /// A whole query.
    pub fn query(roots: &[Self]) -> String {
        let roots: Vec<_> = roots.iter().map(Self::to_string).collect();
        format!("{{ {} }}", roots.join(" "))
    }

    /// What stands here in an answer, given the object around it.
    pub fn answer<'a>(&self, object: &'a Value) -> &'a Value {
        &object[&self.alias]
    }

    /// Whether the answer has something here, given the object around it.
    pub fn leads(&self, object: &Value) -> bool {
        match self.answer(object) {
            Value::Null => false,
            Value::Array(items) => items.iter().any(|item| !item.is_null()),
            _ => true,
        }
    }

    /// Notes each field that the answer has something for.
    pub fn note(&self, object: &Value, answered: &mut Answered) {
        if !self.leads(object) {
            return;
        }
        answered.insert((self.field.owner.clone(), self.field.name.clone()));
        let objects = match self.answer(object) {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        for object in objects {
            self.below.iter().for_each(|below| below.note(object, answered));
        }
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(object) = &self.on {
            write!(f, "... on {object} {{ ")?;
        }
        if self.alias != self.field.name {
            write!(f, "{}: ", self.alias)?;
        }
        write!(f, "{}{}", self.field.name, self.call)?;
        if !self.below.is_empty() {
            write!(f, " {}", Self::query(&self.below))?;
        }
        if self.on.is_some() {
            f.write_str(" }")?;
        }
        Ok(())
    }
}

/// Selects everything below a type, to a depth.
pub struct Tree<'a> {
    pub schema: &'a Schema,
    pub values: &'a Values,
    /// Whether an id stands for all that belongs to it: enough to tell which things a list holds.
    pub slim: bool,
}

impl Tree<'_> {
    /// All fields of a type that end there, and of the objects that it leads to for `depth` steps.
    pub fn below(&self, name: &str, depth: u8) -> Vec<Selection> {
        let in_fragments = self.schema.is_abstract(name);
        let mut selections = Vec::new();
        for object in self.schema.objects(name) {
            let fields = self.schema.fields(object);
            let id = fields.iter().find(|field| self.slim && field.name == "id");
            for field in id.map_or(fields, std::slice::from_ref) {
                let uses = self.uses(field, depth);
                selections.extend(uses.into_iter().map(|selection| match in_fragments {
                    true => selection.on(object),
                    false => selection,
                }));
            }
        }
        selections
    }

    /// A field in every way that it demands to be called.
    fn uses(&self, field: &Field, depth: u8) -> Vec<Selection> {
        let is_leaf = self.schema.objects(field.target()).is_empty();
        if !is_leaf && depth == 0 {
            return Vec::new();
        }
        // An object without fields that end there needs a step more.
        let below = (depth.saturating_sub(1)..).map(|depth| self.below(field.target(), depth));
        let mut below = below.skip_while(Vec::is_empty);
        let below = if is_leaf { Vec::new() } else { below.next().unwrap() };
        let calls = Values::demanded(&self.values.slots(self.schema, field));
        let several = calls.len() > 1;
        let uses = calls.into_iter().zip(0..).map(|(call, number)| {
            let selection = Selection::new(field, call, below.clone());
            if several { selection.named(format!("{}{number}", field.name)) } else { selection }
        });
        uses.collect()
    }
}
