//! A stored file that an article shows or links to: as its cover, in its body, or in the edit of it that
//! waits to be published.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article_id: Uuid,
    /// Whether it is the edit that waits which uses it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub waiting: bool,
    /// No foreign key: a link may name the file of another portal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
