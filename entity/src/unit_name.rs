//! A name that a unit bore for a time.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub name: String,
    pub abbreviation: Option<String>,
    /// Exact search key of `name`: what an imported byline is matched with.
    pub name_key: String,
    pub abbreviation_key: Option<String>,
    /// First day of the name; null: since the unit exists.
    pub valid_from: Option<Date>,
    /// First day on which the name no longer holds; null: it still does.
    pub valid_to: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
