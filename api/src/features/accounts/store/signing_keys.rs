//! `signing_key`.

use entity::{secret::Key, signing_key};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, prelude::Uuid,
};

use crate::{
    features::accounts::token::ALGORITHM,
    platform::{error::Result, time::Instant},
};

pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<signing_key::Model>> {
    Ok(signing_key::Entity::find().all(db).await?)
}

/// Keeps a key that signs from the first of these times to the second.
pub async fn insert(
    db: &impl ConnectionTrait,
    id: Uuid,
    pkcs8: Vec<u8>,
    (created_at, retires_at): (Instant, Instant),
) -> Result<()> {
    let key = signing_key::ActiveModel {
        id: Set(id),
        algorithm: Set(ALGORITHM.to_owned()),
        private_key: Set(Key(pkcs8)),
        created_at: Set(created_at),
        retires_at: Set(retires_at),
    };
    signing_key::Entity::insert(key).exec_without_returning(db).await?;
    Ok(())
}

/// Forgets the keys that retired before `old`.
pub async fn forget(db: &impl ConnectionTrait, old: Instant) -> Result<()> {
    let keys = signing_key::Entity::delete_many();
    keys.filter(signing_key::COLUMN.retires_at.lt(old)).exec(db).await?;
    Ok(())
}
