//! The portal itself: one row, with [`ID`] as its key.

use sea_orm::entity::prelude::*;

/// The key of the only row.
pub const ID: i32 = 1;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub name: String,
    /// The line that welcomes readers, verbatim.
    pub greeting: Option<String>,
    pub contact: Option<String>,
    /// Public address of the portal, without a slash at the end.
    pub base_url: Option<String>,
    /// Path of an article below `base_url`, with `{slug}` in it.
    pub article_url_template: Option<String>,
    /// The organisation whose portal this is; its congresses are the provincial series.
    pub unit_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
