//! The votes for one option. Apart from it, so that a vote changes no content.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_tally")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub option_id: Uuid,
    /// All of them.
    pub votes: i64,
    /// Those of them that a former portal had counted.
    pub imported: i64,
}

impl ActiveModelBehavior for ActiveModel {}
