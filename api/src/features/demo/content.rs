//! The demo content as it stands in its files.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{article::Status, congress_category::Series, poll, unit, unit_succession};
use serde::Deserialize;

use crate::platform::choice;

/// Everything, in the order in which it is written.
#[derive(Debug)]
pub struct Content {
    pub site: Site,
    pub units: Units,
    pub authors: Authors,
    pub congress: Congresses,
    pub articles: Vec<Article>,
    pub directories: Directories,
    pub polls: Polls,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub name: String,
    pub greeting: String,
    pub contact: String,
    pub base_url: String,
    pub article_url_template: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    #[serde(rename = "unit")]
    pub units: Vec<Unit>,
    #[serde(rename = "succession")]
    pub successions: Vec<Succession>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub key: String,
    pub name: String,
    pub abbreviation: Option<String>,
    #[serde(deserialize_with = "choice::deserialize")]
    pub kind: unit::Kind,
    pub parent: Option<String>,
    pub established_on: Option<NaiveDate>,
    pub dissolved_on: Option<NaiveDate>,
    #[serde(default)]
    pub name_history: Vec<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub name: String,
    pub abbreviation: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    pub predecessor: String,
    pub successor: Option<String>,
    #[serde(deserialize_with = "choice::deserialize")]
    pub kind: unit_succession::Kind,
    pub effective_on: NaiveDate,
    pub basis: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authors {
    #[serde(rename = "author")]
    pub authors: Vec<Author>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    pub key: String,
    pub pen_name: String,
    pub unit: Option<String>,
    pub bio: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Congresses {
    #[serde(rename = "congress")]
    pub terms: Vec<Congress>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Congress {
    #[serde(deserialize_with = "choice::deserialize")]
    pub series: Series,
    pub unit: Option<String>,
    pub number: i16,
    pub start_year: i16,
    pub end_year: i16,
    pub opened_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub introduction: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    #[serde(rename = "article")]
    articles: Vec<Article>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub title: String,
    pub summary: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub unit: Option<String>,
    #[serde(default)]
    pub authors: Vec<String>,
    pub byline: Option<String>,
    #[serde(default)]
    pub congress: Vec<(String, i16)>,
    pub views: i64,
    pub source_name: Option<String>,
    pub source_url: Option<String>,
    pub legacy_url: Option<String>,
    #[serde(default = "published", deserialize_with = "choice::deserialize")]
    pub status: Status,
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directories {
    #[serde(rename = "directory")]
    pub directories: Vec<Directory>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    pub title: String,
    #[serde(rename = "link")]
    pub links: Vec<Link>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub title: String,
    pub url: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polls {
    #[serde(rename = "poll")]
    pub polls: Vec<Poll>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    pub question: String,
    pub min_choices: i16,
    pub max_choices: i16,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "choice::deserialize")]
    pub results: poll::Results,
    pub featured: bool,
    #[serde(deserialize_with = "choice::deserialize")]
    pub status: poll::Status,
    #[serde(rename = "option")]
    pub options: Vec<PollOption>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    pub text: String,
    pub votes: i64,
}

impl Content {
    /// Reads the files that are part of the program.
    pub fn load() -> Result<Self, toml::de::Error> {
        let mut articles = Vec::new();
        for file in ARTICLES {
            articles.extend(toml::from_str::<Articles>(file)?.articles);
        }
        Ok(Self {
            site: toml::from_str(include_str!("content/site.toml"))?,
            units: toml::from_str(include_str!("content/units.toml"))?,
            authors: toml::from_str(include_str!("content/authors.toml"))?,
            congress: toml::from_str(include_str!("content/congress.toml"))?,
            articles,
            directories: toml::from_str(include_str!("content/links.toml"))?,
            polls: toml::from_str(include_str!("content/poll.toml"))?,
        })
    }
}

const ARTICLES: [&str; 7] = [
    include_str!("content/articles-1.toml"),
    include_str!("content/articles-2.toml"),
    include_str!("content/articles-3.toml"),
    include_str!("content/articles-4.toml"),
    include_str!("content/articles-5.toml"),
    include_str!("content/articles-6.toml"),
    include_str!("content/articles-hidden.toml"),
];

fn published() -> Status {
    Status::Published
}
