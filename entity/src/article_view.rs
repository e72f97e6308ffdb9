//! How often an article was read. Apart from the article, so that a reader changes no content.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article_id: Uuid,
    /// What a former portal had counted.
    pub imported: i64,
    /// What this one has counted.
    pub counted: i64,
    /// `imported + counted`, stored because lists are ordered by it.
    pub total: i64,
    /// Of `counted`, what falls within the seven days that end with that of `article_view_roll`.
    pub week: i64,
    /// The same within thirty days.
    pub month: i64,
}

impl ActiveModelBehavior for ActiveModel {}
