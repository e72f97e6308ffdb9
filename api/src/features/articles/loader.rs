//! Lists of articles and what hangs on them, by key, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{article_revision, congress_category};
use sea_orm::prelude::Uuid;

use super::{
    draft::Draft,
    service::{ArticleCountKey, ArticlePage, ArticlePageKey},
    store,
};
use crate::platform::{batch::group_by, error::Error, scope::Scope};

/// Pages of articles.
#[derive(Debug)]
pub struct ArticlePages(pub Scope);

impl Loader<ArticlePageKey> for ArticlePages {
    type Value = ArticlePage;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[ArticlePageKey],
    ) -> Result<HashMap<ArticlePageKey, ArticlePage>, Arc<Error>> {
        Ok(store::pages(&self.0, keys).await?)
    }
}

/// Sizes of lists of articles.
#[derive(Debug)]
pub struct ArticleCounts(pub Scope);

impl Loader<ArticleCountKey> for ArticleCounts {
    type Value = i64;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[ArticleCountKey],
    ) -> Result<HashMap<ArticleCountKey, i64>, Arc<Error>> {
        Ok(store::counts(&self.0, keys).await?)
    }
}

/// The figures of articles, in reading order.
#[derive(Debug)]
pub struct FiguresByArticle(pub Scope);

impl Loader<Uuid> for FiguresByArticle {
    type Value = Vec<store::FigureRow>;
    type Error = Arc<Error>;

    async fn load(&self, articles: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let figures = store::figures(&self.0, articles).await?;
        Ok(group_by(figures, |(figure, _)| figure.article_id))
    }
}

/// The congress terms of articles, in their order.
#[derive(Debug)]
pub struct CategoriesByArticle(pub Scope);

impl Loader<Uuid> for CategoriesByArticle {
    type Value = Vec<congress_category::Model>;
    type Error = Arc<Error>;

    async fn load(&self, articles: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let mut groups: HashMap<Uuid, Self::Value> = HashMap::new();
        for (article, category) in store::categories(&self.0, articles).await? {
            groups.entry(article).or_default().push(category);
        }
        for categories in groups.values_mut() {
            categories.sort_by_key(crate::features::congress::service::rank);
        }
        Ok(groups)
    }
}

/// The contents of revisions, by article and number.
#[derive(Debug)]
pub struct DraftByRevision(pub Scope);

impl Loader<(Uuid, i32)> for DraftByRevision {
    type Value = Draft;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[(Uuid, i32)]) -> Result<HashMap<(Uuid, i32), Draft>, Arc<Error>> {
        let revisions = store::revisions_of(&self.0, keys).await?;
        let read = |revision: article_revision::Model| {
            let draft = Draft::read(&revision.content)?;
            Ok(((revision.article_id, revision.number), draft))
        };
        Ok(revisions.into_iter().map(read).collect::<Result<_, Error>>()?)
    }
}
