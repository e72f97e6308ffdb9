//! The portal, its files, links, polls and old addresses as records.

use entity::poll::{Results, Status, Voters};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::{
    ArticleId, LinkDirectoryId, LinkId, MediaId, PollId, PollOptionId, SearchSynonymId, UnitId,
};
use crate::platform::{choice, time::Instant};

/// The portal itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// The line that welcomes readers.
    pub greeting: Option<String>,
    /// How to reach those who run it.
    pub contact: Option<String>,
    /// Public address, without a slash at the end.
    pub base_url: Option<String>,
    /// Path of an article, with `{slug}` in it.
    pub article_url_template: Option<String>,
    /// The organisation whose portal it is.
    pub unit: Option<UnitId>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
}

/// A stored file, without its bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// `med_…`
    pub id: MediaId,
    /// Digest of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// Type of the file.
    pub mime_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// What the picture shows.
    pub alt: Option<String>,
    /// A blurred preview, in hexadecimal digits.
    pub thumbhash: Option<String>,
    /// The name that it was uploaded under.
    pub file_name: String,
    /// Where its bytes are.
    pub storage_key: String,
    /// What the picture is cut around, in thousandths of its width and height.
    #[serde(default)]
    pub focal_point: Option<[i16; 2]>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}

/// A titled group of links.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkDirectory {
    /// `dir_…`
    pub id: LinkDirectoryId,
    /// Last part of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its place among the others.
    pub position: i32,
    /// Its links, in their order.
    pub links: Vec<Link>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}

/// A link to somewhere else.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// `lnk_…`
    pub id: LinkId,
    /// What readers click on.
    pub title: String,
    /// http or https.
    pub url: String,
    /// Its place among the others.
    pub position: i32,
    /// Whether readers see it.
    pub active: bool,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
}

/// A poll.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// `pol_…`
    pub id: PollId,
    /// What is asked.
    pub question: String,
    /// Fewest options of one ballot.
    pub min_choices: i16,
    /// Most options of one ballot.
    pub max_choices: i16,
    /// When votes are first taken.
    pub opens_at: Instant,
    /// From when on they are no longer taken.
    pub closes_at: Option<Instant>,
    /// ALWAYS, AFTER_VOTE or AFTER_CLOSE.
    #[serde(with = "choice")]
    pub results: Results,
    /// OPEN, SIGNED_IN or CODE.
    #[serde(with = "choice", default = "anybody")]
    pub voters: Voters,
    /// Whether it is shown on every page.
    pub featured: bool,
    /// DRAFT or PUBLISHED.
    #[serde(with = "choice")]
    pub status: Status,
    /// The answers, in their order.
    pub options: Vec<PollOption>,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}

/// Who could vote before there was a choice.
fn anybody() -> Voters {
    Voters::Open
}

/// One answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    /// `opt_…`
    pub id: PollOptionId,
    /// The answer.
    pub text: String,
    /// Its place among the others.
    pub position: i32,
    /// How often it was chosen.
    pub votes: i64,
}

/// A slug that something had once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerSlug {
    /// Of the row; the API never shows it.
    pub id: Uuid,
    /// The last part of an address.
    pub slug: String,
    /// What is found there: `unt_…`, `aut_…`, `cat_…` or `dir_…`.
    pub of: String,
    /// When it was given up.
    pub created_at: Instant,
}

/// An old address.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// Of the row; the API never shows it.
    pub id: Uuid,
    /// Host in lower case; empty for an address of this portal.
    pub host: String,
    /// Path with its significant parameters in order.
    pub path: String,
    /// Where it leads; null: to what is gone for good.
    pub article: Option<ArticleId>,
    /// When it was first saved.
    pub created_at: Instant,
    /// How often it was saved; once if nothing is said.
    #[serde(default = "once")]
    pub version: i32,
}

/// A short form and what it stands for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchSynonym {
    /// `syn_…`
    pub id: SearchSynonymId,
    /// As it is written.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
}

fn once() -> i32 {
    1
}
