//! What arguments are filled with.

use std::collections::BTreeMap;

use async_graphql::parser::types::{BaseType, Type};

use super::{
    Call, Field, Schema,
    schema::{Argument, Input, Kind},
};

/// Literals for each scalar that an argument may take. All else follows from the schema: enums
/// and booleans have all their values, input objects what their fields take.
#[derive(Default)]
pub struct Values(BTreeMap<&'static str, Vec<String>>);

/// One independent choice among the arguments of a field.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The way to it through input objects whose fields may all be left out.
    pub path: Vec<String>,
    /// Whether something must be chosen.
    pub required: bool,
    /// Literals to choose from.
    pub alternatives: Vec<String>,
    /// Whether these are mere examples: values of a scalar.
    pub example: bool,
}

impl Values {
    /// Literals for a scalar, as they are written in a query.
    pub fn teach(
        mut self,
        scalar: &'static str,
        literals: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.0.entry(scalar).or_default().extend(literals.into_iter().map(Into::into));
        self
    }

    /// Texts for a scalar that is written as a string.
    pub fn teach_texts(
        self,
        scalar: &'static str,
        texts: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        self.teach(scalar, texts.into_iter().map(|text| format!("{:?}", text.as_ref())))
    }

    /// The choices that a field offers. Those of pages are not among them: cursors come from
    /// answers.
    ///
    /// # Panics
    ///
    /// If there is an argument that cannot be filled, so that nothing is passed over in silence.
    pub fn slots(&self, schema: &Schema, field: &Field) -> Vec<Slot> {
        let paging = ["first", "after", "last", "before"];
        let arguments = field.arguments.iter();
        let arguments = arguments
            .filter(|argument| !(field.is_paged() && paging.contains(&argument.name.as_str())));
        let filling =
            Filling { values: self, schema, place: format!("{}.{}", field.owner, field.name) };
        arguments.flat_map(|argument| filling.slots(&[], argument)).collect()
    }

    /// Calls that give just what a field demands, in every way.
    pub fn demanded(slots: &[Slot]) -> Vec<Call> {
        let required = slots.iter().filter(|slot| slot.required);
        required.fold(vec![Call::default()], |calls, slot| {
            let extended = |call: &Call| slot.calls(call);
            calls.iter().flat_map(extended).collect()
        })
    }
}

impl Slot {
    /// A call extended by each of the alternatives.
    pub fn calls(&self, call: &Call) -> Vec<Call> {
        self.alternatives.iter().map(|literal| call.with(&self.path, literal)).collect()
    }
}

struct Filling<'a> {
    values: &'a Values,
    schema: &'a Schema,
    /// The field, for the message that something cannot be filled.
    place: String,
}

impl Filling<'_> {
    fn slots(&self, above: &[String], argument: &Argument) -> Vec<Slot> {
        let mut path = above.to_vec();
        path.push(argument.name.clone());
        if let BaseType::Named(name) = &argument.ty.base
            && let Kind::Input(input) = self.schema.kind(name)
            && !input.one_of
            && input.fields.iter().all(|field| !field.required)
        {
            return input.fields.iter().flat_map(|field| self.slots(&path, field)).collect();
        }
        let alternatives = self.literals(&path, &argument.ty);
        let example = matches!(&argument.ty.base, BaseType::Named(name)
            if name != "Boolean" && matches!(self.schema.kind(name), Kind::Scalar));
        vec![Slot { path, required: argument.required, alternatives, example }]
    }

    fn literals(&self, path: &[String], ty: &Type) -> Vec<String> {
        let name = match &ty.base {
            BaseType::Named(name) => name.as_str(),
            // All at once, and each alone.
            BaseType::List(item) => {
                let items = self.literals(path, item);
                let all = format!("[{}]", items.join(", "));
                return [all]
                    .into_iter()
                    .chain(items.iter().map(|item| format!("[{item}]")))
                    .collect();
            }
        };
        match self.schema.kind(name) {
            Kind::Enum(values) => values.clone(),
            Kind::Input(input) => self.objects(path, input),
            Kind::Scalar if name == "Boolean" => vec!["true".to_owned(), "false".to_owned()],
            Kind::Scalar => match self.values.0.get(name) {
                Some(literals) => literals.clone(),
                None => panic!(
                    "{}({}:) takes the scalar {name}, and no test knows values for it: teach some \
                     that aim at hidden things",
                    self.place,
                    path.join(".")
                ),
            },
            Kind::Object(_) | Kind::Abstract(_) => panic!("{} takes an object", self.place),
        }
    }

    /// Input objects as literals: what must be given in every way, and each other field beside it.
    fn objects(&self, path: &[String], input: &Input) -> Vec<String> {
        let fields = input.fields.iter().map(|field| {
            let mut path = path.to_vec();
            path.push(field.name.clone());
            let literals = self.literals(&path, &field.ty);
            let literals = literals.iter().map(|literal| format!("{}: {literal}", field.name));
            (field.required, literals.collect::<Vec<_>>())
        });
        let fields: Vec<_> = fields.collect();
        if input.one_of {
            return fields
                .iter()
                .flat_map(|(_, one)| one)
                .map(|one| format!("{{{one}}}"))
                .collect();
        }
        let required = fields.iter().filter(|(required, _)| *required);
        let demanded = required.fold(vec![String::new()], |objects, (_, literals)| {
            let join = |object: &String| {
                literals.iter().map(|literal| format!("{object} {literal}")).collect::<Vec<_>>()
            };
            objects.iter().flat_map(join).collect()
        });
        let others = fields.iter().filter(|(required, _)| !required).flat_map(|(_, one)| one);
        let others: Vec<_> = [String::new()].into_iter().chain(others.cloned()).collect();
        let with_each = |object: &String| {
            others.iter().map(|other| format!("{{{object} {other}}}")).collect::<Vec<_>>()
        };
        demanded.iter().flat_map(with_each).collect()
    }
}
