//! Up to which day `article_view` sums. One row, which whoever moves it on locks.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_view_roll")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i16,
    /// The last day of the sums.
    pub day: Date,
}

impl ActiveModelBehavior for ActiveModel {}
