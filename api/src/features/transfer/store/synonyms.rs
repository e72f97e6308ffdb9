//! Synonyms, some of which every database has before anybody brings any. What a migration brought and
//! nobody has saved since gives way to whatever a file says of it, so that a portal moves with what
//! its administrators made of them.

use std::collections::HashSet;

use entity::search_synonym::{self, Model};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, prelude::Uuid,
};

use super::Rows;
use crate::platform::{error::Result, time::Instant};

/// Those of the records that are there already, by their id or as the same pair under another one.
pub async fn existing(db: &impl ConnectionTrait, records: &[&Rows]) -> Result<HashSet<Uuid>> {
    let mut existing = HashSet::new();
    // There are few of them, and a file brings them in one piece.
    let present = search_synonym::Entity::find().all(db).await?;
    for record in records {
        let Rows::SearchSynonym(record) = record else { continue };
        let stays = |row: &Model| *row == *record || !is_original(row);
        if present.iter().any(|row| are_one(row, record) && stays(row)) {
            existing.insert(record.id);
        }
    }
    Ok(existing)
}

/// Removes what the records stand for from now on.
pub async fn give_way(db: &impl ConnectionTrait, records: &[Model]) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let version = search_synonym::Column::Version.eq(1);
    let mut originals = search_synonym::Entity::find().filter(version).all(db).await?;
    originals.retain(|row| is_original(row) && records.iter().any(|record| are_one(row, record)));
    let ids = originals.into_iter().map(|row| row.id);
    let delete = search_synonym::Entity::delete_many();
    delete.filter(search_synonym::Column::Id.is_in(ids)).exec(db).await?;
    Ok(())
}

/// Whether only one of the two can be there.
fn are_one(one: &Model, other: &Model) -> bool {
    let are_live = one.deleted_at.is_none() && other.deleted_at.is_none();
    one.id == other.id || (are_live && (&one.short, &one.long) == (&other.short, &other.long))
}

/// Whether it is as a migration brought it.
fn is_original(row: &Model) -> bool {
    row.version == 1 && row.updated_at == Instant::UNIX_EPOCH
}
