//! Why the database refused a record: looked up once it did, since most of the time nobody asks.

use entity::{
    article, article_revision, author, congress_category, former_slug, link, link_directory, media,
    poll, poll_option, redirect, unit, unit_name,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait, PrimaryKeyTrait, QueryFilter as _,
    QueryTrait as _, RuntimeErr, prelude::Uuid, sea_query::SelectStatement, sqlx::error::ErrorKind,
};

use super::{super::Fault, Rows};
use crate::{
    features::articles::bulk::ArticleRows,
    platform::{
        error::{Error, Result},
        id,
    },
};

/// Whether the database refused what was written, and would refuse it again: a constraint.
pub fn is_refusal(error: &Error) -> bool {
    let Error::Database(DbErr::Exec(cause) | DbErr::Query(cause)) = error else { return false };
    let RuntimeErr::SqlxError(cause) = cause else { return false };
    let kind = cause.as_database_error().map(|error| error.kind());
    kind.is_some_and(|kind| !matches!(kind, ErrorKind::Other))
}

/// The field that a constraint is about. The record is not there, whatever stands in the way is.
pub async fn explain(db: &impl ConnectionTrait, rows: &Rows) -> Result<Fault> {
    for (field, target) in references(rows) {
        if db.query_one(&target).await?.is_none() {
            return Ok(Fault::new(field, "there is none of this id; it must stand before"));
        }
    }
    for (field, others) in unique_values(rows) {
        if db.query_one(&others).await?.is_some() {
            return Ok(Fault::new(field, "another record has this value already"));
        }
    }
    Ok(Fault::new(rows.kind().name(), "the database refused it: a value stands in it twice"))
}

/// A field, and a select that finds what it is about.
type Lookup = (String, SelectStatement);

fn by_id<E>(field: impl Into<String>, id: Uuid) -> Lookup
where
    E: EntityTrait,
    <E::PrimaryKey as PrimaryKeyTrait>::ValueType: From<Uuid>,
{
    (field.into(), E::find_by_id(id).into_query())
}

/// What a record refers to, which must be there.
fn references(rows: &Rows) -> Vec<Lookup> {
    let unit = |field: &str, id: Option<Uuid>| id.map(|id| by_id::<unit::Entity>(field, id));
    match rows {
        Rows::Unit(row, _) => unit("unit.parent", row.parent_id).into_iter().collect(),
        Rows::UnitSuccession(row) => {
            let predecessor = unit("unit_succession.predecessor", Some(row.predecessor_id));
            let successor = unit("unit_succession.successor", row.successor_id);
            predecessor.into_iter().chain(successor).collect()
        }
        Rows::Site(row) => unit("site.unit", row.unit_id).into_iter().collect(),
        Rows::Author(row) => {
            let avatar = row.avatar_id.map(|id| by_id::<media::Entity>("author.avatar", id));
            unit("author.unit", row.unit_id).into_iter().chain(avatar).collect()
        }
        Rows::CongressCategory(row) => {
            unit("congress_category.unit", row.unit_id).into_iter().collect()
        }
        Rows::Article(article) => article_references(article),
        Rows::Redirect(row) => {
            let article = row.article_id.map(|id| by_id::<article::Entity>("redirect.article", id));
            article.into_iter().collect()
        }
        Rows::FormerSlug(row) => former_holder(row).into_iter().collect(),
        Rows::ArticleRevision(row, _) => {
            vec![by_id::<article::Entity>("article_revision.article", row.article_id)]
        }
        Rows::Media(_) | Rows::LinkDirectory(..) | Rows::Poll(..) | Rows::SearchSynonym(_) => {
            Vec::new()
        }
    }
}

/// What has a slug now that it had once; the table has no foreign key, since it may be one of four.
fn former_holder(row: &former_slug::Model) -> Option<Lookup> {
    const FIELD: &str = "former_slug.of";
    let (kind, id) = (row.node.as_str(), row.node_id);
    let lookups = [
        (id::Kind::Unit, by_id::<unit::Entity>(FIELD, id)),
        (id::Kind::Author, by_id::<author::Entity>(FIELD, id)),
        (id::Kind::CongressCategory, by_id::<congress_category::Entity>(FIELD, id)),
        (id::Kind::LinkDirectory, by_id::<link_directory::Entity>(FIELD, id)),
    ];
    lookups.into_iter().find(|(of, _)| of.prefix() == kind).map(|(_, lookup)| lookup)
}

