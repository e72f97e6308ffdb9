//! Writes of `article` and of what belongs to it.

use std::collections::HashSet;

use entity::{
    article, article_author, article_congress_category, article_figure, article_listing,
    article_media, article_view, redirect,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _,
    IntoActiveModel as _, Iterable as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    prelude::Uuid,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{
    batch,
    error::Result,
    time::{self, Instant},
};

/// The article that was imported under this identity, whoever may see it.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    external_id: &str,
) -> Result<Option<article::Model>> {
    let select = article::Entity::find().filter(article::COLUMN.external_id.eq(external_id));
    Ok(select.one(db).await?)
}

/// The articles of this title and minute, whoever may see them, the oldest first. The index of the
/// archive serves it, hence the month and every status by name.
pub async fn namesakes(
    db: &impl ConnectionTrait,
    title: &str,
    published_at: Instant,
) -> Result<Vec<article::Model>> {
    let select = article::Entity::find()
        .filter(article::Column::Status.is_in(article::Status::iter()))
        .filter(article::COLUMN.published_month.eq(time::local_month(published_at)))
        .filter(article::COLUMN.published_at.eq(published_at))
        .filter(article::COLUMN.title.eq(title))
        .order_by_asc(article::Column::Id);
    Ok(select.all(db).await?)
}

pub async fn insert(db: &impl ConnectionTrait, row: article::Model) -> Result<()> {
    let row = row.into_active_model();
    article::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, row: article::Model) -> Result<()> {
    row.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn insert_views(
    db: &impl ConnectionTrait,
    views: article_view::ActiveModel,
) -> Result<()> {
    article_view::Entity::insert(views).exec_without_returning(db).await?;
    Ok(())
}

/// Takes over what a former portal counted, if it is more than was known: views never fall.
pub async fn raise_imported_views(
    db: &impl ConnectionTrait,
    article: Uuid,
    imported: i64,
) -> Result<()> {
    let counted = Expr::col(article_view::Column::Counted);
    article_view::Entity::update_many()
        .col_expr(article_view::Column::Imported, Expr::val(imported))
        .col_expr(article_view::Column::Total, counted.add(imported))
        .filter(article_view::COLUMN.article_id.eq(article))
        .filter(article_view::COLUMN.imported.lt(imported))
        .exec(db)
        .await?;
    Ok(())
}

/// Leads an old address to an article. An address that leads somewhere already stays as it is.
pub async fn insert_redirect(
    db: &impl ConnectionTrait,
    redirect: redirect::ActiveModel,
) -> Result<()> {
    let address = OnConflict::columns([redirect::Column::Path, redirect::Column::Host])
        .do_nothing()
        .to_owned();
    redirect::Entity::insert(redirect).on_conflict(address).exec_without_returning(db).await?;
    Ok(())
}

pub async fn categories_of(db: &impl ConnectionTrait, article: Uuid) -> Result<Vec<Uuid>> {
    let select = article_congress_category::Entity::find()
        .filter(article_congress_category::COLUMN.article_id.eq(article))
        .select_only()
        .column(article_congress_category::Column::CongressCategoryId);
    Ok(select.into_tuple().all(db).await?)
}

pub async fn figures_of(
    db: &impl ConnectionTrait,
    article: Uuid,
) -> Result<Vec<article_figure::Model>> {
    Ok(article_figure::Entity::find()
        .filter(article_figure::COLUMN.article_id.eq(article))
        .order_by_asc(article_figure::Column::Position)
        .all(db)
        .await?)
}

pub async fn replace_categories(
    db: &impl ConnectionTrait,
    article: Uuid,
    rows: Vec<article_congress_category::ActiveModel>,
) -> Result<()> {
    let old = article_congress_category::Entity::delete_many();
    old.filter(article_congress_category::COLUMN.article_id.eq(article)).exec(db).await?;
    article_congress_category::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

pub async fn replace_figures(
    db: &impl ConnectionTrait,
    article: Uuid,
    rows: Vec<article_figure::ActiveModel>,
) -> Result<()> {
    let old = article_figure::Entity::delete_many();
    old.filter(article_figure::COLUMN.article_id.eq(article)).exec(db).await?;
    article_figure::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

pub async fn replace_listings(
    db: &impl ConnectionTrait,
    article: Uuid,
    rows: Vec<article_listing::Model>,
) -> Result<()> {
    let old = article_listing::Entity::delete_many();
    old.filter(article_listing::COLUMN.article_id.eq(article)).exec(db).await?;
    batch::insert_all::<article_listing::Entity>(db, rows).await
}

pub async fn existing(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    batch::existing::<article::Entity>(db, article::Column::Id, ids).await
}

/// Rows of many articles; an article's own stand before what refers to it.
#[derive(Debug, Default)]
pub struct NewRows {
    pub articles: Vec<article::Model>,
    pub views: Vec<article_view::Model>,
    pub authors: Vec<article_author::Model>,
    pub categories: Vec<article_congress_category::Model>,
    pub figures: Vec<article_figure::Model>,
    pub files: Vec<article_media::Model>,
    pub listings: Vec<article_listing::Model>,
}

pub async fn insert_all(db: &impl ConnectionTrait, rows: NewRows) -> Result<()> {
    batch::insert_all::<article::Entity>(db, rows.articles).await?;
    batch::insert_all::<article_view::Entity>(db, rows.views).await?;
    batch::insert_all::<article_author::Entity>(db, rows.authors).await?;
    batch::insert_all::<article_congress_category::Entity>(db, rows.categories).await?;
    batch::insert_all::<article_figure::Entity>(db, rows.figures).await?;
    batch::insert_all::<article_media::Entity>(db, rows.files).await?;
    batch::insert_all::<article_listing::Entity>(db, rows.listings).await
}
