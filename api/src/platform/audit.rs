//! What the audit log tells of a write: the act, and each thing that it changed, with the version in
//! which that was and the fields that became different. Whoever is in conflict with a version learns
//! from the same log what happened since: there is no second history to keep.

use std::collections::BTreeSet;

use entity::{account, audit_event};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait, ExprTrait as _, FromQueryResult, Iden as _, Iterable as _,
    JoinType, ModelTrait,
    prelude::Uuid,
    sea_query::{Expr, Order, Query},
};
use serde_json::{Map, Value, json};

use super::{
    error::{Error, Result},
    id::{self, Kind},
    outcome::VersionChange,
    problem::Problem,
    time::Instant,
};

/// Most changes that a conflict tells.
const MAX_CHANGES: u64 = 100;
/// Where the details of an event name the fields that became different.
const FIELDS: &str = "fields";
/// Columns that follow from others, or that only tell of the change itself.
const DERIVED: [&str; 6] =
    ["version", "updated_at", "sort_key", "pen_name_key", "storage_key", "sessions_from"];

/// A version of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// What kind of thing.
    pub kind: Kind,
    /// Which one.
    pub id: Uuid,
    /// The number of the version.
    pub number: i32,
}

/// A row that people change, each time making another version.
pub trait Versioned: ModelTrait {
    /// What kind of thing it is.
    const KIND: Kind;

    /// The version that it is.
    fn present(&self) -> Version;

    /// A column as inputs name it.
    fn field(column: &str) -> String {
        camel(column)
    }
}

/// Declares the rows of a table as versions of a kind of things.
macro_rules! versioned {
    ($model:ty: $kind:ident) => {
        impl $crate::platform::audit::Versioned for $model {
            const KIND: $crate::platform::id::Kind = $crate::platform::id::Kind::$kind;

            fn present(&self) -> $crate::platform::audit::Version {
                let (kind, id, number) = (Self::KIND, self.id, self.version);
                $crate::platform::audit::Version { kind, id, number }
            }
        }
    };
}
pub(crate) use versioned;

/// What somebody does.
#[derive(Clone, Debug, Default)]
pub(super) struct Act {
    pub action: String,
    pub on: Option<(Kind, Uuid)>,
    pub from_version: Option<i32>,
    pub details: Map<String, Value>,
    /// Each thing that it changed, in the version that it was in, with the fields.
    pub changed: Vec<(Version, BTreeSet<String>)>,
}

/// Who acts, when, in which request.
#[derive(Clone, Debug)]
pub(super) struct Actor {
    pub at: Instant,
    pub account_id: Option<Uuid>,
    pub api_key_id: Option<Uuid>,
    pub request_id: Option<String>,
}

impl Act {
    /// Notes that fields of something became different.
    pub fn change(&mut self, version: Version, fields: impl IntoIterator<Item = String>) {
        let same =
            |known: &&mut (Version, _)| (known.0.kind, known.0.id) == (version.kind, version.id);
        match self.changed.iter_mut().find(same) {
            Some((_, known)) => known.extend(fields),
            None => self.changed.push((version, fields.into_iter().collect())),
        }
    }

    /// The rows that tell of it: one on what it was done to, and one on each other thing that it
    /// changed, which may have readers of its own history.
    pub fn events(self, actor: &Actor) -> Vec<audit_event::ActiveModel> {
        let Self { action, on, from_version, mut details, mut changed } = self;
        let main = changed.iter().position(|(version, _)| on == Some((version.kind, version.id)));
        if let Some(main) = main {
            details.insert(FIELDS.to_owned(), json!(changed.remove(main).1));
        }
        let details = (!details.is_empty()).then_some(Value::Object(details));
        let is_told = on.is_some() || details.is_some() || changed.is_empty();
        let first = is_told.then_some((on, from_version, details));
        let others = changed.into_iter().map(|(version, fields)| {
            let on = Some((version.kind, version.id));
            (on, Some(version.number), Some(json!({ FIELDS: fields })))
        });
        let rows = first.into_iter().chain(others);
        rows.map(|(on, from_version, details)| audit_event::ActiveModel {
            seq: NotSet,
            id: Set(id::next(actor.at)),
            at: Set(actor.at),
            account_id: Set(actor.account_id),
            api_key_id: Set(actor.api_key_id),
            action: Set(action.clone()),
            node: Set(on.map(|(kind, _)| kind.prefix().to_owned())),
            node_id: Set(on.map(|(_, id)| id)),
            from_version: Set(from_version),
            request_id: Set(actor.request_id.clone()),
            details: Set(details.map(|details| details.to_string())),
        })
        .collect()
    }
}

