//! Where terms are kept, and which are missing.

use std::collections::{BTreeMap, HashMap};

use entity::{article, article_search};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait as _, ExprTrait as _, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Statement, Value,
    prelude::Uuid,
    sea_query::{Expr, Order, Query},
};

use super::super::{KEY_VERSION, Renewed, terms::Terms};
use crate::platform::{batch, error::Result, time::Instant};

/// Rows of one insert: each may have two vectors of a mebibyte.
const ROWS: usize = 50;

/// An article with all that it is found by.
#[derive(Debug)]
pub struct Row {
    pub article: Uuid,
    pub ordinal: i64,
    pub terms: Terms,
}

/// The places that these articles have.
pub async fn ordinals(db: &impl ConnectionTrait, articles: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    let select = article_search::Entity::find()
        .select_only()
        .columns([article_search::Column::ArticleId, article_search::Column::Ordinal])
        .filter(article_search::COLUMN.article_id.is_in(articles.iter().copied()));
    Ok(select.into_tuple().all(db).await?)
}

/// Keeps others waiting who take places in these milliseconds. SQLite has one writer.
pub async fn lock(db: &impl ConnectionTrait, milliseconds: &[i64]) -> Result<()> {
    if db.get_database_backend() == DbBackend::Postgres && !milliseconds.is_empty() {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended('article_search ' || place, 0)) \
                    FROM (SELECT unnest($1::bigint[]) AS place ORDER BY 1) AS places";
        let lock = Statement::from_sql_and_values(
            DbBackend::Postgres,
            lock,
            [milliseconds.to_vec().into()],
        );
        db.execute_raw(lock).await?;
    }
    Ok(())
}

/// The articles of each of these milliseconds, which are named by their first places.
pub async fn of_milliseconds(
    db: &impl ConnectionTrait,
    firsts: &[i64],
    room: u32,
) -> Result<HashMap<i64, BTreeMap<(Instant, Uuid), i64>>> {
    let ordinal = || Expr::col((article_search::Entity, article_search::Column::Ordinal));
    let within = |first: &i64| {
        let is_article = Expr::col((article::Entity, article::Column::Id))
            .eq(Expr::col((article_search::Entity, article_search::Column::ArticleId)));
        Query::select()
            .expr_as(ordinal(), "ordinal")
            .column((article::Entity, article::Column::Id))
            .column((article::Entity, article::Column::PublishedAt))
            .column((article::Entity, article::Column::CreatedAt))
            .from(article_search::Entity)
            .join(JoinType::InnerJoin, article::Entity, is_article)
            .and_where(ordinal().gte(*first))
            .and_where(ordinal().lt(*first + (1 << room)))
            .to_owned()
    };
    let rows = batch::query_all(db, firsts.iter().map(within).collect()).await?;
    let mut groups = HashMap::with_capacity(rows.len());
    for (place, rows) in rows {
        let mut group = BTreeMap::new();
        for row in rows {
            let published_at: Option<Instant> = row.try_get("", "published_at")?;
            let at = published_at.map_or_else(|| row.try_get("", "created_at"), Ok)?;
            group.insert((at, row.try_get("", "id")?), row.try_get("", "ordinal")?);
        }
        groups.insert(firsts[place], group);
    }
    Ok(groups)
}

/// Gives up the places that articles had, and puts rows where they are now.
pub async fn replace(
    db: &impl ConnectionTrait,
    before: &[(Uuid, i64)],
    rows: Vec<Row>,
) -> Result<()> {
    if !before.is_empty() {
        article_search::Entity::delete_many()
            .filter(article_search::COLUMN.article_id.is_in(before.iter().map(|(id, _)| *id)))
            .exec(db)
            .await?;
    }
    match db.get_database_backend() {
        DbBackend::Postgres => insert_vectors(db, &rows).await,
        _ => {
            let ordinals: Vec<i64> = before.iter().map(|(_, ordinal)| *ordinal).collect();
            replace_documents(db, &ordinals, rows).await
        }
    }
}

