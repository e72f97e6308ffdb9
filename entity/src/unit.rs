//! A Party organisation: committee, department, cell.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub kind: Kind,
    pub parent_id: Option<Uuid>,
    /// The latest name; earlier ones stand in `unit_name`.
    pub name: String,
    pub abbreviation: Option<String>,
    /// Its place, if it has one, then the collation key of the name without its type: "Huyện ủy Quế
    /// Sơn" sorts under Q.
    pub sort_key: Vec<u8>,
    pub established_on: Option<Date>,
    pub dissolved_on: Option<Date>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    pub deleted_at: Option<DateTimeUtc>,
    /// Its place among its siblings, if editors gave it one.
    pub position: Option<i16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Kind {
    Committee,
    AdvisoryBody,
    Grassroots,
    Affiliated,
}

impl ActiveModelBehavior for ActiveModel {}
