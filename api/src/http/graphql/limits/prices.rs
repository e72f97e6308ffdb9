//! What each field of the schema asks for, read from the schema once, so that new fields have their
//! price without anybody listing them.
//!
//! - An object costs one node. What only carries others costs nothing: connections, edges,
//!   `PageInfo`.
//! - A field that takes `first` or `last` costs that many: as given, else the argument's default,
//!   else the default page. A connection costs its page
//!   once if any of its rows is asked for; `edges` and `nodes` are that page, not another one.
//! - A list that must be told what it shall hold, such as `nodes(ids:)`, costs as many as it is
//!   told.
//! - Any other list of objects costs [`RECORDS`] if they have an `id`, otherwise [`PARTS`].
//! - What a connection says of its whole list, such as `totalCount`, costs one for every
//!   [`COUNTED`] rows that it may count: up to `upTo`.
//!
//! Sizes multiply what is below them. Other values cost no node; each counts as a value.

mod read;

use std::collections::HashMap;

use async_graphql::parser::{
    self,
    types::{DirectiveLocation, OperationType},
};

use super::introspection;
use crate::platform::access::Needs;

/// Objects with an `id` that a list is taken to have: terms, directories, links, authors, options.
pub const RECORDS: u32 = 10;
/// Objects without one that a list is taken to have: figures, former names, blocks of a body. There
/// are more blocks at times, but then fewer spans in each.
pub const PARTS: u32 = 3;
/// Rows that a list is counted in the time that one is read: counting walks an index alone.
pub const COUNTED: u32 = 500;

/// How many objects one field answers for one object that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// As many as this.
    Fixed(u32),
    /// As many as `first` or `last` say, or else as this.
    Page(u32),
    /// As many as the page of the connection that it stands on.
    OfPage,
    /// One for every [`COUNTED`] rows up to `upTo`, or else up to this.
    Count(u32),
    /// As many as this argument has elements.
    Argument(String),
}

/// What one field asks for.
#[derive(Clone, Debug)]
pub struct Price {
    /// How many objects.
    pub size: Size,
    /// Nodes of each.
    pub nodes: u32,
    /// The type of the objects; None if the field answers a value that has no fields.
    pub object: Option<String>,
    /// Who may select it.
    pub needs: Needs,
}

impl Price {
    /// A field that costs no node, of so many objects of this type.
    pub fn free(size: u32, object: &str) -> Self {
        let object = Some(object.to_owned());
        Self { size: Size::Fixed(size), nodes: 0, object, needs: Needs::default() }
    }
}

/// What role a type has in the price of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It stands for one thing.
    Object,
    /// An interface or a union: it stands for one thing of one of several types.
    Abstract,
    /// A page of a list.
    Connection,
    /// It carries the things of a page.
    Carrier,
}

/// A type with fields.
#[derive(Debug)]
pub struct Fields {
    /// Its name in documents.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// The prices of its fields by their names.
    pub prices: HashMap<String, Price>,
}

/// The prices of a schema.
#[derive(Debug)]
pub struct Prices {
    types: HashMap<String, Fields>,
    directives: HashMap<String, Vec<DirectiveLocation>>,
    roots: Roots,
}

/// The types that operations start from.
#[derive(Debug, Default)]
struct Roots {
    query: Option<String>,
    mutation: Option<String>,
    subscription: Option<String>,
}

impl Prices {
    /// The prices of the schema of this SDL.
    ///
    /// # Panics
    ///
    /// If it is not SDL, or if it has a mutation that does not say who may ask for it.
    pub fn of(sdl: &str) -> Self {
        let schema = parser::parse_schema(sdl).expect("the library writes SDL that it can read");
        let mut prices = read::prices(&schema);
        introspection::add(&mut prices.types, &schema, prices.roots.query.as_deref());
        prices
    }

    /// The type that operations of this kind start from.
    pub fn root(&self, operation: OperationType) -> Option<&Fields> {
        let root = match operation {
            OperationType::Query => &self.roots.query,
            OperationType::Mutation => &self.roots.mutation,
            OperationType::Subscription => &self.roots.subscription,
        };
        self.fields(root.as_deref()?)
    }

    /// The type of this name, if it has fields or members.
    pub fn fields(&self, name: &str) -> Option<&Fields> {
        self.types.get(name)
    }

    /// The type that a fragment with this condition stands on. One of the same name is the same:
    /// introspection has several of one name.
    pub fn narrowed<'a>(
        &'a self,
        on: Option<&'a Fields>,
        condition: Option<&str>,
    ) -> Option<&'a Fields> {
        match (on, condition) {
            (Some(fields), Some(name)) if fields.name == name => on,
            (_, Some(name)) => self.fields(name),
            (_, None) => on,
        }
    }

    /// Whether a directive may stand at this place.
    pub fn takes_directive(&self, name: &str, location: DirectiveLocation) -> bool {
        self.directives.get(name).is_some_and(|locations| locations.contains(&location))
    }
}
