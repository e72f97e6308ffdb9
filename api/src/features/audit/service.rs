//! Which events a list holds.

use entity::audit_event;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{
    error::Result,
    paging::{Page, Range, Sorting},
    scope::Scope,
    time::Instant,
};

/// The one order of events: by time, those of one time in the order in which they were told. A place
/// in the log would not do: what began first may be told last, and no span of time would be a part of
/// that order.
pub const LATEST: Sorting = Sorting { name: "audit.at:desc", descending: true };

/// Which events a list holds: those that meet all conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventList {
    /// Of this account.
    pub account_id: Option<Uuid>,
    /// On this thing.
    pub node_id: Option<Uuid>,
    /// Of this action.
    pub action: Option<String>,
    /// Then or later.
    pub from: Option<Instant>,
    /// Before then.
    pub to: Option<Instant>,
}

/// An event, with the name of the account that caused it.
pub type Event = (audit_event::Model, Option<String>);

/// One page of events.
pub async fn page(scope: &Scope, list: &EventList, range: &Range) -> Result<Page<Event>> {
    store::page(scope, list, range).await
}

/// How many events a list holds, counted up to a cap.
pub async fn count(scope: &Scope, list: &EventList, up_to: u64) -> Result<i64> {
    store::count(scope, list, up_to).await
}
