//! Writes of congress terms, and what is looked at for them.

use entity::{article_congress_category, congress_category};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QuerySelect as _, prelude::Uuid,
};

use super::visible_to;
use crate::platform::{error::Result, viewer::Viewer};

/// The term, which nobody else changes or refers to until the end of the transaction.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<congress_category::Model>> {
    let select = visible_to(Viewer::System).filter(congress_category::COLUMN.id.eq(id));
    Ok(select.lock_exclusive().one(db).await?)
}

pub async fn update(db: &impl ConnectionTrait, category: congress_category::Model) -> Result<()> {
    category.into_active_model().reset_all().update(db).await?;
    Ok(())
}

/// How many articles hang on a term, deleted ones as well: they can be restored.
pub async fn articles_of(db: &impl ConnectionTrait, category: Uuid) -> Result<u64> {
    let articles = article_congress_category::Entity::find();
    let column = article_congress_category::COLUMN.congress_category_id;
    Ok(articles.filter(column.eq(category)).count(db).await?)
}
