//! What stands for what, once for a request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;

use super::synonym::Synonyms;
use crate::{
    features::synonyms,
    platform::{error::Error, scope::Scope},
};

/// All synonyms. Read with every request that looks for a text: there are few, and whoever changes
/// one finds by it at once, on every node.
#[derive(Debug)]
pub struct AllSynonyms(pub Scope);

impl Loader<()> for AllSynonyms {
    type Value = Arc<Synonyms>;
    type Error = Arc<Error>;

    async fn load(&self, _: &[()]) -> Result<HashMap<(), Self::Value>, Arc<Error>> {
        let synonyms = Synonyms::of(synonyms::service::all(&self.0).await?);
        Ok(HashMap::from([((), Arc::new(synonyms))]))
    }
}
