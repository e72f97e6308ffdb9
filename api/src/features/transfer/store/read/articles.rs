//! Articles with what belongs to them.

use std::collections::{HashMap, HashSet};

use entity::{
    article, article_author, article_congress_category, article_figure, article_revision,
    article_view,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QuerySelect as _,
    prelude::{DateTimeUtc, Uuid},
};

use super::{
    super::super::record::{
        Article, ArticleBody, ArticleId, ArticleRevision, AuthorId, CongressCategoryId, Figure,
        MediaId, Record, UnitId, Views,
    },
    Page, behind, belonging,
};
use crate::{
    features::articles::Draft,
    platform::error::{Error, Result},
};

/// The columns that others follow from.
#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    slug: String,
    status: article::Status,
    title: String,
    summary: Option<String>,
    byline: Option<String>,
    unit_id: Option<Uuid>,
    cover_id: Option<Uuid>,
    published_at: Option<DateTimeUtc>,
    expires_at: Option<DateTimeUtc>,
    source_name: Option<String>,
    source_url: Option<String>,
    external_id: Option<String>,
    legacy_url: Option<String>,
    revised_at: Option<DateTimeUtc>,
    withdrawn_at: Option<DateTimeUtc>,
    withdrawn_reason: Option<String>,
    body_blocks: String,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    version: i32,
    deleted_at: Option<DateTimeUtc>,
}

const COLUMNS: [article::Column; 22] = [
    article::Column::Id,
    article::Column::Slug,
    article::Column::Status,
    article::Column::Title,
    article::Column::Summary,
    article::Column::Byline,
    article::Column::UnitId,
    article::Column::CoverId,
    article::Column::PublishedAt,
    article::Column::ExpiresAt,
    article::Column::SourceName,
    article::Column::SourceUrl,
    article::Column::ExternalId,
    article::Column::LegacyUrl,
    article::Column::RevisedAt,
    article::Column::WithdrawnAt,
    article::Column::WithdrawnReason,
    article::Column::BodyBlocks,
    article::Column::CreatedAt,
    article::Column::UpdatedAt,
    article::Column::Version,
    article::Column::DeletedAt,
];

/// Rows of other tables, by the articles they belong to.
struct Parts {
    authors: HashMap<Uuid, Vec<article_author::Model>>,
    categories: HashMap<Uuid, Vec<article_congress_category::Model>>,
    figures: HashMap<Uuid, Vec<article_figure::Model>>,
    views: HashMap<Uuid, Vec<article_view::Model>>,
}

/// Five statements a page.
pub async fn articles(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<article::Entity>(article::Column::Id, after);
    let rows: Vec<Row> = select.select_only().columns(COLUMNS).into_model::<Row>().all(db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut parts = Parts::of(db, &ids).await?;
    rows.into_iter().map(|row| Ok((row.id, parts.record(row)?))).collect()
}

impl Parts {
    async fn of(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Self> {
        macro_rules! belonging {
            ($table:ident, $place:expr) => {
                belonging::<$table::Entity, _>(
                    db,
                    $table::Column::ArticleId,
                    ids,
                    |row| row.article_id,
                    $place,
                )
                .await?
            };
        }
        Ok(Self {
            authors: belonging!(article_author, |row| row.position),
            categories: belonging!(article_congress_category, |row| row.congress_category_id),
            figures: belonging!(article_figure, |row| row.position),
            views: belonging!(article_view, |row| row.article_id),
        })
    }

    fn record(&mut self, row: Row) -> Result<Record> {
        let broken = |source| Error::Stored { what: "body blocks of an article", source };
        let authors = self.authors.remove(&row.id).unwrap_or_default();
        let categories = self.categories.remove(&row.id).unwrap_or_default();
        let figures = self.figures.remove(&row.id).unwrap_or_default();
        let views = self.views.remove(&row.id).and_then(|mut views| views.pop());
        let (imported, counted) = views.map_or((0, 0), |views| (views.imported, views.counted));
        Ok(Record::Article(Box::new(Article {
            id: ArticleId(row.id),
            slug: row.slug,
            status: row.status,
            title: row.title,
            summary: row.summary,
            byline: row.byline,
            unit: row.unit_id.map(UnitId),
            authors: authors.into_iter().map(|row| AuthorId(row.author_id)).collect(),
            congress_categories: categories
                .into_iter()
                .map(|row| CongressCategoryId(row.congress_category_id))
                .collect(),
            cover: row.cover_id.map(MediaId),
            published_at: row.published_at,
            expires_at: row.expires_at,
            source_name: row.source_name,
            source_url: row.source_url,
            external_id: row.external_id,
            legacy_url: row.legacy_url,
            revised_at: row.revised_at,
            withdrawn_at: row.withdrawn_at,
            withdrawn_reason: row.withdrawn_reason,
            body: ArticleBody::Blocks(serde_json::from_str(&row.body_blocks).map_err(broken)?),
            figures: figures.into_iter().map(figure).collect(),
            views: Views { imported, counted },
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            deleted_at: row.deleted_at,
        })))
    }
}

fn figure(row: article_figure::Model) -> Figure {
    Figure {
        caption: row.caption,
        credit: row.credit,
        alt: row.alt,
        decorative: row.decorative,
        media: row.media_id.map(MediaId),
        source_url: row.source_url,
    }
}

/// Two statements a page.
pub async fn revisions(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<article_revision::Entity>(article_revision::Column::Id, after);
    let rows = select.all(db).await?;
    let articles: HashSet<Uuid> = rows.iter().map(|row| row.article_id).collect();
    let waiting: HashMap<Uuid, Option<i32>> = article::Entity::find()
        .select_only()
        .columns([article::Column::Id, article::Column::WorkingRevision])
        .filter(article::Column::Id.is_in(articles))
        .into_tuple::<(Uuid, Option<i32>)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let read = |row: article_revision::Model| {
        let broken = |source| Error::Stored { what: "fields of a revision", source };
        let waits = waiting.get(&row.article_id).copied().flatten() == Some(row.number);
        let record = ArticleRevision {
            id: row.id,
            article: ArticleId(row.article_id),
            number: row.number,
            waiting: waits,
            at: row.at,
            action: row.action,
            note: row.note,
            fields: serde_json::from_str(&row.fields).map_err(broken)?,
            content: Draft::read(&row.content)?,
        };
        Ok((row.id, Record::ArticleRevision(Box::new(record))))
    };
    rows.into_iter().map(read).collect()
}
