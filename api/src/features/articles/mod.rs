//! Articles: news items with one public address each, and every list of them.

pub mod body;
pub mod bulk;
mod columns;
mod loader;
mod query;
mod rows;
pub mod service;
mod store;
pub mod types;
pub mod write;

pub use body::{Body, BodyFigure};
pub use columns::Selected;
pub use loader::{ArticleCounts, ArticlePages, CategoriesByArticle, FiguresByArticle};
pub use query::ArticleQueries;
