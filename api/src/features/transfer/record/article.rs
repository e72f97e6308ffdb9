//! Articles as records.

use entity::article::Status;
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::{ArticleId, AuthorId, CongressCategoryId, MediaId, UnitId};
use crate::{
    features::articles::{Draft, body::Block},
    platform::{choice, time::Instant},
};

/// An article with everything that belongs to it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// `art_…`
    pub id: ArticleId,
    /// Last part of its address.
    pub slug: String,
    /// DRAFT, IN_REVIEW, PUBLISHED or WITHDRAWN.
    #[serde(with = "choice")]
    pub status: Status,
    /// The headline.
    pub title: String,
    /// One or two sentences that lead into it.
    pub summary: Option<String>,
    /// The author line as printed.
    pub byline: Option<String>,
    /// The unit that sent it in.
    pub unit: Option<UnitId>,
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<AuthorId>,
    /// The congress terms that it belongs to.
    pub congress_categories: Vec<CongressCategoryId>,
    /// The picture that stands for it.
    pub cover: Option<MediaId>,
    /// Editorial time of publication.
    pub published_at: Option<Instant>,
    /// From when on readers no longer see it.
    pub expires_at: Option<Instant>,
    /// Name of the publication it was taken from.
    pub source_name: Option<String>,
    /// Address of the original.
    pub source_url: Option<String>,
    /// Identity in the system it came from.
    pub external_id: Option<String>,
    /// Address it had on a former portal.
    pub legacy_url: Option<String>,
    /// When what readers see became materially different after publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised_at: Option<Instant>,
    /// When it was taken back in public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Instant>,
    /// What readers are told about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_reason: Option<String>,
    /// The body.
    pub body: ArticleBody,
    /// The figures that the body names, in reading order; of `html` they are read from it.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// How often it was read.
    pub views: Views,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}

/// A body in one of two forms.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleBody {
    /// As it is stored: what an export writes.
    Blocks(Vec<Block>),
    /// HTML of unknown origin, which is sanitised and read.
    Html(String),
}

/// A use of an image in an article.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The line under it.
    pub caption: Option<String>,
    /// Who took the picture.
    pub credit: Option<String>,
    /// What it shows.
    pub alt: Option<String>,
    /// Whether it says nothing that the text does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decorative: bool,
    /// The stored file.
    pub media: Option<MediaId>,
    /// Address the image had where the article was imported from.
    pub source_url: Option<String>,
}

/// How often an article was read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Views {
    /// As a former portal had counted.
    pub imported: i64,
    /// As this one has.
    pub counted: i64,
}

/// What an article was after a save. Who saved it stays behind with the accounts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleRevision {
    /// Of the row; the API never shows it.
    pub id: Uuid,
    /// Of which article.
    pub article: ArticleId,
    /// The version that the save made.
    pub number: i32,
    /// Whether it waits to be published in the place of what readers see.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waiting: bool,
    /// When.
    pub at: Instant,
    /// The mutation.
    pub action: String,
    /// What was said about it.
    pub note: Option<String>,
    /// The fields that became different.
    pub fields: Vec<String>,
    /// The content after the save, with bare UUIDs.
    pub content: Draft,
}
