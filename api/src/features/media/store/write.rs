//! Writes of `media`, and what they look at first.

use entity::{account, media};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    ExprTrait as _, IntoActiveModel as _, QueryFilter as _, QuerySelect as _,
    prelude::Uuid,
    sea_query::{Expr, IntoCondition as _, OnConflict, Query},
};

use crate::{
    features::gate,
    platform::{
        error::Result,
        time::Instant,
        viewer::{Reach, Viewer},
    },
};

/// The file with these bytes, if it is there already.
pub async fn by_digest(db: &impl ConnectionTrait, sha256: &[u8]) -> Result<Option<media::Model>> {
    let live = media::Entity::find().filter(media::COLUMN.deleted_at.is_null());
    Ok(live.filter(media::Column::Sha256.eq(sha256)).one(db).await?)
}

/// Adds a row, unless a live one has the same bytes.
pub async fn insert(db: &impl ConnectionTrait, row: media::Model) -> Result<bool> {
    // Every column, also those that are as the database would have them.
    let row = row.into_active_model().reset_all();
    let taken = OnConflict::column(media::Column::Sha256)
        .target_and_where(Expr::col(media::Column::DeletedAt).is_null())
        .do_nothing()
        .to_owned();
    let added = media::Entity::insert(row).on_conflict(taken).exec_without_returning(db).await?;
    Ok(added > 0)
}

/// A live file that the viewer may change. Files belong to no unit, but to whoever brought them.
/// Whoever wants to change it or to use it anew waits until the end.
pub async fn to_write(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    id: Uuid,
) -> Result<Option<media::Model>> {
    let own = match viewer.writes() {
        Reach::Nothing => Condition::all().add(Expr::val(false)),
        Reach::Everything => Condition::all(),
        Reach::Units(unit) => {
            let members = Query::select()
                .column(account::Column::Id)
                .from(account::Entity)
                .and_where(account::COLUMN.unit_id.in_subquery(gate::unit_tree(unit)))
                .to_owned();
            media::Column::CreatedBy.in_subquery(members).into_condition()
        }
        Reach::Own(account) => media::Column::CreatedBy.eq(account).into_condition(),
    };
    let live = media::Entity::find_by_id(id).filter(media::COLUMN.deleted_at.is_null());
    Ok(live.filter(own).lock_exclusive().one(db).await?)
}

/// Saves a row as the next version of itself. False: somebody else was faster.
pub async fn update(db: &impl ConnectionTrait, row: media::Model) -> Result<bool> {
    let (id, seen) = (row.id, row.version);
    let row = media::Model { version: seen + 1, ..row };
    let saved = media::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(media::Column::Id.eq(id))
        .filter(media::Column::Version.eq(seen))
        .exec(db)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Says where the bytes of a file are now. False: somebody else has said so already.
pub async fn replace_key(
    db: &impl ConnectionTrait,
    id: Uuid,
    lost: &str,
    key: &str,
) -> Result<bool> {
    let said = media::Entity::update_many()
        .col_expr(media::Column::StorageKey, key.into())
        .filter(media::Column::Id.eq(id))
        .filter(media::Column::StorageKey.eq(lost))
        .exec(db)
        .await?;
    Ok(said.rows_affected == 1)
}

/// Which of these keys a row names.
pub async fn named(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<String>> {
    let select = media::Entity::find().select_only().column(media::Column::StorageKey);
    let select = select.filter(media::Column::StorageKey.is_in(keys));
    Ok(select.into_tuple().all(db).await?)
}

/// Rows deleted before then.
pub async fn deleted(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<media::Model>> {
    Ok(media::Entity::find().filter(media::Column::DeletedAt.lt(before)).all(db).await?)
}

/// Takes a row away for good.
pub async fn erase(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    media::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}
