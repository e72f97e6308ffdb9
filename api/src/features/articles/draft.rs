//! Everything of an article that editors write, as one value: what an edit changes, and what a
//! revision keeps.

use std::collections::BTreeSet;

use entity::article;
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::{
    Body, BodyFigure,
    body::{Block, files_of},
    write::ArticleContent,
};
use crate::platform::error::{Error, Result};

/// The content of an article. Stored in revisions: never rename a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Last part of the public address.
    pub slug: String,
    /// The headline.
    pub title: String,
    /// One or two sentences that lead into it.
    pub summary: Option<String>,
    /// The author line as printed.
    pub byline: Option<String>,
    /// The unit in whose name it is written.
    pub unit_id: Option<Uuid>,
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<Uuid>,
    /// The congress terms that it belongs to, sorted by id.
    pub categories: Vec<Uuid>,
    /// The picture that stands for it.
    pub cover_id: Option<Uuid>,
    /// The body in its canonical form.
    pub blocks: Vec<Block>,
    /// What the figure blocks point at.
    pub figures: Vec<BodyFigure>,
    /// Name of the publication it was taken from.
    pub source_name: Option<String>,
    /// Address of the original.
    pub source_url: Option<String>,
}

/// The fields of an article that editors write, as the input names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Slug,
    Title,
    Summary,
    Byline,
    Unit,
    Authors,
    CongressCategories,
    Cover,
    Body,
    Figures,
    SourceName,
    SourceUrl,
}

impl Field {
    /// The name in the input.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Byline => "byline",
            Self::Unit => "unitId",
            Self::Authors => "authorIds",
            Self::CongressCategories => "congressCategoryIds",
            Self::Cover => "coverId",
            Self::Body => "body",
            Self::Figures => "figures",
            Self::SourceName => "sourceName",
            Self::SourceUrl => "sourceUrl",
        }
    }

    /// Whether readers have reason to look at the article again when it changes.
    pub const fn is_material(self) -> bool {
        matches!(self, Self::Title | Self::Summary | Self::Byline | Self::Body | Self::Figures)
    }
}

impl Draft {
    /// The content of a stored article with what belongs to it.
    pub fn of(
        row: &article::Model,
        authors: Vec<Uuid>,
        mut categories: Vec<Uuid>,
        figures: Vec<BodyFigure>,
    ) -> Result<Self> {
        categories.sort();
        Ok(Self {
            slug: row.slug.clone(),
            title: row.title.clone(),
            summary: row.summary.clone(),
            byline: row.byline.clone(),
            unit_id: row.unit_id,
            authors,
            categories,
            cover_id: row.cover_id,
            blocks: stored(&row.body_blocks)?,
            figures,
            source_name: row.source_name.clone(),
            source_url: row.source_url.clone(),
        })
    }

    /// The content that a revision keeps.
    pub fn read(json: &str) -> Result<Self> {
        stored(json)
    }

    /// What a revision keeps of it.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|source| Error::Stored { what: WHAT, source })
    }

    /// The body in all its forms.
    pub fn body(&self) -> Result<Body> {
        Body::from_blocks(self.blocks.clone(), self.figures.clone())
            .map_err(|_| Error::Broken("a stored body is not in the form of a body"))
    }

    /// The stored files that it shows or links to.
    pub fn files(&self) -> BTreeSet<Uuid> {
        files_of(&self.blocks, &self.figures).into_iter().chain(self.cover_id).collect()
    }

    /// The fields in which it differs from another.
    pub fn differences(&self, other: &Self) -> Vec<Field> {
        let differs = [
            (Field::Slug, self.slug != other.slug),
            (Field::Title, self.title != other.title),
            (Field::Summary, self.summary != other.summary),
            (Field::Byline, self.byline != other.byline),
            (Field::Unit, self.unit_id != other.unit_id),
            (Field::Authors, self.authors != other.authors),
            (Field::CongressCategories, self.categories != other.categories),
            (Field::Cover, self.cover_id != other.cover_id),
            (Field::Body, self.blocks != other.blocks),
            (Field::Figures, self.figures != other.figures),
            (Field::SourceName, self.source_name != other.source_name),
            (Field::SourceUrl, self.source_url != other.source_url),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }

    /// What saving an article takes that nobody has published.
    pub fn new_content(&self) -> Result<ArticleContent> {
        Ok(ArticleContent {
            title: self.title.clone(),
            summary: self.summary.clone(),
            byline: self.byline.clone(),
            unit_id: self.unit_id,
            authors: self.authors.clone(),
            categories: self.categories.clone(),
            body: self.body()?,
            status: article::Status::Draft,
            published_at: None,
            expires_at: None,
            source_name: self.source_name.clone(),
            source_url: self.source_url.clone(),
            external_id: None,
            legacy_url: None,
            // Raised by imports alone.
            imported_views: 0,
        })
    }

    /// The same as what saving an article takes, with the rest as the row has it.
    pub fn content(&self, row: &article::Model) -> Result<ArticleContent> {
        Ok(ArticleContent {
            status: row.status,
            published_at: row.published_at,
            expires_at: row.expires_at,
            external_id: row.external_id.clone(),
            legacy_url: row.legacy_url.clone(),
            ..self.new_content()?
        })
    }
}

const WHAT: &str = "content of a revision";

fn stored<T: serde::de::DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|source| Error::Stored { what: WHAT, source })
}
