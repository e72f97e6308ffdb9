//! One article, read as far as the query selects it.

use std::{borrow::Cow, collections::HashSet};

use entity::{article, article_view, media, site, unit, unit_name};
use sea_orm::{
    Condition, ConnectionTrait as _, EntityTrait, ExprTrait as _, FromQueryResult, IdenStatic as _,
    Iterable as _, JoinType, QueryResult, TryGetable,
    prelude::Uuid,
    sea_query::{Expr, Query, SelectStatement},
};

use super::super::{
    body::open_in_place,
    columns::{Part, Selected},
    service::{ArticleRow, ArticleSelector, Parts, State},
};
use crate::{
    features::gate,
    platform::{address::Address, error::Result, scope::Scope},
};

/// The columns that every article is read with: what names it, and its place in lists.
const ALWAYS: [article::Column; 5] = [
    article::Column::Id,
    article::Column::Slug,
    article::Column::Title,
    article::Column::UnitId,
    article::Column::PublishedAt,
];

/// The columns of the parts that are no relations.
const COLUMNS: [(Part, article::Column); 17] = [
    (Part::Summary, article::Column::Summary),
    (Part::Html, article::Column::BodyHtml),
    (Part::Text, article::Column::BodyText),
    (Part::Blocks, article::Column::BodyBlocks),
    (Part::Byline, article::Column::Byline),
    (Part::Source, article::Column::SourceName),
    (Part::Source, article::Column::SourceUrl),
    (Part::LegacyUrl, article::Column::LegacyUrl),
    (Part::SyllableCount, article::Column::SyllableCount),
    (Part::UpdatedAt, article::Column::UpdatedAt),
    (Part::State, article::Column::Status),
    (Part::State, article::Column::ExpiresAt),
    (Part::State, article::Column::RevisedAt),
    (Part::State, article::Column::WithdrawnAt),
    (Part::State, article::Column::WithdrawnReason),
    (Part::Version, article::Column::Version),
    (Part::Version, article::Column::WorkingRevision),
];

/// The articles named, as far as the viewer may see them. Every select of articles by name begins
/// at the gate here; every list of them at the gate in `list`.
pub async fn find(
    scope: &Scope,
    by: &[ArticleSelector],
    selected: Selected,
) -> Result<Vec<ArticleRow>> {
    let mut select = Query::select();
    select.from(article::Entity);
    let column = |column: article::Column| Expr::col((article::Entity, column));
    match by {
        [ArticleSelector::Slug(slug)] => {
            select
                .cond_where(gate::article(scope))
                .and_where(column(article::Column::Slug).eq(slug.as_str()));
        }
        _ => {
            let ids = by.iter().filter_map(|by| match by {
                ArticleSelector::Id(id) => Some(*id),
                ArticleSelector::Slug(_) => None,
            });
            select
                .and_where(of_each(gate::article(scope)))
                .and_where(column(article::Column::Id).is_in(ids));
        }
    }
    select_parts(&mut select, selected, false);
    let rows = scope.reader().query_all(&select).await?;
    rows.iter().map(|row| read(row, selected)).collect()
}

/// A condition that is asked of each row. SQLite would look up the state rather than a score of ids,
/// and read all that is published.
fn of_each(gate: Condition) -> Expr {
    Expr::from(gate).is(Expr::Constant(true.into()))
}

