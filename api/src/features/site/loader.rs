//! What many things on a page ask of the portal, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;

use super::service;
use crate::platform::{address::Address, error::Error, scope::Scope};

/// The host of the portal as addresses have it, under the only key.
#[derive(Debug)]
pub struct OwnHost(pub Scope);

impl Loader<()> for OwnHost {
    type Value = String;
    type Error = Arc<Error>;

    async fn load(&self, _: &[()]) -> Result<HashMap<(), String>, Arc<Error>> {
        let site = service::find(&self.0).await?;
        let base = site.and_then(|site| site.base_url);
        let host = base.as_deref().and_then(Address::parse).map(|address| address.host);
        Ok(host.into_iter().map(|host| ((), host)).collect())
    }
}
