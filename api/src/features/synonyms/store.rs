//! Reads and writes of `search_synonym`.

use entity::search_synonym;
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Condition, Expr},
};

use super::service::MAX_SYNONYMS;
use crate::platform::{
    batch,
    error::Result,
    paging::{self, Key, Page, Position, Range, SortColumns},
    scope::Scope,
    viewer::Viewer,
};

/// Every select of synonyms begins here.
pub fn visible_to(viewer: Viewer) -> Select<search_synonym::Entity> {
    search_synonym::Entity::find().filter(live(viewer))
}

fn live(_viewer: Viewer) -> Condition {
    Condition::all().add(search_synonym::COLUMN.deleted_at.is_null())
}

/// All of them, in a fixed order; of more than there may be, those that were made first.
pub async fn all(db: &impl ConnectionTrait, viewer: Viewer) -> Result<Vec<search_synonym::Model>> {
    let select = visible_to(viewer).order_by_asc(search_synonym::Column::Id);
    Ok(select.limit(MAX_SYNONYMS as u64).all(db).await?)
}

pub async fn find(scope: &Scope, id: Uuid) -> Result<Option<search_synonym::Model>> {
    let select = visible_to(scope.viewer).filter(search_synonym::COLUMN.id.eq(id));
    Ok(select.one(scope.reader()).await?)
}

/// One page of all, by the short form. What is deleted is passed over, so that the walk is along the
/// order whatever SQLite could look up.
pub async fn page(scope: &Scope, range: &Range) -> Result<Page<search_synonym::Model>> {
    let columns =
        SortColumns { key: search_synonym::Column::SortKey, id: search_synonym::Column::Id };
    let is_live = Expr::from(live(scope.viewer)).is(Expr::Constant(true.into()));
    let mut select = search_synonym::Entity::find().filter(is_live).into_query();
    paging::limit_to_range(&mut select, columns, range, false);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| {
        let key = Key::Bytes(row.try_get("", "sort_key")?);
        Ok((Position(key, row.try_get("", "id")?), batch::read(row)))
    });
    Ok(Page::new(rows.collect::<Result<_>>()?, range, false))
}

pub async fn count(scope: &Scope, up_to: u64) -> Result<i64> {
    let counted = visible_to(scope.viewer).limit(up_to).select_only();
    let counted = counted.column(search_synonym::Column::Id).into_tuple::<Uuid>();
    let ids = counted.all(scope.reader()).await?;
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}

/// The synonym, which nobody else changes until the end of the transaction.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<search_synonym::Model>> {
    let select = visible_to(Viewer::System).filter(search_synonym::COLUMN.id.eq(id));
    Ok(select.lock_exclusive().one(db).await?)
}

pub async fn insert(db: &impl ConnectionTrait, synonym: search_synonym::Model) -> Result<()> {
    search_synonym::Entity::insert(synonym.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, synonym: search_synonym::Model) -> Result<()> {
    synonym.into_active_model().reset_all().update(db).await?;
    Ok(())
}
