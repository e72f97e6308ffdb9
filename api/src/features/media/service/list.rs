//! Which files a list holds.

use entity::media;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{
    error::Result,
    paging::{Page, Range, Sorting},
    scope::Scope,
};

/// The one order of files.
pub const NEWEST: Sorting = Sorting { name: "media.created:desc", descending: true };

/// Which files a list holds: those that meet all conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileList {
    /// Pictures, or what is none.
    pub pictures: Option<bool>,
    /// Those that this account brought.
    pub created_by: Option<Uuid>,
    /// Those that something uses, or that nothing does.
    pub used: Option<bool>,
}

/// One page of files.
pub async fn page(scope: &Scope, list: FileList, range: &Range) -> Result<Page<media::Model>> {
    store::list::page(scope, list, range).await
}

/// How many files a list holds, counted up to a cap.
pub async fn count(scope: &Scope, list: FileList, up_to: u64) -> Result<i64> {
    store::list::count(scope, list, up_to).await
}
