//! What became of a unit: many-to-many, since one may split and several may merge.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_succession")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub predecessor_id: Uuid,
    /// Null when the unit was dissolved without a successor.
    pub successor_id: Option<Uuid>,
    pub kind: Kind,
    pub effective_on: Date,
    /// The decision behind it, for example "Nghị quyết 1241/NQ-UBTVQH15".
    pub basis: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Kind {
    Renamed,
    MergedInto,
    SplitInto,
    Dissolved,
}

impl ActiveModelBehavior for ActiveModel {}
