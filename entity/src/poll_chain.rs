//! Where the ballots of a poll stand: how many there are, and the last link of their chain.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_chain")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    pub ballots: i64,
    /// SHA-256 over all of them; empty while there are none.
    pub head: Vec<u8>,
    /// What keys of voters are made with; erased with them.
    pub secret: Option<Vec<u8>>,
    /// When the keys of the voters were erased; from then on nothing is counted.
    pub sealed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
