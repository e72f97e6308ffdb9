//! Writes of polls and their options.

use entity::{poll, poll_option};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, IntoActiveModel as _,
    QueryFilter as _, QuerySelect as _, prelude::Uuid, sea_query::Expr,
};

use crate::platform::error::Result;

/// The poll, which nobody else changes until the end of the transaction.
pub async fn find_for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<poll::Model>> {
    let select = poll::Entity::find_by_id(id).filter(poll::COLUMN.deleted_at.is_null());
    Ok(select.lock_exclusive().one(db).await?)
}

/// The poll that is shown on every page, unless it is this one.
pub async fn featured_but(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<poll::Model>> {
    let featured = poll::Entity::find()
        .filter(poll::COLUMN.featured.eq(true))
        .filter(poll::COLUMN.deleted_at.is_null())
        .filter(poll::COLUMN.id.ne(id));
    Ok(featured.lock_exclusive().one(db).await?)
}

pub async fn update_option(db: &impl ConnectionTrait, option: poll_option::Model) -> Result<()> {
    option.into_active_model().reset_all().update(db).await?;
    Ok(())
}

/// Deletes an option with its tally.
pub async fn delete_option(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    poll_option::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Puts the options of a poll in this order. All of them step out of the way first, because no two
/// may ever stand in one place.
pub async fn place_options(db: &impl ConnectionTrait, poll: Uuid, order: &[Uuid]) -> Result<()> {
    const OUT_OF_THE_WAY: i32 = 1_000_000;
    poll_option::Entity::update_many()
        .col_expr(
            poll_option::Column::Position,
            Expr::col(poll_option::Column::Position).add(OUT_OF_THE_WAY),
        )
        .filter(poll_option::COLUMN.poll_id.eq(poll))
        .exec(db)
        .await?;
    for (id, position) in order.iter().zip(0..) {
        poll_option::Entity::update_many()
            .col_expr(poll_option::Column::Position, Expr::val(position))
            .filter(poll_option::COLUMN.id.eq(*id))
            .exec(db)
            .await?;
    }
    Ok(())
}
