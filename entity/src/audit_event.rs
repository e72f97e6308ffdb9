//! What somebody did: appended with the act itself and never changed.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub id: Uuid,
    pub at: DateTimeUtc,
    /// The account that did it, if one did.
    pub account_id: Option<Uuid>,
    /// The API key that did it, if one did.
    pub api_key_id: Option<Uuid>,
    /// The mutation, or what else happened: `articlePublish`.
    pub action: String,
    /// What kind of thing it was done to, as the prefix of its public id.
    pub node: Option<String>,
    pub node_id: Option<Uuid>,
    /// The version that it was done to.
    pub from_version: Option<i32>,
    /// The request that did it.
    pub request_id: Option<String>,
    /// Further facts as JSON; nothing about readers.
    pub details: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
