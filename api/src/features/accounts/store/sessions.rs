//! `session` and `refresh_token`.

use entity::{account, refresh_token, session};
use sea_orm::{
    ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, prelude::Uuid,
    sea_query::Expr,
};

use crate::platform::{error::Result, time::Instant};

/// A session with its account.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<(session::Model, account::Model)>> {
    let found = session::Entity::find_by_id(id).find_also_related(account::Entity).one(db).await?;
    Ok(found.and_then(|(session, account)| Some((session, account?))))
}

pub async fn insert(db: &impl ConnectionTrait, session: session::ActiveModel) -> Result<()> {
    session::Entity::insert(session).exec_without_returning(db).await?;
    Ok(())
}

/// Ends one session, and forgets all of its tokens.
pub async fn end(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    session::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Ends all sessions of an account.
pub async fn end_of_account(db: &impl ConnectionTrait, account: Uuid) -> Result<()> {
    let sessions = session::Entity::delete_many();
    sessions.filter(session::COLUMN.account_id.eq(account)).exec(db).await?;
    Ok(())
}

/// Forgets the sessions of an account whose time is over.
pub async fn forget(db: &impl ConnectionTrait, account: Uuid, now: Instant) -> Result<()> {
    session::Entity::delete_many()
        .filter(session::COLUMN.account_id.eq(account))
        .filter(session::COLUMN.expires_at.lte(now))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn find_token(
    db: &impl ConnectionTrait,
    hash: &[u8],
) -> Result<Option<refresh_token::Model>> {
    let token = refresh_token::Entity::find().filter(refresh_token::COLUMN.hash.eq(hash.to_vec()));
    Ok(token.one(db).await?)
}

pub async fn insert_token(
    db: &impl ConnectionTrait,
    token: refresh_token::ActiveModel,
) -> Result<()> {
    refresh_token::Entity::insert(token).exec_without_returning(db).await?;
    Ok(())
}

/// Marks a token as used; false if somebody else has, a moment ago.
pub async fn use_token(db: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<bool> {
    let used = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now))
        .filter(refresh_token::COLUMN.id.eq(id))
        .filter(Expr::col(refresh_token::Column::UsedAt).is_null())
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Forgets the tokens of a session that are too old to be used anyhow.
pub async fn forget_tokens(db: &impl ConnectionTrait, session: Uuid, now: Instant) -> Result<()> {
    refresh_token::Entity::delete_many()
        .filter(refresh_token::COLUMN.session_id.eq(session))
        .filter(refresh_token::COLUMN.expires_at.lte(now))
        .exec(db)
        .await?;
    Ok(())
}
