//! What administrators see of the audit log.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::service::{self, Event, EventList};
use crate::platform::{
    connection::{self, DEFAULT_COUNT, Listing},
    graphql::{ContextExt as _, DateTime, Given, public_id, read_id, read_text},
    id::{self, Kind},
};

/// Something that somebody did.
#[derive(Clone, Debug)]
pub struct AuditEvent(pub Event);

/// Something that somebody did: a mutation, or signing in. Events are appended with what they tell of
/// and never change; nothing about readers is among them.
#[Object]
impl AuditEvent {
    /// Its place in the log: later events have larger numbers.
    async fn seq(&self) -> i64 {
        self.0.0.seq
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.0.at)
    }

    /// The mutation, such as `articlePublish`.
    async fn action(&self) -> &str {
        &self.0.0.action
    }

    /// The account that did it; null if an API key or the program did.
    async fn account_id(&self) -> Option<ID> {
        self.0.0.account_id.map(|id| public_id(Kind::Account, id))
    }

    /// The present name of that account.
    async fn account_name(&self) -> Option<&str> {
        self.0.1.as_deref()
    }

    /// The API key that did it; null if an account or the program did.
    async fn api_key_id(&self) -> Option<ID> {
        self.0.0.api_key_id.map(|id| public_id(Kind::ApiKey, id))
    }

    /// What it was done to; null if it was nothing in particular.
    async fn node_id(&self) -> Option<ID> {
        let (node, id) = (self.0.0.node.as_deref()?, self.0.0.node_id?);
        Kind::of_prefix(node).map(|kind| public_id(kind, id))
    }

    /// The version that it was done to.
    async fn from_version(&self) -> Option<i32> {
        self.0.0.from_version
    }

    /// The id of the request, as its answer and the log have it.
    async fn request_id(&self) -> Option<&str> {
        self.0.0.request_id.as_deref()
    }

    /// Further facts, as JSON.
    async fn details(&self) -> Option<&str> {
        self.0.0.details.as_deref()
    }
}

/// Which events: those that meet all conditions.
#[derive(Debug, Default, InputObject)]
pub struct AuditEventFilter {
    /// Only what this account did.
    pub account_id: Option<ID>,
    /// Only what was done to this: an id of any kind.
    pub node_id: Option<ID>,
    /// Only this: a mutation, such as `articlePublish`, or what else events tell of, such as
    /// `mediaSweep`.
    pub action: Option<String>,
    /// Only events then or later.
    pub at_from: Option<Given<DateTime>>,
    /// Only events before then.
    pub at_to: Option<Given<DateTime>>,
}

impl AuditEventFilter {
    /// The list of the events that meet all conditions.
    pub fn list(self) -> Result<EventList> {
        let account = self.account_id.map(|id| read_id(Kind::Account, &id, "filter.accountId"));
        let node =
            self.node_id.map(|id| id::decode(&id).map_err(|fault| fault.at("filter.nodeId")));
        let action = self.action.map(|action| read_text(&action, "filter.action"));
        let from = self.at_from.map(|from| from.read("filter.atFrom")).transpose()?;
        let to = self.at_to.map(|to| to.read("filter.atTo")).transpose()?;
        Ok(EventList {
            account_id: account.transpose()?,
            node_id: node.transpose()?.map(|(_, id)| id),
            action: action.transpose()?,
            from: from.map(|from| from.0),
            to: to.map(|to| to.0),
        })
    }
}

/// Events with the size of the list they come from.
pub type AuditEventConnection = Listing<AuditEvent, EventTotals>;

/// The size of a list of events.
#[derive(Debug)]
pub struct EventTotals(pub EventList);

/// The size of a list of events.
#[Object]
impl EventTotals {
    /// How many events the whole list has. Counting stops at `upTo`: that number means "so many or
    /// more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let cap = connection::count_cap(up_to)?;
        Ok(connection::count(service::count(ctx.scope(), &self.0, cap).await?))
    }
}
