//! Saving many articles at once, each with an identity of its own: those that another database had,
//! and those that a demo is made of.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use entity::{
    article, article_author, article_congress_category, article_figure, article_media, article_view,
};
use sea_orm::{ConnectionTrait, prelude::Uuid};

use super::{
    draft::Draft,
    rows,
    store::{self, NewRows},
    write::ArticleContent,
};
use crate::{
    features::{
        index,
        names::{self, Names},
        units,
    },
    platform::{
        error::Result,
        time::{self, Instant},
    },
};

/// An article that has been one before.
#[derive(Clone, Debug)]
pub struct KnownArticle {
    /// Its id.
    pub id: Uuid,
    /// The last part of its address.
    pub slug: String,
    /// The picture that stands for it.
    pub cover_id: Option<Uuid>,
    /// What was counted beyond `content.imported_views`.
    pub counted_views: i64,
    /// When it was first saved.
    pub created_at: Instant,
    /// When it was last saved.
    pub updated_at: Instant,
    /// How often it was saved.
    pub version: i32,
    /// When it was deleted.
    pub deleted_at: Option<Instant>,
    /// When what readers see became materially different after publication.
    pub revised_at: Option<Instant>,
    /// When it was taken back in public.
    pub withdrawn_at: Option<Instant>,
    /// What readers are told about that.
    pub withdrawn_reason: Option<String>,
    /// Everything else.
    pub content: ArticleContent,
}

/// An article as rows, made without the database.
#[derive(Clone, Debug)]
pub struct ArticleRows {
    row: article::Model,
    authors: Vec<Uuid>,
    categories: Vec<Uuid>,
    figures: Vec<article_figure::Model>,
    files: Vec<article_media::Model>,
    views: article_view::Model,
    names: Names,
}

impl ArticleRows {
    /// The rows of an article: everything that follows from its content is derived here.
    pub fn of(known: KnownArticle) -> Result<Self> {
        let KnownArticle { id, slug, cover_id, content, version, .. } = known;
        let row = article::Model {
            id,
            slug,
            cover_id,
            created_at: time::truncate(known.created_at),
            updated_at: time::truncate(known.updated_at),
            version,
            deleted_at: known.deleted_at.map(time::truncate),
            revised_at: known.revised_at.map(time::truncate),
            withdrawn_at: known.withdrawn_at.map(time::truncate),
            withdrawn_reason: known.withdrawn_reason,
            ..rows::row_of(&content)?
        };
        let figures = rows::figures_of(id, &content.body.figures)?;
        let files = rows::used_files(&content.body, cover_id);
        let files = store::file_rows(id, false, files).collect();
        let (imported, counted) = (content.imported_views, known.counted_views);
        let total = imported + counted;
        // On which days they were counted is not known here.
        let (week, month) = (0, 0);
        let views = article_view::Model { article_id: id, imported, counted, total, week, month };
        let ArticleContent { authors, categories, .. } = content;
        let names = Names::of_article(&row);
        Ok(Self { row, authors, categories, figures, files, views, names })
    }

    /// The article itself.
    pub fn row(&self) -> &article::Model {
        &self.row
    }

    /// Who wrote it.
    pub fn authors(&self) -> &[Uuid] {
        &self.authors
    }

    /// The congress terms that it belongs to.
    pub fn categories(&self) -> &[Uuid] {
        &self.categories
    }

    /// The stored pictures of its figures, with the places of these.
    pub fn figure_media(&self) -> impl Iterator<Item = (usize, Uuid)> {
        let media = self.figures.iter().map(|figure| figure.media_id).enumerate();
        media.filter_map(|(place, media)| Some((place, media?)))
    }

    /// Whether readers see it.
    pub fn is_shown(&self, now: Instant) -> bool {
        rows::is_shown(&self.row, now)
    }
}

/// Units with all above them, each looked up once.
#[derive(Debug, Default)]
pub struct Lineages(HashMap<Uuid, Vec<Uuid>>);

impl Lineages {
    async fn of(&mut self, db: &impl ConnectionTrait, unit: Uuid) -> Result<&[Uuid]> {
        Ok(match self.0.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(units::service::lineage(db, unit).await?),
        })
    }
}

/// Those of the ids that articles have, whoever may see them.
pub async fn existing(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    store::existing(db, ids).await
}

/// Inserts articles that are not there yet, a few statements for all of them. What changed for
/// readers is the caller's to note.
pub async fn insert(
    db: &impl ConnectionTrait,
    lineages: &mut Lineages,
    articles: Vec<ArticleRows>,
) -> Result<()> {
    let mut new = NewRows::default();
    let mut titles = Vec::with_capacity(articles.len());
    for article in articles {
        let ArticleRows { row, authors, categories, figures, files, views, names } = article;
        let article_id = row.id;
        let lineage = match row.unit_id {
            Some(unit) => lineages.of(db, unit).await?,
            None => &[],
        };
        // What is deleted stands in no list.
        if row.deleted_at.is_none() {
            new.listings.extend(rows::listings_of(&row, &authors, &categories, lineage));
        }
        let signed = authors.into_iter().zip(0..);
        new.authors.extend(signed.map(|(author_id, position)| article_author::Model {
            article_id,
            author_id,
            position,
        }));
        let terms = categories.into_iter();
        new.categories.extend(terms.map(|congress_category_id| article_congress_category::Model {
            article_id,
            congress_category_id,
        }));
        new.figures.extend(figures);
        new.files.extend(files);
        new.views.push(views);
        titles.push(names);
        new.articles.push(row);
    }
    // Neighbours in the index go in together, so that each of its pages is written once.
    new.listings.sort_by(|one, other| {
        let key = |row: &entity::article_listing::Model| (row.owner_id, row.list as u8);
        key(one).cmp(&key(other)).then_with(|| one.title_key.cmp(&other.title_key))
    });
    let ids: Vec<Uuid> = new.articles.iter().map(|article| article.id).collect();
    store::insert_all(db, new).await?;
    names::insert(db, titles).await?;
    index::keep(db, &ids).await
}

/// Lets revisions wait to be published in the place of what readers see: articles and numbers. Few
/// articles are being edited at a time, so that each has statements of its own.
pub async fn let_wait(db: &impl ConnectionTrait, waiting: &[(Uuid, i32)]) -> Result<()> {
    for (article, number) in waiting {
        store::let_wait(db, *article, *number).await?;
        if let Some(revision) = store::revision(db, *article, *number).await? {
            let files = Draft::read(&revision.content)?.files();
            store::replace_files(db, *article, true, files).await?;
        }
    }
    Ok(())
}
