//! Which stored files articles use.

use std::collections::BTreeSet;

use entity::article_media;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, prelude::Uuid,
};

use crate::platform::{batch, error::Result};

/// Notes the files that an article uses, or that the edit of it which waits does.
pub async fn replace_files(
    db: &impl ConnectionTrait,
    article: Uuid,
    waiting: bool,
    files: BTreeSet<Uuid>,
) -> Result<()> {
    article_media::Entity::delete_many()
        .filter(article_media::Column::ArticleId.eq(article))
        .filter(article_media::Column::Waiting.eq(waiting))
        .exec(db)
        .await?;
    batch::insert_all::<article_media::Entity>(db, rows(article, waiting, files)).await
}

/// The rows of these uses.
pub fn rows(
    article_id: Uuid,
    waiting: bool,
    files: BTreeSet<Uuid>,
) -> impl Iterator<Item = article_media::Model> {
    files.into_iter().map(move |media_id| article_media::Model { article_id, waiting, media_id })
}
