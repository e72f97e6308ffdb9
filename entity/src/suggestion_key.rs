//! By which first letters something is suggested: one row for each word that one of its names has,
//! from that word on.
//!
//! Derived from titles, names of units, authors and terms, and rewritten with them in the same
//! transaction. Keys are bytes, because the databases put text into orders of their own.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suggestion_key")]
pub struct Model {
    /// What kind of thing, as the prefix of its public id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub node: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub node_id: Uuid,
    /// Which of the keys of this thing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i16,
    /// Whether it begins at a later word of the name than the first.
    pub later: bool,
    /// With marks, in canonical spelling.
    pub exact: Vec<u8>,
    /// Without marks.
    pub folded: Vec<u8>,
    /// What is shown; null for an article, which shows its title.
    pub label: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
