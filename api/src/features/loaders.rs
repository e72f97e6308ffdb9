//! Every data loader as a named field; born and dropped with a request, because they carry its
//! viewer.

use std::{sync::Arc, time::Duration};

use async_graphql::{Context, dataloader::DataLoader};

use super::{articles, authors, links, media, polls, site, units, wanted};
use crate::platform::{
    error::Error,
    scope::Scope,
    tasks::{NoDelay, Spawner},
};

/// The loaders of one request.
pub struct Loaders {
    pub article_pages: DataLoader<articles::ArticlePages>,
    pub article_counts: DataLoader<articles::ArticleCounts>,
    pub figures_by_article: DataLoader<articles::FiguresByArticle>,
    pub categories_by_article: DataLoader<articles::CategoriesByArticle>,
    pub draft_by_revision: DataLoader<articles::DraftByRevision>,
    pub authors_by_article: DataLoader<authors::AuthorsByArticle>,
    pub author_pages: DataLoader<authors::AuthorPages>,
    pub author_counts: DataLoader<authors::AuthorCounts>,
    pub unit_by_id: DataLoader<units::UnitById>,
    pub unit_names: DataLoader<units::UnitNames>,
    pub unit_successors: DataLoader<units::UnitSuccessors>,
    pub unit_predecessors: DataLoader<units::UnitPredecessors>,
    pub unit_pages: DataLoader<units::UnitPages>,
    pub unit_counts: DataLoader<units::UnitCounts>,
    pub links_by_directory: DataLoader<links::LinksByDirectory>,
    pub directory_by_id: DataLoader<links::DirectoryById>,
    pub options_by_poll: DataLoader<polls::OptionsByPoll>,
    pub image_by_id: DataLoader<media::ImageById>,
    pub own_host: DataLoader<site::OwnHost>,
    pub synonyms: DataLoader<wanted::AllSynonyms>,
}

impl Loaders {
    /// The loaders of a request whose tasks go to `spawner`.
    pub fn new(scope: &Scope, spawner: &Spawner) -> Self {
        macro_rules! loader {
            ($loader:path) => {
                DataLoader::new($loader(scope.clone()), spawner.clone(), NoDelay)
                    .delay(Duration::ZERO)
            };
        }
        Self {
            article_pages: loader!(articles::ArticlePages),
            article_counts: loader!(articles::ArticleCounts),
            figures_by_article: loader!(articles::FiguresByArticle),
            categories_by_article: loader!(articles::CategoriesByArticle),
            draft_by_revision: loader!(articles::DraftByRevision),
            authors_by_article: loader!(authors::AuthorsByArticle),
            author_pages: loader!(authors::AuthorPages),
            author_counts: loader!(authors::AuthorCounts),
            unit_by_id: loader!(units::UnitById),
            unit_names: loader!(units::UnitNames),
            unit_successors: loader!(units::UnitSuccessors),
            unit_predecessors: loader!(units::UnitPredecessors),
            unit_pages: loader!(units::UnitPages),
            unit_counts: loader!(units::UnitCounts),
            links_by_directory: loader!(links::LinksByDirectory),
            directory_by_id: loader!(links::DirectoryById),
            options_by_poll: loader!(polls::OptionsByPoll),
            image_by_id: loader!(media::ImageById),
            own_host: loader!(site::OwnHost),
            synonyms: loader!(wanted::AllSynonyms),
        }
    }
}

/// What a loader found for one key, each thing as clients see it; nothing found is an empty list.
pub fn listed<R, T>(
    found: Result<Option<Vec<R>>, Arc<Error>>,
    shown: impl Fn(R) -> T,
) -> Option<async_graphql::Result<Vec<T>>> {
    let shown = |rows: Option<Vec<R>>| rows.unwrap_or_default().into_iter().map(shown).collect();
    Some(found.map(shown).map_err(Into::into))
}

/// The loaders of this request.
pub fn of<'a>(ctx: &'a Context<'_>) -> &'a Loaders {
    ctx.data_unchecked()
}
