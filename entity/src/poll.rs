//! A question to the readers.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub question: String,
    pub min_choices: i16,
    pub max_choices: i16,
    pub opens_at: DateTimeUtc,
    /// Null: open until somebody closes it.
    pub closes_at: Option<DateTimeUtc>,
    pub results: Results,
    pub voters: Voters,
    /// The one poll shown on every page.
    pub featured: bool,
    pub status: Status,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    pub deleted_at: Option<DateTimeUtc>,
}

/// When readers may see the tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Results {
    Always,
    AfterVote,
    AfterClose,
}

/// Who may vote, once each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(24))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Voters {
    /// Every device that has a token.
    Open,
    /// Accounts, and those for whom a program with an API key vouches.
    SignedIn,
    /// Whoever was given a code.
    Code,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Status {
    Draft,
    Published,
}

impl ActiveModelBehavior for ActiveModel {}
