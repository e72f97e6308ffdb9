//! Reads and writes of `author` and `article_author`.

mod write;

pub use write::{
    articles_of, find_for_update, has_media, lead_on, lock_articles_of, merge_articles, merged,
    update,
};

use std::collections::HashMap;

use entity::{article_author, author};
use sea_orm::{
    Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _, FromQueryResult as _,
    Iterable as _, QueryFilter as _, QuerySelect as _, QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Expr, Query, SelectStatement},
};

use super::service::{AuthorCountKey, AuthorList, AuthorPageKey};
use crate::platform::{
    batch,
    error::Result,
    id::Kind,
    paging::{self, Key, Page, Position, SortColumns},
    scope::Viewer,
};

/// Every select of authors begins here.
pub fn visible_to(viewer: Viewer) -> Select<author::Entity> {
    author::Entity::find().filter(live(viewer))
}

/// The same for pages. They walk the index of their order and look at each row: what SQLite can look
/// up, it looks up where it has no statistics, here nearly all authors, and sorts them.
fn walked_by(viewer: Viewer) -> Select<author::Entity> {
    author::Entity::find().filter(Expr::from(live(viewer)).is(Expr::Constant(true.into())))
}

/// What it begins with, for selects that begin at another table.
fn live(_viewer: Viewer) -> Condition {
    Condition::all().add(author::COLUMN.deleted_at.is_null())
}

pub async fn find_many(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    ids: &[Uuid],
) -> Result<Vec<author::Model>> {
    let select = visible_to(viewer).filter(author::COLUMN.id.is_in(ids.iter().copied()));
    Ok(select.all(db).await?)
}

pub async fn find_by_slug(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    slug: &str,
) -> Result<Option<author::Model>> {
    Ok(visible_to(viewer).filter(author::COLUMN.slug.eq(slug)).one(db).await?)
}

/// Authors under this name, for matching a byline.
pub async fn find_by_name_key(db: &impl ConnectionTrait, key: &str) -> Result<Vec<author::Model>> {
    let select = visible_to(Viewer::System).filter(author::COLUMN.pen_name_key.eq(key));
    Ok(select.all(db).await?)
}

/// The authors of several articles in one statement, each article's in the order of its byline.
pub async fn by_article(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    articles: &[Uuid],
) -> Result<Vec<(Uuid, author::Model)>> {
    let joined = Expr::col((article_author::Entity, article_author::Column::AuthorId))
        .eq(Expr::col((author::Entity, author::Column::Id)));
    let article_id = (article_author::Entity, article_author::Column::ArticleId);
    let mut select = Query::select();
    select
        .columns(author::Column::iter().map(|column| (author::Entity, column)))
        .expr_as(Expr::col(article_id), "of_article")
        .expr_as(Expr::col((article_author::Entity, article_author::Column::Position)), "place")
        // To SQLite the order of a cross join is an order: it would begin with all live authors.
        .from(article_author::Entity)
        .cross_join(author::Entity)
        .and_where(joined)
        .and_where(Expr::col(article_id).is_in(articles.iter().copied()))
        .cond_where(live(viewer));
    let mut rows = Vec::new();
    for row in db.query_all(&select).await? {
        let article: Uuid = row.try_get("", "of_article")?;
        let place: i16 = row.try_get("", "place")?;
        rows.push((article, place, author::Model::from_query_result(&row, "")?));
    }
    rows.sort_by_key(|(_, place, author)| (*place, author.id));
    Ok(rows.into_iter().map(|(article, _, author)| (article, author)).collect())
}

/// Pages of several lists in one statement.
pub async fn pages(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    keys: &[AuthorPageKey],
) -> Result<HashMap<AuthorPageKey, Page<author::Model>>> {
    let columns = SortColumns { key: author::Column::SortKey, id: author::Column::Id };
    let selects = keys.iter().map(|key| {
        let mut select = listed(walked_by(viewer), &key.list).into_query();
        paging::limit_to_range(&mut select, columns, &key.range, false);
        select
    });
    let mut rows = batch::query_all(db, selects.collect()).await?;
    let mut pages = HashMap::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let authors = rows.remove(&place).unwrap_or_default();
        let authors = authors.iter().map(|row| {
            let key = Key::Bytes(row.try_get("", "sort_key")?);
            Ok((Position(key, row.try_get("", "id")?), batch::read(row)))
        });
        let authors = authors.collect::<Result<Vec<_>>>()?;
        pages.insert(key.clone(), Page::new(authors, &key.range, false));
    }
    Ok(pages)
}

/// Sizes of several lists in one statement, each counted up to its cap.
pub async fn counts(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    keys: &[AuthorCountKey],
) -> Result<HashMap<AuthorCountKey, i64>> {
    let capped = |key: &AuthorCountKey| -> SelectStatement {
        let listed = listed(visible_to(viewer), &key.list).select_only().column(author::Column::Id);
        listed.limit(key.up_to).into_query()
    };
    batch::counts(db, keys, capped).await
}

fn listed(authors: Select<author::Entity>, list: &AuthorList) -> Select<author::Entity> {
    let authors = match list.unit_id {
        Some(unit) => authors.filter(author::COLUMN.unit_id.eq(unit)),
        None => authors,
    };
    match &list.named {
        Some(named) => named.narrow(authors, author::Column::Id, Kind::Author),
        None => authors,
    }
}

pub async fn insert(
    db: &impl ConnectionTrait,
    author: author::ActiveModel,
) -> Result<author::Model> {
    Ok(author::Entity::insert(author).exec_with_returning(db).await?)
}

/// Makes these the authors of an article, in this order.
pub async fn replace_of_article(
    db: &impl ConnectionTrait,
    article: Uuid,
    authors: &[Uuid],
) -> Result<()> {
    use sea_orm::ActiveValue::Set;

    article_author::Entity::delete_many()
        .filter(article_author::COLUMN.article_id.eq(article))
        .exec(db)
        .await?;
    let rows = authors.iter().zip(0..).map(|(author, position)| article_author::ActiveModel {
        article_id: Set(article),
        author_id: Set(*author),
        position: Set(position),
    });
    article_author::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}
