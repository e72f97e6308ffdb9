//! Reads of `article` and of every list of articles.

mod edit;
mod files;
mod list;
mod row;
mod views;
mod walk;
mod write;

pub use edit::{
    Referred, SavedBy, descriptions, find_to_write, insert_revision, leads_to_another, let_wait,
    living, revision, revisions, revisions_of, slug_of_another,
};
pub use files::{replace_files, rows as file_rows};
pub use list::{archive, counts, pages};
pub use row::{find, shown};
pub use write::{
    NewRows, categories_of, existing, figures_of, find_for_update, insert, insert_all,
    insert_redirect, insert_views, namesakes, raise_imported_views, replace_categories,
    replace_figures, replace_listings, update,
};

use entity::{
    article, article_congress_category, article_figure, congress_category, media, redirect,
};
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _, FromQueryResult as _, JoinType,
    prelude::Uuid,
    sea_query::{Expr, Query, UnionType},
};

use super::service::OldPlace;
use crate::platform::{error::Result, scope::Scope};

/// A figure with its picture, if it still has one.
pub type FigureRow = (article_figure::Model, Option<media::Model>);

/// The figures of several articles in one statement, in reading order.
pub async fn figures(scope: &Scope, articles: &[Uuid]) -> Result<Vec<FigureRow>> {
    let mut select = Query::select();
    row::columns::<article_figure::Entity>(&mut select, "f_");
    row::columns::<media::Entity>(&mut select, "m_");
    let picture = Expr::col((media::Entity, media::Column::Id))
        .eq(Expr::col((article_figure::Entity, article_figure::Column::MediaId)))
        .and(Expr::col((media::Entity, media::Column::DeletedAt)).is_null());
    let article_id = (article_figure::Entity, article_figure::Column::ArticleId);
    select
        .from(article_figure::Entity)
        .join(JoinType::LeftJoin, media::Entity, picture)
        .and_where(Expr::col(article_id).is_in(articles.iter().copied()));
    let mut figures = Vec::new();
    for row in scope.reader().query_all(&select).await? {
        let figure = article_figure::Model::from_query_result(&row, "f_")?;
        figures.push((figure, row::joined::<media::Model>(&row, "m_id", "m_")?));
    }
    figures.sort_by_key(|(figure, _)| figure.position);
    Ok(figures)
}

/// The congress terms of several articles in one statement.
pub async fn categories(
    scope: &Scope,
    articles: &[Uuid],
) -> Result<Vec<(Uuid, congress_category::Model)>> {
    let mut select = Query::select();
    row::columns::<congress_category::Entity>(&mut select, "c_");
    let term = Expr::col((congress_category::Entity, congress_category::Column::Id)).eq(Expr::col(
        (article_congress_category::Entity, article_congress_category::Column::CongressCategoryId),
    ));
    let article_id =
        (article_congress_category::Entity, article_congress_category::Column::ArticleId);
    let deleted_at = (congress_category::Entity, congress_category::Column::DeletedAt);
    select
        .expr_as(Expr::col(article_id), "of_article")
        .from(article_congress_category::Entity)
        // To SQLite the order of a cross join is an order.
        .cross_join(congress_category::Entity)
        .and_where(term)
        .and_where(Expr::col(article_id).is_in(articles.iter().copied()))
        .and_where(Expr::col(deleted_at).is_null());
    let mut categories = Vec::new();
    for row in scope.reader().query_all(&select).await? {
        let category = congress_category::Model::from_query_result(&row, "c_")?;
        categories.push((row.try_get("", "of_article")?, category));
    }
    Ok(categories)
}

/// Where an old address led.
pub struct RedirectTarget {
    /// None: to what is gone for good.
    pub article_id: Option<Uuid>,
    /// Whether the article was taken back after readers had seen it.
    pub withdrawn: bool,
    /// What readers are told about that.
    pub reason: Option<String>,
}

/// Where an address leads: by a redirect, or to a withdrawn article that had it last.
pub async fn redirect_target(scope: &Scope, place: OldPlace<'_>) -> Result<Option<RedirectTarget>> {
    let column = |column: redirect::Column| Expr::col((redirect::Entity, column));
    let article = |column: article::Column| Expr::col((article::Entity, column));
    let is_article = article(article::Column::Id).eq(column(redirect::Column::ArticleId));
    let mut select = Query::select()
        .expr_as(column(redirect::Column::ArticleId), "article_id")
        .expr_as(article(article::Column::Status), "status")
        .expr_as(article(article::Column::WithdrawnReason), "reason")
        .from(redirect::Entity)
        .join(JoinType::LeftJoin, article::Entity, is_article)
        .and_where(column(redirect::Column::Path).eq(place.path))
        .and_where(column(redirect::Column::Host).eq(place.host))
        .to_owned();
    if let Some(slug) = place.slug {
        let withdrawn = Query::select()
            .expr_as(article(article::Column::Id), "article_id")
            .expr_as(article(article::Column::Status), "status")
            .expr_as(article(article::Column::WithdrawnReason), "reason")
            .from(article::Entity)
            .and_where(article(article::Column::Slug).eq(slug))
            .and_where(article(article::Column::Status).eq(article::Status::Withdrawn))
            .to_owned();
        select.union(UnionType::All, withdrawn);
    }
    let mut target = None;
    for row in scope.reader().query_all(&select).await? {
        let status: Option<article::Status> = row.try_get("", "status")?;
        let withdrawn = status == Some(article::Status::Withdrawn);
        let article_id = row.try_get("", "article_id")?;
        // An address that leads on was given to another article since.
        if target.is_none() || !withdrawn {
            let reason = row.try_get("", "reason")?;
            target = Some(RedirectTarget { article_id, withdrawn, reason });
        }
    }
    Ok(target)
}