/// The fields in which two versions of a row differ, as inputs name them.
pub(super) fn differences<M: Versioned>(old: &M, new: &M) -> BTreeSet<String> {
    let columns = <M::Entity as EntityTrait>::Column::iter();
    let different = columns.filter(|column| old.get(*column) != new.get(*column));
    let names = different.map(|column| column.to_string());
    names.filter(|name| !DERIVED.contains(&name.as_str())).map(|name| M::field(&name)).collect()
}

/// Tells whoever is in conflict with a version what happened since.
pub(super) async fn explain(db: &impl ConnectionTrait, problems: &mut [Problem]) -> Result<()> {
    for conflict in problems.iter_mut().filter_map(|problem| problem.conflict.as_mut()) {
        conflict.changes = since(db, conflict.seen).await?;
    }
    Ok(())
}

/// What an event tells of a change.
#[derive(FromQueryResult)]
struct Told {
    at: Instant,
    from_version: Option<i32>,
    details: Option<String>,
    by: Option<String>,
}

/// What was changed since a version, the latest change first, along the index of events by thing. An
/// event without fields changed nothing: the same was said again.
async fn since(db: &impl ConnectionTrait, seen: Version) -> Result<Vec<VersionChange>> {
    let event = |column| Expr::col((audit_event::Entity, column));
    let select = Query::select()
        .columns([
            (audit_event::Entity, audit_event::Column::At),
            (audit_event::Entity, audit_event::Column::FromVersion),
            (audit_event::Entity, audit_event::Column::Details),
        ])
        .expr_as(Expr::col((account::Entity, account::Column::Name)), "by")
        .from(audit_event::Entity)
        .join(
            JoinType::LeftJoin,
            account::Entity,
            Expr::col((account::Entity, account::Column::Id))
                .eq(event(audit_event::Column::AccountId)),
        )
        .and_where(event(audit_event::Column::NodeId).eq(seen.id))
        .and_where(event(audit_event::Column::Node).eq(seen.kind.prefix()))
        .and_where(event(audit_event::Column::FromVersion).gte(seen.number))
        .order_by((audit_event::Entity, audit_event::Column::At), Order::Desc)
        .order_by((audit_event::Entity, audit_event::Column::Id), Order::Desc)
        .limit(MAX_CHANGES)
        .to_owned();
    let events = db.query_all(&select).await?;
    let mut changes = Vec::new();
    for event in &events {
        let Told { at, from_version, details, by } = Told::from_query_result(event, "")?;
        let details: Value = serde_json::from_str(details.as_deref().unwrap_or("null"))
            .map_err(|source| Error::Stored { what: "details of an event", source })?;
        let fields = details[FIELDS].as_array().into_iter().flatten();
        let fields: Vec<String> =
            fields.filter_map(|field| field.as_str().map(str::to_owned)).collect();
        if let (Some(from_version), false) = (from_version, fields.is_empty()) {
            changes.push(VersionChange::new(from_version + 1, at, by, fields));
        }
    }
    // Whoever asked first may have had to wait for somebody who asked later.
    changes.sort_by_key(|change| std::cmp::Reverse(change.version));
    Ok(changes)
}

/// A column as inputs would name it.
pub fn camel(column: &str) -> String {
    let mut words = column.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        name + &first.into_iter().chain(letters).collect::<String>()
    })
}
