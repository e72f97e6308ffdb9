//! The texts of articles, and the lists in which they stand.

use std::collections::{HashMap, HashSet};

use entity::{
    article::{self, Status},
    article_author, article_figure, article_listing,
    article_listing::List,
    author, unit, unit_name,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, JoinType,
    QueryFilter as _, QuerySelect as _,
    prelude::Uuid,
    sea_query::{Expr, Order, Query},
};

use crate::platform::{batch, error::Result, time::Instant};

/// The texts of an article that are searched, as readers see them.
#[derive(Clone, Debug)]
pub struct Texts {
    pub title: String,
    pub summary: Option<String>,
    pub byline: Option<String>,
    pub body: String,
    /// Name and short form of the unit on the day of publication.
    pub unit: Vec<String>,
    /// Captions of its figures.
    pub captions: Vec<String>,
    /// Pen names of its authors.
    pub authors: Vec<String>,
    pub status: Status,
    /// When it was published, or begun if it is not.
    pub listed_at: Instant,
    pub deleted: bool,
}

impl Texts {
    /// What stands beside the text.
    pub fn details(&self) -> impl Iterator<Item = &str> {
        let own = [&self.summary, &self.byline].into_iter().flatten();
        own.chain(&self.captions).chain(&self.unit).chain(&self.authors).map(String::as_str)
    }
}

/// The texts of these articles, whoever may see them. Three statements.
pub async fn texts(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Texts>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut texts = own_texts(db, ids).await?;
    let captions = article_figure::Entity::find()
        .select_only()
        .columns([article_figure::Column::ArticleId, article_figure::Column::Caption])
        .filter(article_figure::COLUMN.article_id.is_in(ids.iter().copied()))
        .filter(article_figure::COLUMN.caption.is_not_null());
    let captions: Vec<(Uuid, String)> = captions.into_tuple().all(db).await?;
    for (article, caption) in captions {
        texts.entry(article).and_modify(|texts| texts.captions.push(caption));
    }
    let is_author = Expr::col((author::Entity, author::Column::Id))
        .eq(Expr::col((article_author::Entity, article_author::Column::AuthorId)));
    let authors = Query::select()
        .column((article_author::Entity, article_author::Column::ArticleId))
        .column((author::Entity, author::Column::PenName))
        .from(article_author::Entity)
        .join(JoinType::InnerJoin, author::Entity, is_author)
        .and_where(
            Expr::col((article_author::Entity, article_author::Column::ArticleId))
                .is_in(ids.iter().copied()),
        )
        .and_where(Expr::col((author::Entity, author::Column::DeletedAt)).is_null())
        .order_by((article_author::Entity, article_author::Column::Position), Order::Asc)
        .to_owned();
    for row in db.query_all(&authors).await? {
        let pen_name: String = row.try_get("", "pen_name")?;
        let article: Uuid = row.try_get("", "article_id")?;
        texts.entry(article).and_modify(|texts| texts.authors.push(pen_name));
    }
    Ok(texts)
}

async fn own_texts(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Texts>> {
    let own = |column: article::Column| Expr::col((article::Entity, column));
    let name = |column: unit_name::Column| Expr::col((unit_name::Entity, column));
    let unit_id = || Expr::col((unit::Entity, unit::Column::Id));
    let (from, to) = (name(unit_name::Column::ValidFrom), name(unit_name::Column::ValidTo));
    let day = || own(article::Column::PublishedOn);
    let is_unit = unit_id()
        .eq(own(article::Column::UnitId))
        .and(Expr::col((unit::Entity, unit::Column::DeletedAt)).is_null());
    let is_name = name(unit_name::Column::UnitId)
        .eq(unit_id())
        .and(from.clone().is_null().or(from.lte(day())))
        .and(to.clone().is_null().or(to.gt(day())));
    let mut select = Query::select();
    for column in [
        article::Column::Id,
        article::Column::Title,
        article::Column::Summary,
        article::Column::Byline,
        article::Column::BodyText,
        article::Column::Status,
        article::Column::PublishedAt,
        article::Column::CreatedAt,
        article::Column::DeletedAt,
    ] {
        select.column((article::Entity, column));
    }
    select
        .expr_as(name(unit_name::Column::Name), "unit_name")
        .expr_as(name(unit_name::Column::Abbreviation), "unit_abbreviation")
        .from(article::Entity)
        .join(JoinType::LeftJoin, unit::Entity, is_unit)
        .join(JoinType::LeftJoin, unit_name::Entity, is_name)
        .and_where(own(article::Column::Id).is_in(ids.iter().copied()));
    let mut texts = HashMap::with_capacity(ids.len());
    for row in db.query_all(&select).await? {
        let unit: [Option<String>; 2] =
            [row.try_get("", "unit_name")?, row.try_get("", "unit_abbreviation")?];
        let published_at: Option<Instant> = row.try_get("", "published_at")?;
        let created_at: Instant = row.try_get("", "created_at")?;
        let of_article = Texts {
            title: row.try_get("", "title")?,
            summary: row.try_get("", "summary")?,
            byline: row.try_get("", "byline")?,
            body: row.try_get("", "body_text")?,
            unit: unit.into_iter().flatten().collect(),
            captions: Vec::new(),
            authors: Vec::new(),
            status: row.try_get("", "status")?,
            listed_at: published_at.unwrap_or(created_at),
            deleted: row.try_get::<Option<Instant>>("", "deleted_at")?.is_some(),
        };
        texts.insert(row.try_get("", "id")?, of_article);
    }
    Ok(texts)
}

/// The lists in which these articles stand.
pub async fn lists_of(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, HashSet<(List, Uuid)>>> {
    use article_listing::{COLUMN, Column, Entity};

    let lists = Entity::find()
        .select_only()
        .columns([Column::ArticleId, Column::List, Column::OwnerId])
        .filter(COLUMN.article_id.is_in(ids.iter().copied()));
    let lists: Vec<(Uuid, List, Uuid)> = lists.into_tuple().all(db).await?;
    let listed = batch::group_by(lists, |(article, ..)| *article);
    let owned = |rows: Vec<_>| rows.into_iter().map(|(_, list, owner)| (list, owner)).collect();
    Ok(listed.into_iter().map(|(article, rows)| (article, owned(rows))).collect())
}

/// The articles of one list.
pub async fn listed(db: &impl ConnectionTrait, list: List, owner: Uuid) -> Result<Vec<Uuid>> {
    let select = article_listing::Entity::find()
        .select_only()
        .column(article_listing::Column::ArticleId)
        .filter(article_listing::Column::List.eq(list))
        .filter(article_listing::COLUMN.owner_id.eq(owner));
    Ok(select.into_tuple().all(db).await?)
}
