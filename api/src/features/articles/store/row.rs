//! One article, read as far as the query selects it.

use entity::{article, article_view, media, unit, unit_name};
use sea_orm::{
    ConnectionTrait as _, EntityTrait, ExprTrait as _, FromQueryResult, IdenStatic as _,
    Iterable as _, JoinType, QueryResult,
    prelude::Uuid,
    sea_query::{Expr, Query, SelectStatement},
};

use super::super::{
    columns::Selected,
    service::{ArticleRow, ArticleSelector, Parts},
};
use crate::{
    features::gate,
    platform::{error::Result, scope::Scope},
};

/// The columns that every article is read with.
const NARROW: [article::Column; 15] = [
    article::Column::Id,
    article::Column::Slug,
    article::Column::Title,
    article::Column::Byline,
    article::Column::UnitId,
    article::Column::Status,
    article::Column::PublishedAt,
    article::Column::PublishedOn,
    article::Column::ExpiresAt,
    article::Column::SourceName,
    article::Column::SourceUrl,
    article::Column::LegacyUrl,
    article::Column::SyllableCount,
    article::Column::CreatedAt,
    article::Column::UpdatedAt,
];

/// The articles named, as far as the viewer may see them. Every select of articles by name begins
/// at the gate here; every list of them at the gate in `list`.
pub async fn find(
    scope: &Scope,
    by: &[ArticleSelector],
    selected: Selected,
) -> Result<Vec<ArticleRow>> {
    let mut select = Query::select();
    select.from(article::Entity).cond_where(gate::article(scope));
    let column = |column: article::Column| Expr::col((article::Entity, column));
    match by {
        [ArticleSelector::Slug(slug)] => {
            select.and_where(column(article::Column::Slug).eq(slug.as_str()));
        }
        _ => {
            let ids = by.iter().filter_map(|by| match by {
                ArticleSelector::Id(id) => Some(*id),
                ArticleSelector::Slug(_) => None,
            });
            select.and_where(column(article::Column::Id).is_in(ids));
        }
    }
    select_parts(&mut select, selected, false);
    let rows = scope.reader().query_all(&select).await?;
    rows.iter().map(|row| read(row, selected)).collect()
}

/// Adds the columns of an article to a select that has the table, and joins what is selected.
/// `views_joined` says that the table of views is there already.
pub fn select_parts(select: &mut SelectStatement, selected: Selected, views_joined: bool) {
    for column in NARROW {
        select.column((article::Entity, column));
    }
    let wide = [
        (selected.summary, article::Column::Summary),
        (selected.html, article::Column::BodyHtml),
        (selected.text, article::Column::BodyText),
        (selected.blocks, article::Column::BodyBlocks),
    ];
    for (_, column) in wide.into_iter().filter(|(selected, _)| *selected) {
        select.column((article::Entity, column));
    }
    if selected.unit {
        join_unit(select);
    }
    if selected.views {
        select.expr_as(Expr::col((article_view::Entity, article_view::Column::Total)), "v_total");
        if !views_joined {
            join_views(select);
        }
    }
    if selected.cover {
        join_cover(select);
    }
}

/// The unit, and the name that it bore on the day of publication.
fn join_unit(select: &mut SelectStatement) {
    let unit_id = || Expr::col((unit::Entity, unit::Column::Id));
    let day = || Expr::col((article::Entity, article::Column::PublishedOn));
    let name = |column: unit_name::Column| Expr::col((unit_name::Entity, column));
    let is_unit = unit_id()
        .eq(Expr::col((article::Entity, article::Column::UnitId)))
        .and(Expr::col((unit::Entity, unit::Column::DeletedAt)).is_null());
    let from = name(unit_name::Column::ValidFrom);
    let to = name(unit_name::Column::ValidTo);
    let is_name = name(unit_name::Column::UnitId)
        .eq(unit_id())
        .and(from.clone().is_null().or(from.lte(day())))
        .and(to.clone().is_null().or(to.gt(day())));
    columns::<unit::Entity>(select, "u_");
    select
        .expr_as(name(unit_name::Column::Name), "n_name")
        .expr_as(name(unit_name::Column::Abbreviation), "n_abbreviation")
        .join(JoinType::LeftJoin, unit::Entity, is_unit)
        .join(JoinType::LeftJoin, unit_name::Entity, is_name);
}

fn join_views(select: &mut SelectStatement) {
    let of_article = Expr::col((article_view::Entity, article_view::Column::ArticleId))
        .eq(Expr::col((article::Entity, article::Column::Id)));
    select.join(JoinType::LeftJoin, article_view::Entity, of_article);
}

fn join_cover(select: &mut SelectStatement) {
    let of_article = Expr::col((media::Entity, media::Column::Id))
        .eq(Expr::col((article::Entity, article::Column::CoverId)))
        .and(Expr::col((media::Entity, media::Column::DeletedAt)).is_null());
    columns::<media::Entity>(select, "m_");
    select.join(JoinType::LeftJoin, media::Entity, of_article);
}

/// Adds all columns of a table, each under a prefix, so that tables can share names.
pub fn columns<E: EntityTrait>(select: &mut SelectStatement, prefix: &str) {
    for column in E::Column::iter() {
        let alias = format!("{prefix}{}", column.as_str());
        select.expr_as(Expr::col((E::default(), column)), alias);
    }
}

/// Reads a row of a left join: none where nothing was joined.
pub fn joined<M: FromQueryResult>(row: &QueryResult, id: &str, prefix: &str) -> Result<Option<M>> {
    match row.try_get::<Option<Uuid>>("", id)? {
        Some(_) => Ok(Some(M::from_query_result(row, prefix)?)),
        None => Ok(None),
    }
}

/// Reads what [`select_parts`] selected.
pub fn read(row: &QueryResult, selected: Selected) -> Result<ArticleRow> {
    Ok(ArticleRow {
        id: row.try_get("", "id")?,
        slug: row.try_get("", "slug")?,
        title: row.try_get("", "title")?,
        byline: row.try_get("", "byline")?,
        unit_id: row.try_get("", "unit_id")?,
        status: row.try_get("", "status")?,
        published_at: row.try_get("", "published_at")?,
        published_on: row.try_get("", "published_on")?,
        expires_at: row.try_get("", "expires_at")?,
        source_name: row.try_get("", "source_name")?,
        source_url: row.try_get("", "source_url")?,
        legacy_url: row.try_get("", "legacy_url")?,
        syllable_count: row.try_get("", "syllable_count")?,
        created_at: row.try_get("", "created_at")?,
        updated_at: row.try_get("", "updated_at")?,
        parts: read_parts(row, selected)?,
    })
}

fn read_parts(row: &QueryResult, selected: Selected) -> Result<Parts> {
    let mut parts = Parts::default();
    let text = |selected: bool, column: &str| -> Result<Option<String>> {
        Ok(if selected { row.try_get("", column)? } else { None })
    };
    parts.summary = text(selected.summary, "summary")?;
    parts.html = text(selected.html, "body_html")?;
    parts.text = text(selected.text, "body_text")?;
    parts.blocks = text(selected.blocks, "body_blocks")?;
    if selected.unit {
        parts.unit = joined(row, "u_id", "u_")?;
        let name: Option<String> = row.try_get("", "n_name")?;
        let abbreviation = row.try_get("", "n_abbreviation")?;
        parts.unit_name = name.map(|name| (name, abbreviation));
    }
    if selected.views {
        parts.views = row.try_get::<Option<i64>>("", "v_total")?.unwrap_or_default();
    }
    if selected.cover {
        parts.cover = joined(row, "m_id", "m_")?;
    }
    Ok(parts)
}
