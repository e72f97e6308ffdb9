//! A pen name.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "author")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub pen_name: String,
    /// Exact search key of `pen_name`: what an imported byline is matched with.
    pub pen_name_key: String,
    /// Given name first, for lists: "Lan Thúy".
    pub sort_name: String,
    /// Collation key of `sort_name`.
    pub sort_key: Vec<u8>,
    pub unit_id: Option<Uuid>,
    pub bio: Option<String>,
    pub avatar_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    pub deleted_at: Option<DateTimeUtc>,
    /// The author that this one has become part of.
    pub merged_into: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