async fn insert_vectors(db: &impl ConnectionTrait, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::with_capacity(rows.len() * 5);
        for row in rows {
            values.push(row.article.into());
            values.push(row.ordinal.into());
            values.push(KEY_VERSION.into());
            let Terms { head, rest } = &row.terms;
            values.push(vector([head.as_str()]).into());
            values.push(vector([head.as_str(), rest]).into());
        }
        let row = |n: usize| {
            let n = n * 5;
            let [a, b, c, d, e] = [n + 1, n + 2, n + 3, n + 4, n + 5];
            format!("(${a}, ${b}, ${c}, ${d}::text::tsvector, ${e}::text::tsvector)")
        };
        let places: Vec<String> = (0..rows.len()).map(row).collect();
        let insert = format!(
            "INSERT INTO article_search (article_id, ordinal, key_version, head, terms) VALUES {}",
            places.join(", ")
        );
        let insert = Statement::from_sql_and_values(DbBackend::Postgres, insert, values);
        db.execute_raw(insert).await?;
    }
    Ok(())
}

/// Terms have no quotes in them, and a colon means something outside of quotes.
fn vector<'a>(terms: impl IntoIterator<Item = &'a str>) -> String {
    let mut vector = String::new();
    for term in terms.into_iter().flat_map(|terms| terms.split_ascii_whitespace()) {
        vector.extend(["'", term, "' "]);
    }
    vector
}

async fn replace_documents(
    db: &impl ConnectionTrait,
    before: &[i64],
    rows: Vec<Row>,
) -> Result<()> {
    let backend = DbBackend::Sqlite;
    for ordinal in before {
        let delete = "DELETE FROM article_term WHERE rowid = ?";
        let delete = Statement::from_sql_and_values(backend, delete, [(*ordinal).into()]);
        db.execute_raw(delete).await?;
    }
    for row in &rows {
        let Terms { head, rest } = &row.terms;
        let insert = "INSERT INTO article_term (rowid, terms) VALUES (?, ?)";
        let values = [row.ordinal.into(), format!("{head} {rest}").into()];
        db.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
    }
    let places = rows.into_iter().map(|row| article_search::Model {
        article_id: row.article,
        ordinal: row.ordinal,
        key_version: KEY_VERSION,
    });
    let places: Vec<_> = places.collect();
    batch::insert_all::<article_search::Entity>(db, places).await
}

/// Keeps others waiting who save these articles. SQLite has one writer.
pub async fn hold(db: &impl ConnectionTrait, articles: &[Uuid]) -> Result<()> {
    if db.get_database_backend() == DbBackend::Postgres {
        let select = article::Entity::find()
            .select_only()
            .column(article::Column::Id)
            .filter(article::COLUMN.id.is_in(articles.iter().copied()))
            .order_by_asc(article::Column::Id)
            .lock_exclusive();
        select.into_tuple::<Uuid>().all(db).await?;
    }
    Ok(())
}

/// Articles to be found by new terms, in the order of their ids.
pub async fn to_renew(
    db: &impl ConnectionTrait,
    which: Renewed,
    behind: Option<Uuid>,
    most: u64,
) -> Result<Vec<Uuid>> {
    let id = (article::Entity, article::Column::Id);
    let search = |column: article_search::Column| Expr::col((article_search::Entity, column));
    let mut select = Query::select();
    select
        .column(id)
        .from(article::Entity)
        .and_where(Expr::col((article::Entity, article::Column::DeletedAt)).is_null())
        .order_by(id, Order::Asc)
        .limit(most);
    if which == Renewed::Stale {
        let is_present = search(article_search::Column::ArticleId)
            .eq(Expr::col(id))
            .and(search(article_search::Column::KeyVersion).eq(KEY_VERSION));
        select
            .join(JoinType::LeftJoin, article_search::Entity, is_present)
            .and_where(search(article_search::Column::ArticleId).is_null());
    }
    if let Some(behind) = behind {
        select.and_where(Expr::col(id).gt(behind));
    }
    let rows = db.query_all(&select).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}
