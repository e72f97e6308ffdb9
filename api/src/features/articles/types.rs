//! What clients see of articles.

mod article;
mod blocks;
mod body;
mod connection;
mod figure;
mod input;
mod moves;
mod revision;

pub use article::{Article, ArticleBy, ArticleStatus};
pub use connection::{
    ArchiveMonth, ArticleArguments, ArticleConnection, ArticleFilter, ArticleOrder,
};
pub use input::{ArticleCreateInput, ArticleUpdateInput};
pub use moves::{
    ArticleMoveInput, ArticlePublishInput, ArticleRejectInput, ArticleRevisionRestoreInput,
    ArticleSeenInput, ArticleWithdrawInput,
};
pub use revision::ArticleRevision;
