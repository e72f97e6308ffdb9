//! `api_key`.

use entity::api_key;
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, prelude::Uuid, sea_query::Expr,
};

use crate::platform::{error::Result, time::Instant};

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<api_key::Model>> {
    Ok(api_key::Entity::find_by_id(id).one(db).await?)
}

/// The key, which nobody else changes until the end of the transaction.
pub async fn lock(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<api_key::Model>> {
    Ok(api_key::Entity::find_by_id(id).lock_exclusive().one(db).await?)
}

pub async fn find_by_prefix(
    db: &impl ConnectionTrait,
    prefix: &str,
) -> Result<Option<api_key::Model>> {
    Ok(api_key::Entity::find().filter(api_key::COLUMN.prefix.eq(prefix)).one(db).await?)
}

/// The latest keys first.
pub async fn all(db: &impl ConnectionTrait, most: u64) -> Result<Vec<api_key::Model>> {
    let select = api_key::Entity::find().order_by_desc(api_key::Column::Id).limit(most);
    Ok(select.all(db).await?)
}

pub async fn insert(
    db: &impl ConnectionTrait,
    key: api_key::ActiveModel,
) -> Result<api_key::Model> {
    Ok(api_key::Entity::insert(key).exec_with_returning(db).await?)
}

pub async fn update(
    db: &impl ConnectionTrait,
    key: api_key::ActiveModel,
) -> Result<api_key::Model> {
    Ok(key.update(db).await?)
}

/// Notes when a key was used, unless that was noted since `before`.
pub async fn touch(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: Instant,
    before: Instant,
) -> Result<()> {
    let last = || Expr::col(api_key::Column::LastUsedAt);
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::value(now))
        .filter(api_key::COLUMN.id.eq(id))
        .filter(last().is_null().or(last().lt(before)))
        .exec(db)
        .await?;
    Ok(())
}
