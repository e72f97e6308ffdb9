//! Polls by key, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{batch::group_by, error::Error, scope::Scope};

/// The options of polls with their votes, in their order.
#[derive(Debug)]
pub struct OptionsByPoll(pub Scope);

impl Loader<Uuid> for OptionsByPoll {
    type Value = Vec<store::OptionRow>;
    type Error = Arc<Error>;

    async fn load(&self, polls: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let options = store::options(self.0.reader(), polls).await?;
        Ok(group_by(options, |(option, _)| option.poll_id))
    }
}
