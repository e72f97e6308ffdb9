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
    store::{Texts, texts},
};
use crate::platform::{error::Result, scope::Scope, transaction::Transaction};

/// The rules by which terms are made. Whoever changes what [`terms`] makes of a text counts this up,
/// and every database is told to run `congtin reindex`.
pub const KEY_VERSION: i32 = 2;

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

/// Keeps others waiting who save articles of a list that will be kept. Before what they refer to is
/// locked, as whoever saves an article does: so neither waits for the other.
pub async fn hold_list(txn: &Transaction, list: List, owner: Uuid) -> Result<()> {
    let articles = store::listed(&**txn, list, owner).await?;
    for articles in articles.chunks(BATCH) {
        store::hold(&**txn, articles).await?;
    }
    Ok(())
}

/// Which articles get new terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// Those that have none, or old ones.
    Stale,
    /// All.
    All,
}

/// One step of making terms anew.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// How many articles it was.
    pub articles: usize,
    /// The last of them: the next step begins behind it.
    pub last: Uuid,
}

/// Makes the terms of some articles anew, in the order of ids. None: there were none to be made. An
/// article that is saved meanwhile is waited for, or waits.
pub async fn renew(
    txn: &Transaction,
    which: Renewed,
    behind: Option<Uuid>,
) -> Result<Option<Step>> {
    let articles = store::to_renew(&**txn, which, behind, BATCH as u64).await?;
    store::hold(&**txn, &articles).await?;
    keep_batch(&**txn, &articles).await?;
    Ok(articles.last().map(|last| Step { articles: articles.len(), last: *last }))
}

/// Whether articles are found by nothing, or by terms that another version of the program made.
pub async fn is_stale(scope: &Scope) -> Result<bool> {
    Ok(!store::to_renew(scope.reader(), Renewed::Stale, None, 1).await?.is_empty())
}

async fn keep_batch(db: &impl ConnectionTrait, articles: &[Uuid]) -> Result<()> {
    if articles.is_empty() {
        return Ok(());
    }
    let mut kept = texts(db, articles).await?;
    kept.retain(|_, texts| !texts.deleted);
    let wanted: Vec<_> = kept.iter().map(|(id, texts)| (*id, texts.listed_at)).collect();
    let places = ordinal::places(db, articles, &wanted).await?;
    // Neighbours that had to make room are written anew as well.
    let moved: Vec<Uuid> =
        places.now.keys().copied().filter(|article| !kept.contains_key(article)).collect();
    kept.extend(texts(db, &moved).await?);
    let ids: Vec<Uuid> = kept.keys().copied().collect();
    let lists = store::lists_of(db, &ids).await?;
    let none = HashSet::new();
    let mut rows = Vec::with_capacity(ids.len());
    for (article, ordinal) in &places.now {
        let (Some(texts), lists) = (kept.get(article), lists.get(article).unwrap_or(&none)) else {
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
