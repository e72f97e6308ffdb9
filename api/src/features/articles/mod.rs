//! Articles: news items with one public address each, and every list of them.

pub mod body;
pub mod bulk;
mod columns;
mod draft;
pub mod edit;
mod list;
mod loader;
mod markdown;
mod mutation;
mod query;
mod rows;
pub mod service;
mod store;
pub mod types;
pub mod workflow;
pub mod write;

pub use body::{Body, BodyFigure};
pub use columns::Selected;
pub use draft::Draft;
pub use loader::{
    ArticleCounts, ArticlePages, CategoriesByArticle, DraftByRevision, FiguresByArticle,
};
pub use mutation::ArticleMutations;
pub use query::ArticleQueries;
