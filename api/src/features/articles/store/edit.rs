//! What edits read and write beyond the article itself: who may, what is referred to, revisions.

use std::collections::{HashMap, HashSet};

use entity::{
    account, article, article_revision, author, congress_category, media, redirect, unit,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
    prelude::Uuid,
    sea_query::{Expr, IntoCondition as _, Query},
};

use crate::{
    features::gate,
    platform::{error::Result, scope::Scope, viewer::Viewer},
};

/// The article with this id that the viewer may change, deleted or not. Others who want to change it
/// wait until the end.
pub async fn find_to_write(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    id: Uuid,
) -> Result<Option<article::Model>> {
    let select = article::Entity::find_by_id(id).filter(gate::article_to_write(viewer));
    Ok(select.lock_exclusive().one(db).await?)
}

/// Whether another live article has this slug.
pub async fn slug_of_another(db: &impl ConnectionTrait, slug: &str, id: Uuid) -> Result<bool> {
    let taken = article::Entity::find()
        .filter(article::COLUMN.slug.eq(slug))
        .filter(article::COLUMN.deleted_at.is_null())
        .filter(article::COLUMN.id.ne(id))
        .select_only()
        .column(article::Column::Id);
    Ok(taken.into_tuple::<Uuid>().one(db).await?.is_some())
}

/// Whether the path leads to another article of this portal, or to what is gone.
pub async fn leads_to_another(
    db: &impl ConnectionTrait,
    path: &str,
    article: Option<Uuid>,
) -> Result<bool> {
    let found = redirect::Entity::find()
        .filter(redirect::COLUMN.path.eq(path))
        .filter(redirect::COLUMN.host.eq(""))
        .one(db)
        .await?;
    Ok(found.is_some_and(|redirect| article.is_none() || redirect.article_id != article))
}

/// Kinds of things that an article refers to.
#[derive(Clone, Copy, Debug)]
pub enum Referred {
    Unit,
    Author,
    CongressCategory,
    /// A stored file.
    File,
    /// A stored file that is a picture.
    Picture,
}

/// Those of the ids that live things of this kind have; until the end of the transaction nobody
/// deletes them.
pub async fn living(
    db: &impl ConnectionTrait,
    kind: Referred,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>> {
    match kind {
        Referred::Unit => of::<unit::Entity>(db, ids).await,
        Referred::Author => of::<author::Entity>(db, ids).await,
        Referred::CongressCategory => of::<congress_category::Entity>(db, ids).await,
        Referred::File => files(db, ids, Condition::all()).await,
        Referred::Picture => {
            let is_picture = media::Column::MimeType.starts_with("image/");
            files(db, ids, is_picture.into_condition()).await
        }
    }
}

/// What those of the pictures show that anybody has described.
pub async fn descriptions(
    db: &impl ConnectionTrait,
    pictures: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    if pictures.is_empty() {
        return Ok(HashMap::new());
    }
    let described = media::Entity::find()
        .select_only()
        .columns([media::Column::Id, media::Column::Alt])
        .filter(media::COLUMN.id.is_in(pictures.iter().copied()))
        .filter(media::COLUMN.alt.is_not_null());
    Ok(described.into_tuple().all(db).await?.into_iter().collect())
}

async fn files(db: &impl ConnectionTrait, ids: &[Uuid], such: Condition) -> Result<HashSet<Uuid>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let select = media::Entity::find()
        .select_only()
        .column(media::Column::Id)
        .filter(media::COLUMN.id.is_in(ids.iter().copied()))
        .filter(media::COLUMN.deleted_at.is_null())
        .filter(such)
        .lock_shared();
    Ok(select.into_tuple().all(db).await?.into_iter().collect())
}

async fn of<E: EntityTrait>(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let select = E::find()
        .select_only()
        .expr_as(Expr::col("id"), "id")
        .filter(Expr::col("id").is_in(ids.iter().copied()))
        .filter(Expr::col("deleted_at").is_null())
        .lock_shared();
    Ok(select.into_tuple().all(db).await?.into_iter().collect())
}

pub async fn insert_revision(
    db: &impl ConnectionTrait,
    revision: article_revision::ActiveModel,
) -> Result<()> {
    article_revision::Entity::insert(revision).exec_without_returning(db).await?;
    Ok(())
}

/// Names the revision that waits to be published.
pub async fn let_wait(db: &impl ConnectionTrait, article: Uuid, number: i32) -> Result<()> {
    article::Entity::update_many()
        .col_expr(article::Column::WorkingRevision, Expr::value(number))
        .filter(article::COLUMN.id.eq(article))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn revision(
    db: &impl ConnectionTrait,
    article: Uuid,
    number: i32,
) -> Result<Option<article_revision::Model>> {
    let select = article_revision::Entity::find()
        .filter(article_revision::COLUMN.article_id.eq(article))
        .filter(article_revision::COLUMN.number.eq(number));
    Ok(select.one(db).await?)
}

/// A revision with the name of the account that saved it.
pub type SavedBy = (article_revision::Model, Option<String>);

/// The revisions of an article of which the viewer sees what readers do not.
pub async fn revisions(
    scope: &Scope,
    article: Uuid,
    first: u64,
    older_than: Option<i32>,
) -> Result<Vec<SavedBy>> {
    let mut select = behind(scope)
        .filter(article_revision::COLUMN.article_id.eq(article))
        .order_by_desc(article_revision::Column::Number)
        .limit(first);
    if let Some(number) = older_than {
        select = select.filter(article_revision::COLUMN.number.lt(number));
    }
    named(scope.reader(), select.all(scope.reader()).await?).await
}

/// The revisions of these numbers of these articles, as far as the viewer sees behind them.
pub async fn revisions_of(
    scope: &Scope,
    keys: &[(Uuid, i32)],
) -> Result<Vec<article_revision::Model>> {
    let one = |(article, number): &(Uuid, i32)| {
        article_revision::COLUMN
            .article_id
            .eq(*article)
            .and(article_revision::COLUMN.number.eq(*number))
    };
    let any = keys.iter().map(one).fold(Condition::any(), Condition::add);
    Ok(behind(scope).filter(any).all(scope.reader()).await?)
}

/// Every select of revisions begins here.
fn behind(scope: &Scope) -> Select<article_revision::Entity> {
    let article = Query::select()
        .expr(Expr::val(1))
        .from(article::Entity)
        .and_where(
            Expr::col((article::Entity, article::Column::Id))
                .eq(Expr::col((article_revision::Entity, article_revision::Column::ArticleId))),
        )
        .cond_where(gate::article_behind(scope.viewer))
        .to_owned();
    article_revision::Entity::find().filter(Expr::exists(article))
}

/// Adds the names of those who saved them, in one statement.
pub async fn named(
    db: &impl ConnectionTrait,
    revisions: Vec<article_revision::Model>,
) -> Result<Vec<SavedBy>> {
    let ids: HashSet<Uuid> = revisions.iter().filter_map(|one| one.account_id).collect();
    let accounts: Vec<(Uuid, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::COLUMN.id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let name = |id| accounts.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
    Ok(revisions
        .into_iter()
        .map(|one| {
            let name = one.account_id.and_then(name);
            (one, name)
        })
        .collect())
}
