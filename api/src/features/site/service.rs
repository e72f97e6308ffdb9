//! Rules about the portal itself.

use entity::{change, site};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _, prelude::Uuid};

use super::store;
use crate::platform::{error::Result, scope::Scope, transaction::Transaction};

/// Longest greeting, in characters.
pub const MAX_GREETING: usize = 1_000;

/// What a portal is called before somebody names it.
pub const UNNAMED: &str = "Congtin";

/// The portal, if it has been set up.
pub async fn find(scope: &Scope) -> Result<Option<site::Model>> {
    store::find(scope.reader()).await
}

/// The portal, seen from a write.
pub async fn find_for_update(txn: &Transaction) -> Result<Option<site::Model>> {
    store::find(&**txn).await
}

/// What is known of the portal; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct SiteFields {
    /// Its name.
    pub name: Option<String>,
    /// The line that welcomes readers.
    pub greeting: Option<String>,
    /// How to reach those who run it.
    pub contact: Option<String>,
    /// Public address, without a slash at the end.
    pub base_url: Option<String>,
    /// Path of an article, with `{slug}` in it.
    pub article_url_template: Option<String>,
    /// The organisation whose portal it is.
    pub unit_id: Option<Uuid>,
}

/// Sets what is given and leaves the rest. Says whether anything became different.
pub async fn put(txn: &mut Transaction, fields: SiteFields) -> Result<bool> {
    let changed = match store::find(&**txn).await? {
        Some(site) => update(txn, site, fields).await?,
        None => {
            insert(txn, fields).await?;
            true
        }
    };
    if changed {
        txn.upserted(change::Node::Site, Uuid::nil());
    }
    Ok(changed)
}

async fn insert(txn: &Transaction, fields: SiteFields) -> Result<()> {
    let site = site::ActiveModel {
        id: Set(site::ID),
        name: Set(fields.name.unwrap_or_else(|| UNNAMED.to_owned())),
        greeting: Set(fields.greeting),
        contact: Set(fields.contact),
        base_url: Set(fields.base_url),
        article_url_template: Set(fields.article_url_template),
        unit_id: Set(fields.unit_id),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
    };
    store::insert(&**txn, site).await
}

async fn update(txn: &Transaction, old: site::Model, fields: SiteFields) -> Result<bool> {
    let new = site::Model {
        name: fields.name.unwrap_or_else(|| old.name.clone()),
        greeting: fields.greeting.or_else(|| old.greeting.clone()),
        contact: fields.contact.or_else(|| old.contact.clone()),
        base_url: fields.base_url.or_else(|| old.base_url.clone()),
        article_url_template: fields
            .article_url_template
            .or_else(|| old.article_url_template.clone()),
        unit_id: fields.unit_id.or(old.unit_id),
        ..old.clone()
    };
    if new == old {
        return Ok(false);
    }
    let mut row = new.into_active_model().reset_all();
    row.updated_at = Set(txn.now);
    row.version = Set(old.version + 1);
    store::update(&**txn, row).await?;
    Ok(true)
}
