//! Reading whole tables, a page at a time, from one snapshot.

mod articles;
mod organisation;
mod portal;

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, prelude::Uuid,
};

use super::{super::record::Record, Kind};
use crate::platform::{batch, error::Result};

/// Records of one page: what a reading takes in memory.
const PAGE: u64 = 500;

/// Records, each with the id that its page is ordered by.
pub type Page = Vec<(Uuid, Record)>;

/// The records of a kind behind this id, by id; an empty page is the last. Units are in the order in
/// which they depend on each other instead.
pub async fn page(db: &impl ConnectionTrait, kind: Kind, after: Option<Uuid>) -> Result<Page> {
    match kind {
        Kind::Media => portal::media(db, after).await,
        Kind::Unit => organisation::units(db, after).await,
        Kind::UnitSuccession => organisation::successions(db, after).await,
        Kind::Site => portal::site(db, after).await,
        Kind::Author => organisation::authors(db, after).await,
        Kind::CongressCategory => organisation::categories(db, after).await,
        Kind::Article => articles::articles(db, after).await,
        Kind::LinkDirectory => portal::directories(db, after).await,
        Kind::Poll => portal::polls(db, after).await,
        Kind::Redirect => portal::redirects(db, after).await,
        Kind::ArticleRevision => articles::revisions(db, after).await,
        Kind::FormerSlug => portal::former_slugs(db, after).await,
        Kind::SearchSynonym => portal::synonyms(db, after).await,
    }
}

/// The part of a table behind this id.
fn behind<E: EntityTrait>(id: E::Column, after: Option<Uuid>) -> Select<E> {
    let select = E::find().order_by_asc(id).limit(PAGE);
    match after {
        Some(after) => select.filter(id.gt(after)),
        None => select,
    }
}

/// The rows of a table that belong to these owners, under each of them in the order of `place`.
async fn belonging<E: EntityTrait, P: Ord>(
    db: &impl ConnectionTrait,
    column: E::Column,
    owners: &[Uuid],
    owner: impl Fn(&E::Model) -> Uuid,
    place: impl Fn(&E::Model) -> P,
) -> Result<HashMap<Uuid, Vec<E::Model>>> {
    let select = E::find().filter(column.is_in(owners.iter().copied()));
    let mut rows = select.all(db).await?;
    // Sorted here: the databases disagree on where nulls belong.
    rows.sort_by_key(place);
    Ok(batch::group_by(rows, owner))
}
