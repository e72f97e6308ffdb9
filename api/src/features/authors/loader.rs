//! Authors by key, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::author;
use sea_orm::prelude::Uuid;

use super::{
    service::{AuthorCountKey, AuthorPageKey},
    store,
};
use crate::platform::{error::Error, paging::Page, scope::Scope};

/// The authors of articles, in the order of the byline.
#[derive(Debug)]
pub struct AuthorsByArticle(pub Scope);

impl Loader<Uuid> for AuthorsByArticle {
    type Value = Vec<author::Model>;
    type Error = Arc<Error>;

    async fn load(&self, articles: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let mut groups: HashMap<Uuid, Self::Value> = HashMap::new();
        let authors = store::by_article(self.0.reader(), self.0.viewer, articles).await?;
        for (article, author) in authors {
            groups.entry(article).or_default().push(author);
        }
        Ok(groups)
    }
}

/// Pages of authors.
#[derive(Debug)]
pub struct AuthorPages(pub Scope);

impl Loader<AuthorPageKey> for AuthorPages {
    type Value = Page<author::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[AuthorPageKey],
    ) -> Result<HashMap<AuthorPageKey, Self::Value>, Arc<Error>> {
        Ok(store::pages(self.0.reader(), self.0.viewer, keys).await?)
    }
}

/// Sizes of lists of authors.
#[derive(Debug)]
pub struct AuthorCounts(pub Scope);

impl Loader<AuthorCountKey> for AuthorCounts {
    type Value = i64;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[AuthorCountKey],
    ) -> Result<HashMap<AuthorCountKey, i64>, Arc<Error>> {
        Ok(store::counts(self.0.reader(), self.0.viewer, keys).await?)
    }
}
