//! Writes of authors, and what is looked at for them.

use std::collections::HashMap;

use entity::{article, article_author, author, media};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
    Select,
    prelude::Uuid,
    sea_query::{Expr, SelectStatement},
};

use super::visible_to;
use crate::platform::{error::Result, viewer::Viewer};

/// The author, whom nobody else changes or names until the end of the transaction.
pub async fn find_for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<author::Model>> {
    let select = visible_to(Viewer::System).filter(author::COLUMN.id.eq(id));
    Ok(select.lock_exclusive().one(db).await?)
}

pub async fn update(db: &impl ConnectionTrait, author: author::Model) -> Result<()> {
    author.into_active_model().reset_all().update(db).await?;
    Ok(())
}

/// Whether there is such a picture, which nobody deletes until the end of the transaction.
pub async fn has_media(db: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    let select = media::Entity::find_by_id(id).filter(media::COLUMN.deleted_at.is_null());
    Ok(select.lock_shared().one(db).await?.is_some())
}

/// How many articles name an author, deleted ones as well: they can be restored.
pub async fn articles_of(db: &impl ConnectionTrait, author: Uuid) -> Result<u64> {
    Ok(signed_by(author).count(db).await?)
}

/// Keeps the articles of an author from being changed until the end of the transaction.
pub async fn lock_articles_of(db: &impl ConnectionTrait, author: Uuid) -> Result<()> {
    let articles = article::Entity::find()
        .select_only()
        .column(article::Column::Id)
        .filter(article::Column::Id.in_subquery(articles_signed_by(author)));
    articles.lock_exclusive().into_tuple::<Uuid>().all(db).await?;
    Ok(())
}

/// Makes the articles of one author those of another; one that names both names the other once.
pub async fn merge_articles(db: &impl ConnectionTrait, from: Uuid, into: Uuid) -> Result<()> {
    article_author::Entity::delete_many()
        .filter(article_author::COLUMN.author_id.eq(from))
        .filter(article_author::Column::ArticleId.in_subquery(articles_signed_by(into)))
        .exec(db)
        .await?;
    article_author::Entity::update_many()
        .col_expr(article_author::Column::AuthorId, Expr::val(into))
        .filter(article_author::COLUMN.author_id.eq(from))
        .exec(db)
        .await?;
    Ok(())
}

fn signed_by(author: Uuid) -> Select<article_author::Entity> {
    article_author::Entity::find().filter(article_author::COLUMN.author_id.eq(author))
}

fn articles_signed_by(author: Uuid) -> SelectStatement {
    signed_by(author).select_only().column(article_author::Column::ArticleId).into_query()
}

/// Leads on from whoever became part of an author that is now part of another one.
pub async fn lead_on(db: &impl ConnectionTrait, from: Uuid, into: Uuid) -> Result<()> {
    author::Entity::update_many()
        .col_expr(author::Column::MergedInto, Expr::value(into))
        .filter(author::COLUMN.merged_into.eq(from))
        .exec(db)
        .await?;
    Ok(())
}

/// Those of the authors that have become part of others, each with the one in its place.
pub async fn merged(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>> {
    let merged = author::Entity::find()
        .select_only()
        .columns([author::Column::Id, author::Column::MergedInto])
        .filter(author::COLUMN.id.is_in(ids.iter().copied()))
        .filter(author::COLUMN.merged_into.is_not_null());
    Ok(merged.into_tuple().all(db).await?.into_iter().collect())
}
