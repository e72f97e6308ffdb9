//! What articles are found by: terms of their texts, of the lists in which they stand, and whether
//! readers see them.
//!
//! It stands below all features, so that whoever writes what an article is found by (its own texts,
//! the names of its unit and of its authors) can keep it in the same transaction. How it is searched
//! stands in `search`. Terms are made here, for both databases alike: neither splits, folds or ranks
//! anything by itself.

mod ordinal;
mod store;
pub mod terms;

use std::collections::{HashMap, HashSet};

use entity::article_listing::List;
use sea_orm::{ConnectionTrait, prelude::Uuid};

pub use self::{
    ordinal::{newest_of, oldest_of},
    store::{Texts, count_stale, texts},
};
use crate::platform::{error::Result, transaction::Transaction};

/// The rules by which terms are made. Whoever changes what [`terms`] makes of a text counts this up,
/// and every database is told to run `congtin reindex`.
pub const KEY_VERSION: i32 = 1;

/// Articles whose terms are made at once.
const BATCH: usize = 200;

/// Makes the terms of these articles anew, from what the transaction has written of them. Articles
/// that are deleted are found by nothing.
pub async fn keep(db: &impl ConnectionTrait, articles: &[Uuid]) -> Result<()> {
    for articles in articles.chunks(BATCH) {
        keep_batch(db, articles).await?;
    }
    Ok(())
}

/// [`keep`] for all articles in one list: those of a unit that has another name now, of an author.
/// What it costs grows with the list, about half a millisecond for each article.
pub async fn keep_list(txn: &Transaction, list: List, owner: Uuid) -> Result<()> {
    keep(&**txn, &store::listed(&**txn, list, owner).await?).await
}

/// Makes the terms of some articles that have none, or old ones, and that stand behind the one given
/// in the order of ids. The last of them; none: there were none.
pub async fn renew(txn: &Transaction, behind: Option<Uuid>) -> Result<Option<(Uuid, usize)>> {
    let stale = store::stale(&**txn, behind, BATCH as u64).await?;
    keep_batch(&**txn, &stale).await?;
    Ok(stale.last().map(|last| (*last, stale.len())))
}

async fn keep_batch(db: &impl ConnectionTrait, articles: &[Uuid]) -> Result<()> {
    if articles.is_empty() {
        return Ok(());
    }
    let mut texts = store::texts(db, articles).await?;
    texts.retain(|_, texts| !texts.deleted);
    let wanted: Vec<_> = texts.iter().map(|(id, texts)| (*id, texts.listed_at)).collect();
    let places = ordinal::places(db, articles, &wanted).await?;
    // Neighbours that had to make room are written anew as well.
    let moved: Vec<Uuid> =
        places.now.keys().copied().filter(|article| !texts.contains_key(article)).collect();
    texts.extend(store::texts(db, &moved).await?);
    let ids: Vec<Uuid> = texts.keys().copied().collect();
    let lists = store::lists_of(db, &ids).await?;
    let none = HashSet::new();
    let mut rows = Vec::with_capacity(ids.len());
    for (article, ordinal) in &places.now {
        let (Some(texts), lists) = (texts.get(article), lists.get(article).unwrap_or(&none)) else {
            continue;
        };
        let terms = terms::of_article(texts, lists);
        rows.push(store::Row { article: *article, ordinal: *ordinal, terms });
    }
    rows.sort_by_key(|row| row.ordinal);
    store::replace(db, &places.before, rows).await
}

/// The places of articles among all that are searched.
#[derive(Debug, Default)]
struct Places {
    /// Those that are given up, of these articles and of neighbours that make room.
    before: Vec<(Uuid, i64)>,
    /// Those that are taken.
    now: HashMap<Uuid, i64>,
}