fn article_references(article: &ArticleRows) -> Vec<Lookup> {
    let row = article.row();
    let mut references = Vec::new();
    references.extend(row.unit_id.map(|id| by_id::<unit::Entity>("article.unit", id)));
    references.extend(row.cover_id.map(|id| by_id::<media::Entity>("article.cover", id)));
    for (place, id) in article.authors().iter().enumerate() {
        references.push(by_id::<author::Entity>(format!("article.authors[{place}]"), *id));
    }
    for (place, id) in article.categories().iter().enumerate() {
        let field = format!("article.congress_categories[{place}]");
        references.push(by_id::<congress_category::Entity>(field, *id));
    }
    for (place, id) in article.figure_media() {
        references.push(by_id::<media::Entity>(format!("article.figures[{place}].media"), id));
    }
    references
}

/// What must not be there: other records with values that only one may have.
fn unique_values(rows: &Rows) -> Vec<Lookup> {
    macro_rules! live {
        ($field:literal, $table:ident, $column:ident, $value:expr) => {{
            let same = $table::Entity::find().filter($table::Column::$column.eq($value));
            let live = same.filter($table::Column::DeletedAt.is_null());
            ($field.to_owned(), live.into_query())
        }};
    }
    macro_rules! ids {
        ($field:literal, $table:ident, $ids:expr) => {{
            let same = $table::Entity::find().filter($table::Column::Id.is_in($ids));
            ($field.to_owned(), same.into_query())
        }};
    }
    match rows {
        Rows::Media(row) => vec![live!("media.sha256", media, Sha256, row.sha256.clone())],
        Rows::Unit(row, names) => vec![
            live!("unit.slug", unit, Slug, row.slug.as_str()),
            ids!("unit.names", unit_name, names.iter().map(|name| name.id)),
        ],
        Rows::Author(row) => vec![live!("author.slug", author, Slug, row.slug.as_str())],
        Rows::CongressCategory(row) => {
            let same = congress_category::Entity::find()
                .filter(congress_category::Column::Series.eq(row.series))
                .filter(congress_category::Column::Number.eq(row.number))
                .filter(congress_category::Column::DeletedAt.is_null());
            vec![
                live!("congress_category.slug", congress_category, Slug, row.slug.as_str()),
                ("congress_category.number".to_owned(), same.into_query()),
            ]
        }
        Rows::Article(article) => unique_of_article(article.row()),
        Rows::LinkDirectory(row, links) => vec![
            live!("link_directory.slug", link_directory, Slug, row.slug.as_str()),
            ids!("link_directory.links", link, links.iter().map(|link| link.id)),
        ],
        Rows::Poll(_, options) => vec![
            ids!("poll.options", poll_option, options.iter().map(|(option, _)| option.id)),
            live!("poll.featured", poll, Featured, true),
        ],
        Rows::Redirect(row) => {
            let same = redirect::Entity::find()
                .filter(redirect::Column::Path.eq(row.path.as_str()))
                .filter(redirect::Column::Host.eq(row.host.as_str()));
            vec![("redirect.path".to_owned(), same.into_query())]
        }
        Rows::FormerSlug(row) => {
            let same = former_slug::Entity::find()
                .filter(former_slug::Column::Node.eq(row.node.as_str()))
                .filter(former_slug::Column::Slug.eq(row.slug.as_str()));
            vec![("former_slug.slug".to_owned(), same.into_query())]
        }
        Rows::ArticleRevision(row, _) => {
            let same = article_revision::Entity::find()
                .filter(article_revision::Column::ArticleId.eq(row.article_id))
                .filter(article_revision::Column::Number.eq(row.number));
            vec![("article_revision.number".to_owned(), same.into_query())]
        }
        // A pair that is there is known, whatever its id.
        Rows::UnitSuccession(_) | Rows::Site(_) | Rows::SearchSynonym(_) => Vec::new(),
    }
}

fn unique_of_article(row: &article::Model) -> Vec<Lookup> {
    let slug = article::Entity::find()
        .filter(article::Column::Slug.eq(row.slug.as_str()))
        .filter(article::Column::DeletedAt.is_null());
    let mut unique = vec![("article.slug".to_owned(), slug.into_query())];
    for (field, column, value) in [
        ("article.external_id", article::Column::ExternalId, &row.external_id),
        ("article.legacy_url", article::Column::LegacyUrl, &row.legacy_url),
    ] {
        let same = value.as_ref().map(|value| article::Entity::find().filter(column.eq(value)));
        unique.extend(same.map(|same| (field.to_owned(), same.into_query())));
    }
    unique
}
