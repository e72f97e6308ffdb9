//! `login_failure`.

use entity::login_failure::{self, Column};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _,
    QueryFilter as _,
    sea_query::{Expr, OnConflict, SimpleExpr},
};

use crate::platform::{error::Result, time::Instant};

/// The counts of these keys that began after `from`.
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

/// Counts one more; a count that began before `from` begins anew. In one statement, so that two at
/// once are two.
pub async fn add(
    db: &impl ConnectionTrait,
    key: &[u8],
    now: Instant,
    from: Instant,
) -> Result<login_failure::Model> {
    let column = |column: Column| Expr::col((login_failure::Entity, column));
    let anew_or = |anew: SimpleExpr, further: SimpleExpr| -> SimpleExpr {
        Expr::case(column(Column::Since).lte(from), anew).finally(further).into()
    };
    let count = anew_or(Expr::value(1), column(Column::Count).add(1));
    let since = anew_or(Expr::value(now), column(Column::Since));
    let more = OnConflict::column(Column::Key)
        .value(Column::Count, count)
        .value(Column::Since, since)
        .to_owned();
    let row = login_failure::ActiveModel { key: Set(key.to_vec()), count: Set(1), since: Set(now) };
    Ok(login_failure::Entity::insert(row).on_conflict(more).exec_with_returning(db).await?)
}

/// Forgets this count, and all that began before `old`.
pub async fn forget(db: &impl ConnectionTrait, key: &[u8], old: Instant) -> Result<()> {
    let forgotten = Condition::any().add(Column::Key.eq(key.to_vec())).add(Column::Since.lt(old));
    login_failure::Entity::delete_many().filter(forgotten).exec(db).await?;
    Ok(())
}
