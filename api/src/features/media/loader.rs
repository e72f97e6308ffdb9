//! Media by key, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use sea_orm::prelude::Uuid;

use super::{store, types::Image};
use crate::platform::{error::Error, scope::Scope};

/// Images by id.
#[derive(Debug)]
pub struct ImageById(pub Scope);

impl Loader<Uuid> for ImageById {
    type Value = Image;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Image>, Arc<Error>> {
        let media = store::find_many(&self.0, ids).await?;
        Ok(media.into_iter().map(|file| (file.id, Image(file))).collect())
    }
}
