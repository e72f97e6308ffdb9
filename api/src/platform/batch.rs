//! Many selects of one shape as one statement, for data loaders; many rows as few, for imports.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    Iterable as _, QueryFilter as _, QueryResult, QuerySelect as _,
    prelude::Uuid,
    sea_query::{Asterisk, Expr, Query, SelectStatement, UnionType},
};

use super::{
    error::{Error, Result},
    paging::Row,
};

/// Names the select of a batch that a row came from.
const MEMBER: &str = "batch_member";
/// SQLite refuses compound selects of more than 500 terms.
const MAX_MEMBERS: usize = 200;
/// Most values that SQLite takes in one statement; PostgreSQL takes twice as many.
const MAX_VALUES: usize = 32_766;
/// Most rows of one insert: with more of them a statement only takes more memory.
const MAX_ROWS: usize = 500;

/// Runs all selects in one statement (one per 200), and gives the rows of each under its place.
///
/// All selects must have the same columns. The order of rows is not kept.
pub async fn query_all(
    db: &impl ConnectionTrait,
    selects: Vec<SelectStatement>,
) -> Result<HashMap<usize, Vec<QueryResult>>> {
    let mut rows: HashMap<usize, Vec<QueryResult>> = HashMap::with_capacity(selects.len());
    let mut members = selects.into_iter().enumerate().map(member).peekable();
    while let Some(mut statement) = members.next() {
        let further = members.by_ref().take(MAX_MEMBERS - 1);
        statement.unions(further.map(|select| (UnionType::All, select)));
        for row in db.query_all(&statement).await? {
            let member: i32 = row.try_get("", MEMBER)?;
            rows.entry(member as usize).or_default().push(row);
        }
    }
    Ok(rows)
}

/// Reads one row of a page.
pub fn read<M: FromQueryResult>(row: &QueryResult) -> Row<M> {
    M::from_query_result(row, "").map_err(|error| Arc::new(error.into()))
}

/// Wrapped, because neither database takes ORDER BY and LIMIT inside of a plain union.
fn member((place, select): (usize, SelectStatement)) -> SelectStatement {
    let alias = format!("member_{place}");
    Query::select()
        .column((alias.clone(), Asterisk))
        .expr_as(Expr::cust(place.to_string()), MEMBER)
        .from_subquery(select, alias)
        .to_owned()
}

/// Counts the rows of several selects in one statement. Each select must carry its own limit: a
/// count without a cap costs what the table costs.
pub async fn counts<K: Clone + Eq + Hash>(
    db: &impl ConnectionTrait,
    keys: &[K],
    capped: impl Fn(&K) -> SelectStatement,
) -> Result<HashMap<K, i64>> {
    let selects = keys.iter().map(|key| {
        Query::select()
            .expr_as(Expr::cust("COUNT(*)"), "total")
            .from_subquery(capped(key), "counted")
            .to_owned()
    });
    let rows = query_all(db, selects.collect()).await?;
    let mut totals = HashMap::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let row = rows.get(&place).and_then(|rows| rows.first());
        let row = row.ok_or(Error::Broken("a count returned no row"))?;
        totals.insert(key.clone(), row.try_get("", "total")?);
    }
    Ok(totals)
}

/// Inserts all rows, in as few statements as the databases take.
pub async fn insert_all<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: impl IntoIterator<Item: IntoActiveModel<E::ActiveModel>>,
) -> Result<()> {
    let most = (MAX_VALUES / E::Column::iter().count()).min(MAX_ROWS);
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let insert = E::insert_many(rows.by_ref().take(most));
        insert.exec_without_returning(db).await?;
    }
    Ok(())
}

/// Those of the ids that a table has, live or deleted.
pub async fn existing<E: EntityTrait>(
    db: &impl ConnectionTrait,
    id: E::Column,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>> {
    let mut existing = HashSet::new();
    for ids in ids.chunks(MAX_VALUES) {
        let select = E::find().select_only().column(id).filter(id.is_in(ids.iter().copied()));
        existing.extend(select.into_tuple::<Uuid>().all(db).await?);
    }
    Ok(existing)
}

/// Sorts rows under the key they belong to, each group in the order it came.
pub fn group_by<K: Eq + Hash, T>(
    rows: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