/// Those of these articles that stand in the lists of readers.
pub async fn shown(scope: &Scope, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let id = (article::Entity, article::Column::Id);
    let select = Query::select()
        .column(id)
        .from(article::Entity)
        .and_where(of_each(gate::listed_article(scope)))
        .and_where(Expr::col(id).is_in(ids.iter().copied()))
        .to_owned();
    let rows = scope.reader().query_all(&select).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// Adds the columns of an article to a select that has the table, and joins what is selected.
/// `views_joined` says that the table of views is there already.
pub fn select_parts(select: &mut SelectStatement, selected: Selected, views_joined: bool) {
    let parts = COLUMNS.iter().filter(|(part, _)| selected.has(*part));
    for column in ALWAYS.iter().chain(parts.map(|(_, column)| column)) {
        select.column((article::Entity, *column));
    }
    if selected.has(Part::Html) {
        join_site(select);
    }
    if selected.has(Part::Unit) {
        join_unit(select);
    }
    if selected.has(Part::Views) {
        select.expr_as(Expr::col((article_view::Entity, article_view::Column::Total)), "v_total");
        if !views_joined {
            join_views(select);
        }
    }
    if selected.has(Part::Cover) {
        join_cover(select);
    }
}

/// The address of the portal, which decides how links open.
fn join_site(select: &mut SelectStatement) {
    let only = Expr::col((site::Entity, site::Column::Id)).eq(site::ID);
    select.expr_as(Expr::col((site::Entity, site::Column::BaseUrl)), "s_base_url").join(
        JoinType::LeftJoin,
        site::Entity,
        only,
    );
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
        unit_id: row.try_get("", "unit_id")?,
        published_at: row.try_get("", "published_at")?,
        parts: read_parts(row, selected)?,
    })
}

fn read_parts(row: &QueryResult, selected: Selected) -> Result<Parts> {
    let text = |part, column| if_selected::<String>(row, selected.has(part), column);
    let nullable = |part, column| if_selected::<Option<String>>(row, selected.has(part), column);
    let mut parts = Parts {
        summary: nullable(Part::Summary, "summary")?.flatten(),
        html: text(Part::Html, "body_html")?.map(|html| html_of(row, html)).transpose()?,
        text: text(Part::Text, "body_text")?,
        blocks: text(Part::Blocks, "body_blocks")?,
        byline: nullable(Part::Byline, "byline")?.flatten(),
        source_name: nullable(Part::Source, "source_name")?.flatten(),
        source_url: nullable(Part::Source, "source_url")?.flatten(),
        legacy_url: nullable(Part::LegacyUrl, "legacy_url")?.flatten(),
        syllable_count: if_selected(row, selected.has(Part::SyllableCount), "syllable_count")?,
        updated_at: if_selected(row, selected.has(Part::UpdatedAt), "updated_at")?,
        ..Parts::default()
    };
    if selected.has(Part::State) {
        parts.state = Some(State {
            status: row.try_get("", "status")?,
            expires_at: row.try_get("", "expires_at")?,
            revised_at: row.try_get("", "revised_at")?,
            withdrawn_at: row.try_get("", "withdrawn_at")?,
            withdrawn_reason: row.try_get("", "withdrawn_reason")?,
        });
    }
    if selected.has(Part::Version) {
        parts.version = Some(row.try_get("", "version")?);
        parts.working_revision = row.try_get("", "working_revision")?;
    }
    if selected.has(Part::Unit) {
        parts.unit = joined(row, "u_id", "u_")?;
        let name: Option<String> = row.try_get("", "n_name")?;
        let abbreviation = row.try_get("", "n_abbreviation")?;
        parts.unit_name = name.map(|name| (name, abbreviation));
    }
    if selected.has(Part::Views) {
        parts.views = row.try_get::<Option<i64>>("", "v_total")?.unwrap_or_default();
    }
    if selected.has(Part::Cover) {
        parts.cover = joined(row, "m_id", "m_")?;
    }
    Ok(parts)
}

fn html_of(row: &QueryResult, html: String) -> Result<String> {
    let base: Option<String> = row.try_get("", "s_base_url")?;
    let portal = base.as_deref().and_then(Address::parse);
    match open_in_place(&html, portal.as_ref().map(|portal| portal.host.as_str())) {
        Cow::Borrowed(_) => Ok(html),
        Cow::Owned(html) => Ok(html),
    }
}

/// Strict: a null in a column that has none is a fault, and not a part that was not selected.
fn if_selected<T: TryGetable>(
    row: &QueryResult,
    selected: bool,
    column: &str,
) -> Result<Option<T>> {
    Ok(if selected { Some(row.try_get("", column)?) } else { None })
}
