//! Which events a list holds.

use entity::audit_event;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{
    error::Result,
    paging::{Page, Range, Sorting},
    scope::Scope,
};

/// The one order of events.
pub const LATEST: Sorting = Sorting { name: "audit.seq:desc", descending: true };

/// Which events a list holds: those that meet all conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventList {
    /// Of this account.
    pub account_id: Option<Uuid>,
    /// On this thing.
    pub node_id: Option<Uuid>,
}

/// An event, with the name of the account that caused it.
pub type Event = (audit_event::Model, Option<String>);

/// One page of events.
pub async fn page(scope: &Scope, list: EventList, range: &Range) -> Result<Page<Event>> {
    store::page(scope, list, range).await
}

/// How many events a list holds, counted up to a cap.
pub async fn count(scope: &Scope, list: EventList, up_to: u64) -> Result<i64> {
    store::count(scope, list, up_to).await
}
