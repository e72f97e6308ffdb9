//! What clients see of articles.

mod article;
mod blocks;
mod body;
mod connection;
mod figure;

pub use article::{Article, ArticleBy};
pub use connection::{
    ArchiveMonth, ArticleArguments, ArticleConnection, ArticleFilter, ArticleOrder,
};
