//! One congress term, on which articles and papers hang.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "congress_category")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub series: Series,
    /// The organisation that held the congress; null for the national Party, and for a series
    /// imported before its unit is known.
    pub unit_id: Option<Uuid>,
    /// 1 to 99, printed in Roman numerals. Restarts when units merge.
    pub number: i16,
    pub start_year: Option<i16>,
    pub end_year: Option<i16>,
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub introduction: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    pub deleted_at: Option<DateTimeUtc>,
}

/// Ordered as portals show them: the national terms first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Series {
    National,
    Provincial,
}

impl ActiveModelBehavior for ActiveModel {}
