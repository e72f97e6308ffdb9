//! Reads and writes of `redirect`.

use entity::{article, redirect};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QuerySelect as _, prelude::Uuid,
};

use crate::platform::error::Result;

/// The redirect from an address, which nobody else changes until the end of the transaction.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    host: &str,
    path: &str,
) -> Result<Option<redirect::Model>> {
    let select = redirect::Entity::find()
        .filter(redirect::COLUMN.path.eq(path))
        .filter(redirect::COLUMN.host.eq(host));
    Ok(select.lock_exclusive().one(db).await?)
}

/// Whether there is such an article, in whatever state, which nobody deletes until the end of the
/// transaction.
pub async fn has_article(db: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    let articles = article::Entity::find_by_id(id)
        .select_only()
        .column(article::Column::Id)
        .filter(article::COLUMN.deleted_at.is_null());
    Ok(articles.lock_shared().into_tuple::<Uuid>().one(db).await?.is_some())
}

/// The article that readers find, or will find, under a slug. Who takes a slug waits for its name, so
/// that it stays so until the end of the transaction.
pub async fn holder_of(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Uuid>> {
    let articles = article::Entity::find()
        .select_only()
        .column(article::Column::Id)
        .filter(article::COLUMN.slug.eq(slug))
        .filter(article::Column::Status.ne(article::Status::Withdrawn))
        .filter(article::COLUMN.deleted_at.is_null());
    Ok(articles.into_tuple().one(db).await?)
}

pub async fn insert(db: &impl ConnectionTrait, redirect: redirect::Model) -> Result<()> {
    redirect::Entity::insert(redirect.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, redirect: redirect::Model) -> Result<()> {
    redirect.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn delete(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    redirect::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}
