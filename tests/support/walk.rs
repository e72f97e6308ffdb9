//! Walks the schema, so that a test can ask for everything in it without a list of its own.
//!
//! [`Schema`] is what the SDL says, [`Values`] what arguments are filled with, [`Selection`] a
//! query that knows the types in it, [`Routes`] the ways from a root field to every type.

mod calls;
mod inputs;
mod routes;
mod schema;
mod selection;
mod values;

pub use calls::{Call, Pages};
pub use inputs::{Leaf, leaves, literal};
pub use routes::Routes;
pub use schema::{Access, Field, Kind, ROOT, Schema};
pub use selection::{Answered, Selection, Tree};
pub use values::{Slot, Values};
