//! Units and what hangs on them, by key, one statement per wave of resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{unit, unit_name, unit_succession};
use sea_orm::prelude::Uuid;

use super::{
    service::{UnitCountKey, UnitPageKey},
    store,
};
use crate::platform::{batch::group_by, error::Error, paging::Page, scope::Scope};

/// Units by id.
#[derive(Debug)]
pub struct UnitById(pub Scope);

impl Loader<Uuid> for UnitById {
    type Value = unit::Model;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, unit::Model>, Arc<Error>> {
        let units = store::find_many(self.0.reader(), self.0.viewer, ids).await?;
        Ok(units.into_iter().map(|unit| (unit.id, unit)).collect())
    }
}

/// The dated names of units, oldest first.
#[derive(Debug)]
pub struct UnitNames(pub Scope);

impl Loader<Uuid> for UnitNames {
    type Value = Vec<unit_name::Model>;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let names = store::names(self.0.reader(), ids).await?;
        Ok(group_by(names, |name| name.unit_id))
    }
}

/// What became of units.
#[derive(Debug)]
pub struct UnitSuccessors(pub Scope);

impl Loader<Uuid> for UnitSuccessors {
    type Value = Vec<unit_succession::Model>;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let steps = store::successors(self.0.reader(), ids).await?;
        Ok(group_by(steps, |step| step.predecessor_id))
    }
}

/// What units came from.
#[derive(Debug)]
pub struct UnitPredecessors(pub Scope);

impl Loader<Uuid> for UnitPredecessors {
    type Value = Vec<unit_succession::Model>;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Arc<Error>> {
        let steps = store::predecessors(self.0.reader(), ids).await?;
        // Rows found by their successor have one.
        Ok(group_by(steps, |step| step.successor_id.unwrap_or_default()))
    }
}

/// Pages of units.
#[derive(Debug)]
pub struct UnitPages(pub Scope);

impl Loader<UnitPageKey> for UnitPages {
    type Value = Page<unit::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[UnitPageKey],
    ) -> Result<HashMap<UnitPageKey, Self::Value>, Arc<Error>> {
        Ok(store::pages(self.0.reader(), self.0.viewer, keys).await?)
    }
}

/// Sizes of lists of units.
#[derive(Debug)]
pub struct UnitCounts(pub Scope);

impl Loader<UnitCountKey> for UnitCounts {
    type Value = i64;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[UnitCountKey]) -> Result<HashMap<UnitCountKey, i64>, Arc<Error>> {
        Ok(store::counts(self.0.reader(), self.0.viewer, keys).await?)
    }
}
