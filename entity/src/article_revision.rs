//! What an article was after a save.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub article_id: Uuid,
    /// The version of the article that the save made.
    pub number: i32,
    pub at: DateTimeUtc,
    /// The account that saved it, if one did.
    pub account_id: Option<Uuid>,
    /// The API key that saved it, if one did.
    pub api_key_id: Option<Uuid>,
    /// The mutation: `articlePublish`.
    pub action: String,
    /// What whoever saved it said about it.
    pub note: Option<String>,
    /// JSON list of the fields that became different.
    pub fields: String,
    /// JSON of everything that editors write.
    pub content: String,
}

impl ActiveModelBehavior for ActiveModel {}
