//! `account`.

use entity::account;
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, prelude::Uuid,
};

use crate::platform::{
    batch,
    error::Result,
    paging::{self, Key, Page, Position, Range, SortColumns},
    scope::Scope,
};

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).one(db).await?)
}

pub async fn find_by_login(
    db: &impl ConnectionTrait,
    login: &str,
) -> Result<Option<account::Model>> {
    let select = account::Entity::find().filter(account::COLUMN.login.eq(login));
    Ok(select.one(db).await?)
}

/// The account, which nobody else changes until the end of the transaction.
pub async fn lock(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).lock_exclusive().one(db).await?)
}

/// One page of all accounts, by when they were made.
pub async fn page(scope: &Scope, range: &Range) -> Result<Page<account::Model>> {
    let columns = SortColumns { key: account::Column::CreatedAt, id: account::Column::Id };
    let mut select = account::Entity::find().into_query();
    paging::limit_to_range(&mut select, columns, range, true);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| {
        let key = Key::time(row.try_get("", "created_at")?);
        Ok((Position(key, row.try_get("", "id")?), batch::read(row)))
    });
    Ok(Page::new(rows.collect::<Result<_>>()?, range, true))
}

/// All accounts, by login.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find().order_by_asc(account::Column::Login).all(db).await?)
}

pub async fn count(scope: &Scope, up_to: u64) -> Result<i64> {
    let counted = account::Entity::find().limit(up_to).select_only();
    let ids: Vec<Uuid> =
        counted.column(account::Column::Id).into_tuple().all(scope.reader()).await?;
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}

pub async fn insert(
    db: &impl ConnectionTrait,
    account: account::ActiveModel,
) -> Result<account::Model> {
    Ok(account::Entity::insert(account).exec_with_returning(db).await?)
}

pub async fn update(
    db: &impl ConnectionTrait,
    account: account::ActiveModel,
) -> Result<account::Model> {
    Ok(account.update(db).await?)
}
