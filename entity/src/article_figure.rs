//! One use of an image in an article; the image itself may be lost.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_figure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article_id: Uuid,
    /// Place in reading order, from 0; a figure block of the body names it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i16,
    pub caption: Option<String>,
    pub credit: Option<String>,
    pub alt: Option<String>,
    /// Whether it says nothing that the text does not: then it needs no `alt`.
    pub decorative: bool,
    pub media_id: Option<Uuid>,
    /// Address the image had where the article was imported from.
    pub source_url: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
