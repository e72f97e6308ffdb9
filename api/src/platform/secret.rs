//! Keys that the program makes for itself and keeps in its database, so that restarts and several
//! processes share them, and no other database has the same.

use entity::secret;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, sea_query::OnConflict};

use super::{
    error::{Error, Result},
    time::Instant,
};

/// Bytes of a key: as many as SHA-256 has.
pub const LENGTH: usize = 32;

/// What a key is for. Each purpose has one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Sealing cursors.
    Cursors,
    /// Naming what wrong passwords are counted for.
    LoginFailures,
    /// Signing the tokens of readers' devices.
    VoterTokens,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Cursors => "cursors",
            Self::LoginFailures => "login-failures",
            Self::VoterTokens => "voter-tokens",
        }
    }
}

/// The key for a purpose, made when it is first asked for. Of two that are made at once the
/// database keeps one, and both askers get that.
pub async fn key(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    now: Instant,
) -> Result<[u8; LENGTH]> {
    if let Some(key) = find(db, purpose).await? {
        return Ok(key);
    }
    let mut value = vec![0; LENGTH];
    getrandom::fill(&mut value).map_err(|_| Error::Broken("the system gives no random bytes"))?;
    let row = secret::ActiveModel {
        name: Set(purpose.name().to_owned()),
        value: Set(secret::Key(value)),
        created_at: Set(now),
    };
    let taken = OnConflict::column(secret::Column::Name).do_nothing().to_owned();
    secret::Entity::insert(row).on_conflict(taken).exec_without_returning(db).await?;
    find(db, purpose).await?.ok_or(Error::Broken("a key that was just made is not there"))
}

async fn find(db: &impl ConnectionTrait, purpose: Purpose) -> Result<Option<[u8; LENGTH]>> {
    let Some(row) = secret::Entity::find_by_id(purpose.name()).one(db).await? else {
        return Ok(None);
    };
    let key = row.value.0.try_into();
    key.map(Some).map_err(|_| Error::Broken("a stored key is not 32 bytes long"))
}
