//! Links by key, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{link, link_directory};
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{batch::group_by, error::Error, scope::Scope};

/// The links of directories, in their order.
#[derive(Debug)]
pub struct LinksByDirectory(pub Scope);

impl Loader<Uuid> for LinksByDirectory {
    type Value = Vec<link::Model>;
    type Error = Arc<Error>;

    async fn load(&self, directories: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let links = store::links_of(self.0.reader(), self.0.viewer, directories).await?;
        Ok(group_by(links, |link| link.directory_id))
    }
}

/// Directories by id.
#[derive(Debug)]
pub struct DirectoryById(pub Scope);

impl Loader<Uuid> for DirectoryById {
    type Value = link_directory::Model;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let directories = store::directories_with(self.0.reader(), self.0.viewer, ids).await?;
        Ok(directories.into_iter().map(|directory| (directory.id, directory)).collect())
    }
}
