//! Transfer: everything of a portal as lines of JSON, out of one database and into another.
//!
//! `record` is the format and knows no database; `check` turns a record into rows and says what is
//! wrong with it; `export` and `import` are the two directions. `docs/ndjson.md` describes the
//! format for others.
//!
//! What other columns follow from is written, what follows from them is not: sort keys, search keys,
//! lists, HTML and text of bodies are made anew. The change log and the secrets stay behind as well:
//! they are the history and the keys of one database, and an import writes its own.

mod check;
pub mod export;
pub mod import;
mod lines;
mod record;
pub mod report;
mod store;

pub use check::Fault;

/// The version of the format. One that reads differently has another number.
pub const VERSION: u32 = 1;
