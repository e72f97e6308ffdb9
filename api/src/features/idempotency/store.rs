//! Reads and writes of `idempotent_answer`.

use entity::idempotent_answer::{self, Column};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{error::Result, time::Instant, transaction::Receipt};

/// Takes a key, or takes it over from a mutation of which nothing was committed before that time.
pub async fn take(
    db: &impl ConnectionTrait,
    receipt: &Receipt,
    fingerprint: [u8; 32],
    now: Instant,
    before: Instant,
) -> Result<bool> {
    let row = idempotent_answer::ActiveModel {
        actor_id: Set(receipt.actor_id),
        key: Set(receipt.key.to_string()),
        fingerprint: Set(fingerprint.to_vec()),
        created_at: Set(now),
        done: Set(false),
        body: Set(None),
    };
    let taken = OnConflict::columns([Column::ActorId, Column::Key]).do_nothing().to_owned();
    let insert = idempotent_answer::Entity::insert(row).on_conflict(taken);
    if insert.exec_without_returning(db).await? > 0 {
        return Ok(true);
    }
    let broken_off = idempotent_answer::Entity::update_many()
        .col_expr(Column::Fingerprint, Expr::value(fingerprint.to_vec()))
        .col_expr(Column::CreatedAt, Expr::value(now))
        .filter(of(receipt))
        .filter(Column::Done.eq(false))
        .filter(Column::Body.is_null())
        .filter(Column::CreatedAt.lt(before));
    Ok(broken_off.exec(db).await?.rows_affected > 0)
}

pub async fn find(
    db: &impl ConnectionTrait,
    receipt: &Receipt,
) -> Result<Option<idempotent_answer::Model>> {
    Ok(idempotent_answer::Entity::find().filter(of(receipt)).one(db).await?)
}

pub async fn keep(db: &impl ConnectionTrait, receipt: &Receipt, body: &str) -> Result<()> {
    let update = idempotent_answer::Entity::update_many();
    update.col_expr(Column::Body, Expr::value(body)).filter(of(receipt)).exec(db).await?;
    Ok(())
}

pub async fn release(db: &impl ConnectionTrait, receipt: &Receipt) -> Result<()> {
    let delete = idempotent_answer::Entity::delete_many();
    delete.filter(of(receipt)).filter(Column::Done.eq(false)).exec(db).await?;
    Ok(())
}

pub async fn sweep(db: &impl ConnectionTrait, before: Instant) -> Result<()> {
    let delete = idempotent_answer::Entity::delete_many();
    delete.filter(Column::CreatedAt.lt(before)).exec(db).await?;
    Ok(())
}

fn of(receipt: &Receipt) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(Column::ActorId.eq(receipt.actor_id))
        .add(Column::Key.eq(&*receipt.key))
}
