//! A stored file: what is known of it, not its bytes.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Digest of the bytes: equal files are stored once.
    pub sha256: Vec<u8>,
    pub mime_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels; null for what is not an image.
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub alt: Option<String>,
    pub thumbhash: Option<Vec<u8>>,
    /// The last part of its address: for people and search engines.
    pub file_name: String,
    /// Where its bytes are in the store; never shown.
    pub storage_key: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    pub deleted_at: Option<DateTimeUtc>,
    /// What the picture is cut around, in thousandths of its width and height; none: its middle.
    pub focal_x: Option<i16>,
    pub focal_y: Option<i16>,
    /// The account that brought it; none: an import or the program.
    pub created_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
