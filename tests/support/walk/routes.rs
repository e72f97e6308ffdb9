//! The ways from a root field to every type.

use std::collections::{BTreeMap, VecDeque};

use super::{Call, Field, Schema, Selection, schema::ROOT};

/// Fields one below the other; the first is a field of the root.
#[derive(Clone)]
pub struct Route(Vec<Step>);

#[derive(Clone)]
struct Step {
    field: Field,
    /// The object meant, where the field leads to several types.
    on: Option<String>,
}

/// The shortest way from one root field to each object that it leads to.
pub struct Routes {
    pub root: Field,
    pub to: BTreeMap<String, Route>,
}

impl Routes {
    /// From every root field.
    pub fn all(schema: &Schema) -> Vec<Self> {
        schema.fields(ROOT).iter().map(|root| Self::from(schema, root)).collect()
    }

    fn from(schema: &Schema, root: &Field) -> Self {
        let mut to: BTreeMap<String, Route> = BTreeMap::new();
        let mut next = VecDeque::from([(Route(Vec::new()), root.clone())]);
        while let Some((route, field)) = next.pop_front() {
            for object in schema.objects(field.target()) {
                if to.contains_key(object) {
                    continue;
                }
                let several = schema.is_abstract(field.target());
                let step = Step { field: field.clone(), on: several.then(|| object.to_owned()) };
                let route = Route(route.0.iter().cloned().chain([step]).collect());
                next.extend(
                    schema.fields(object).iter().map(|field| (route.clone(), field.clone())),
                );
                to.insert(object.to_owned(), route);
            }
        }
        Self { root: root.clone(), to }
    }

    /// The shortest of these ways to an object, with the root field that it begins at.
    pub fn shortest<'a>(
        all: impl IntoIterator<Item = &'a Self>,
        object: &str,
    ) -> (&'a Field, &'a Route) {
        let routes = all.into_iter().filter_map(|from| Some((&from.root, from.to.get(object)?)));
        routes.min_by_key(|(_, route)| route.0.len()).unwrap()
    }
}

impl Route {
    /// A query along the way for each call of its root, with the same selected at its end. Lists
    /// on the way give `size` items of each page.
    pub fn query(&self, calls: &[Call], size: u8, end: &[Selection]) -> Vec<Selection> {
        let mut below = end.to_vec();
        for (number, step) in self.0.iter().enumerate().rev() {
            if let Some(object) = &step.on {
                below = below.into_iter().map(|selection| selection.on(object)).collect();
            }
            if number > 0 {
                let call = match step.field.is_paged() {
                    true => Call::default().and("first", &size.to_string()),
                    false => Call::default(),
                };
                below = vec![Selection::new(&step.field, call, below)];
            }
        }
        let root = &self.0[0].field;
        let page = |call: &Call| match root.is_paged() && self.0.len() > 1 {
            true => call.and("first", &size.to_string()),
            false => call.clone(),
        };
        let roots = calls.iter().enumerate().map(|(number, call)| {
            Selection::new(root, page(call), below.clone()).named(format!("root{number}"))
        });
        roots.collect()
    }
}
