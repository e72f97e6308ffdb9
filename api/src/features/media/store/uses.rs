//! What shows a file.

use entity::{article, article_media, author};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _, Query},
};

use super::super::service::{Use, UseKind};
use crate::{
    features::gate,
    platform::{error::Result, scope::Scope},
};

/// Articles and authors that name a file, as far as the viewer sees them, by title.
pub async fn seen(scope: &Scope, id: Uuid, most: u64) -> Result<Vec<Use>> {
    let articles: Vec<(Uuid, String)> = article::Entity::find()
        .select_only()
        .columns([article::Column::Id, article::Column::Title])
        .filter(of_article(id))
        .filter(gate::article(scope))
        .limit(most)
        .into_tuple()
        .all(scope.reader())
        .await?;
    let authors: Vec<(Uuid, String)> = author::Entity::find()
        .select_only()
        .columns([author::Column::Id, author::Column::PenName])
        .filter(author::Column::AvatarId.eq(id))
        .filter(author::Column::DeletedAt.is_null())
        .limit(most)
        .into_tuple()
        .all(scope.reader())
        .await?;
    let articles =
        articles.into_iter().map(|(id, title)| Use { kind: UseKind::Article, id, title });
    let authors = authors.into_iter().map(|(id, title)| Use { kind: UseKind::Author, id, title });
    let mut uses: Vec<Use> = articles.chain(authors).collect();
    uses.sort_by(|one, other| (&one.title, one.id).cmp(&(&other.title, other.id)));
    Ok(uses)
}

/// How many articles and authors name a file, whoever sees them, deleted ones included: those may be
/// restored.
pub async fn count(db: &impl ConnectionTrait, id: Uuid) -> Result<u64> {
    use sea_orm::PaginatorTrait as _;

    let articles = article::Entity::find().filter(of_article(id)).count(db).await?;
    let authors = author::Entity::find().filter(author::Column::AvatarId.eq(id)).count(db).await?;
    Ok(articles + authors)
}

/// Articles whose cover, text or waiting edit has the file. Older revisions name what is gone when
/// they are restored.
fn of_article(id: Uuid) -> Expr {
    let using = Query::select()
        .column(article_media::Column::ArticleId)
        .from(article_media::Entity)
        .and_where(Expr::col(article_media::Column::MediaId).eq(id))
        .to_owned();
    Expr::col((article::Entity, article::Column::Id)).in_subquery(using)
}
