//! One news item with one public address.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Last part of the public address; frozen at first publication.
    pub slug: String,
    pub title: String,
    /// Collation key of `title`.
    pub title_key: Vec<u8>,
    /// The author line as printed, verbatim.
    pub byline: Option<String>,
    pub unit_id: Option<Uuid>,
    pub cover_id: Option<Uuid>,
    pub status: Status,
    /// Editorial time of publication; never moved by an edit.
    pub published_at: Option<DateTimeUtc>,
    /// Local day of `published_at`: decides which name of the unit is shown.
    pub published_on: Option<Date>,
    /// Local month of `published_at` as YYYYMM: what the archive groups by.
    pub published_month: Option<i32>,
    pub expires_at: Option<DateTimeUtc>,
    pub source_name: Option<String>,
    pub source_url: Option<String>,
    /// Identity in the system it came from; a second import finds the row by it.
    pub external_id: Option<String>,
    /// Address it had on a former portal.
    pub legacy_url: Option<String>,
    /// Syllables of the body: Vietnamese counts words by spaces.
    pub syllable_count: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    pub deleted_at: Option<DateTimeUtc>,
    /// The account that began it; none: an import or the program.
    pub created_by: Option<Uuid>,
    /// When what readers see became materially different after publication.
    pub revised_at: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// What readers are told about it.
    pub withdrawn_reason: Option<String>,
    /// Number of the revision that waits to be published in the place of what readers see.
    pub working_revision: Option<i32>,
    // The wide columns stand last, so that SQLite reads no overflow page for a list of titles.
    pub summary: Option<String>,
    pub body_html: String,
    pub body_text: String,
    /// The same body as JSON blocks, for clients without an HTML engine.
    pub body_blocks: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Status {
    Draft,
    InReview,
    Published,
    Withdrawn,
}

impl ActiveModelBehavior for ActiveModel {}
