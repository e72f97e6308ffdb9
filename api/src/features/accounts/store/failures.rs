//! `login_failure`.

use entity::login_failure::{self, Column};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _,
    QueryFilter as _,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{error::Result, time::Instant};

/// The counts of these keys of which the latest came after `from`.
pub async fn find(
    db: &impl ConnectionTrait,
    keys: &[Vec<u8>],
    from: Instant,
) -> Result<Vec<login_failure::Model>> {
    let select = login_failure::Entity::find()
        .filter(Column::Key.is_in(keys.iter().cloned()))
        .filter(Column::Since.gt(from));
    Ok(select.all(db).await?)
}

/// Counts one more; a count of which none came after `from` begins anew. In one statement, so that
/// two at once are two. Others who count under this key wait until the transaction ends.
pub async fn add(db: &impl ConnectionTrait, key: &[u8], now: Instant, from: Instant) -> Result<()> {
    let column = |column: Column| Expr::col((login_failure::Entity, column));
    let further = column(Column::Count).add(1);
    let count = Expr::case(column(Column::Since).lte(from), Expr::value(1)).finally(further);
    let more = OnConflict::column(Column::Key)
        .value(Column::Count, count)
        .value(Column::Since, Expr::value(now))
        .to_owned();
    let row = login_failure::ActiveModel { key: Set(key.to_vec()), count: Set(1), since: Set(now) };
    login_failure::Entity::insert(row).on_conflict(more).exec_without_returning(db).await?;
    Ok(())
}

/// Forgets these counts, and all of which none came after `old`.
pub async fn forget(db: &impl ConnectionTrait, keys: &[Vec<u8>], old: Instant) -> Result<()> {
    let these = Column::Key.is_in(keys.iter().cloned());
    let forgotten = Condition::any().add(these).add(Column::Since.lt(old));
    login_failure::Entity::delete_many().filter(forgotten).exec(db).await?;
    Ok(())
}
