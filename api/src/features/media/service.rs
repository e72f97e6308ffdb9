//! Rules about media.

use entity::media;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{error::Result, scope::Scope};

/// The files with these ids that the viewer may see.
pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<media::Model>> {
    store::find_many(scope, ids).await
}
