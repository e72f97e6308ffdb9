//! What is offered, and in which order; and keys for what has none yet.

use std::{cmp::Ordering, collections::HashSet};

use sea_orm::prelude::Uuid;

use super::store;
use crate::{
    features::names::{
        self, Names,
        key::{Typed, Word, spellings},
    },
    platform::{error::Result, id::Kind, scope::Scope, time::Instant},
};

/// Most things that are offered.
pub const MOST: usize = 20;
/// Kinds of things that are offered, in the order in which they get their keys.
pub const KINDS: [Kind; 4] = [Kind::CongressCategory, Kind::Unit, Kind::Author, Kind::Article];

/// Something that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What kind of thing.
    pub kind: Kind,
    /// Which one.
    pub id: Uuid,
    /// The name or title, as it is written.
    pub text: String,
}

/// A key that begins with the same letters.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub kind: Kind,
    pub id: Uuid,
    pub later: bool,
    pub exact: String,
    pub folded: String,
    pub label: String,
    /// When an article was published.
    pub since: Option<Instant>,
}

impl Candidate {
    /// Whether what was typed stands here, and whether with all its marks.
    fn begins(&self, typed: &Typed) -> Option<bool> {
        if typed.is_beyond_keys() {
            let words = spellings(&self.label);
            return (0..words.len()).filter_map(|place| typed.begins(&words[place..])).max();
        }
        let words = self.exact.split(' ').zip(self.folded.split(' '));
        let words =
            words.map(|(exact, folded)| Word { exact: exact.into(), folded: folded.into() });
        typed.begins(&words.collect::<Vec<_>>())
    }

    fn is_title(&self) -> bool {
        self.kind == Kind::Article
    }

    /// Names ahead of titles, and what begins like this ahead of what has it further on.
    fn tier(&self) -> (bool, bool) {
        (self.is_title(), self.later)
    }

    fn rank(&self, other: &Self) -> Ordering {
        let by_kind = |one: &Self| store::NAMED.iter().position(|kind| *kind == one.kind);
        self.tier().cmp(&other.tier()).then_with(|| match self.is_title() {
            true => (other.since, other.id).cmp(&(self.since, self.id)),
            false => (by_kind(self), &self.folded, self.id).cmp(&(
                by_kind(other),
                &other.folded,
                other.id,
            )),
        })
    }
}

/// What begins with the letters that somebody has typed: with the same marks first, then whatever
/// has the same letters; units, terms and authors ahead of titles; at its first word ahead of a later
/// one; the newest titles first. What comes last in this order makes it the same everywhere.
pub async fn suggest(scope: &Scope, prefix: &str, first: usize) -> Result<Vec<Suggestion>> {
    let Some(typed) = Typed::read(prefix) else { return Ok(Vec::new()) };
    let candidates = store::candidates(scope, &typed).await?.into_iter();
    let mut met: Vec<(bool, Candidate)> =
        candidates.filter_map(|candidate| Some((!candidate.begins(&typed)?, candidate))).collect();
    met.sort_by(|(one_loose, one), (other_loose, other)| {
        one_loose.cmp(other_loose).then_with(|| one.rank(other))
    });
    let mut known = HashSet::new();
    let once = met.into_iter().filter(|(_, met)| known.insert((met.kind, met.id)));
    let suggestions =
        once.map(|(_, Candidate { kind, id, label, .. })| Suggestion { kind, id, text: label });
    Ok(suggestions.take(first).collect())
}

/// Makes the keys of up to `limit` things of one kind anew, in the order of their ids, and gives the
/// last of these; none when there is nothing behind `after`. Whoever writes one of them meanwhile
/// waits.
pub async fn rekey(
    scope: &Scope,
    kind: Kind,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Option<Uuid>> {
    let txn = scope.begin().await?;
    let after = after.unwrap_or_default();
    let names: Vec<(Uuid, Names)> = match kind {
        Kind::Article => {
            let titles = store::articles(&*txn, after, limit).await?;
            titles.into_iter().map(|(id, title)| (id, Names::of_title(id, &title))).collect()
        }
        Kind::Unit => {
            let units = store::units(&*txn, after, limit).await?;
            let ids: Vec<Uuid> = units.iter().map(|unit| unit.id).collect();
            let all = store::unit_names(&*txn, &ids).await?;
            let of = |unit: &entity::unit::Model| {
                let names: Vec<_> =
                    all.iter().filter(|name| name.unit_id == unit.id).cloned().collect();
                (unit.id, Names::of_unit(unit, &names))
            };
            units.iter().map(of).collect()
        }
        Kind::Author => {
            let authors = store::authors(&*txn, after, limit).await?;
            authors.iter().map(|author| (author.id, Names::of_author(author))).collect()
        }
        Kind::CongressCategory => {
            let terms = store::categories(&*txn, after, limit).await?;
            terms.iter().map(|term| (term.id, Names::of_category(term))).collect()
        }
        _ => Vec::new(),
    };
    let (ids, names): (Vec<Uuid>, Vec<Names>) = names.into_iter().unzip();
    names::replace_all(&*txn, kind, &ids, names).await?;
    txn.commit().await?;
    Ok(ids.last().copied())
}

/// Gives keys to what was saved before there were any; whether there was anything.
pub async fn fill(scope: &Scope) -> Result<bool> {
    const BATCH: u64 = 200;
    let mut filled = false;
    for kind in KINDS {
        // Whatever has ids behind the first one without keys has none either, but for what was saved
        // since: making those again does no harm.
        let Some(first) = store::without_keys(scope.reader(), kind).await? else { continue };
        let mut last = before(first);
        while let Some(next) = rekey(scope, kind, last, BATCH).await? {
            last = Some(next);
            filled = true;
        }
    }
    Ok(filled)
}

fn before(id: Uuid) -> Option<Uuid> {
    id.as_u128().checked_sub(1).map(Uuid::from_u128)
}
