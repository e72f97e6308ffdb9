//! Ordinals: one number per article that grows with its time, and among equals with its id.
//!
//! Full-text tables of SQLite are walked by the number of the row alone, so that newest first is no
//! sorting if the number says it. It is the millisecond with room for two million articles behind
//! it: a new one is put between its neighbours, and only where they leave no gap are all of that
//! millisecond spread out anew.

use std::collections::{BTreeMap, HashMap, btree_map::Entry};

use sea_orm::{ConnectionTrait, prelude::Uuid};

use super::{Places, store};
use crate::platform::{error::Result, time::Instant};

/// Room of one millisecond, in bits.
const ROOM: u32 = 21;
/// Milliseconds beyond this (the year 2109) share its place. One less than fit, so that there is always
/// a number behind.
const MOST: i64 = (1 << 42) - 2;
/// How far from the last of its millisecond a new article is put.
const STEP: i64 = 1 << 10;

/// The first ordinal of the millisecond of an instant: nothing that is older lies above it.
pub fn oldest_of(at: Instant) -> i64 {
    at.timestamp_millis().clamp(-MOST, MOST) << ROOM
}

/// The last ordinal of the millisecond of an instant.
pub fn newest_of(at: Instant) -> i64 {
    oldest_of(at) + (1 << ROOM) - 1
}

/// By what articles of one millisecond are put in order.
type Order = (Instant, Uuid);

/// The places of these articles, which have a time or are to be found no more. Others move only where
/// there is no room.
pub(super) async fn places(
    db: &impl ConnectionTrait,
    articles: &[Uuid],
    wanted: &[(Uuid, Instant)],
) -> Result<Places> {
    let mut places = Places { before: store::ordinals(db, articles).await?, ..Places::default() };
    let known: HashMap<Uuid, i64> = places.before.iter().copied().collect();
    let mut new: BTreeMap<i64, Vec<Order>> = BTreeMap::new();
    for (article, at) in wanted {
        let first = oldest_of(*at);
        new.entry(first).or_default().push((*at, *article));
    }
    let firsts: Vec<i64> = new.keys().copied().collect();
    // Nobody else takes places where new ones are taken.
    let arriving = wanted.iter().filter(|(article, at)| {
        let within = oldest_of(*at)..=newest_of(*at);
        known.get(article).is_none_or(|ordinal| !within.contains(ordinal))
    });
    let mut taken: Vec<i64> = arriving.map(|(_, at)| oldest_of(*at)).collect();
    taken.sort_unstable();
    taken.dedup();
    store::lock(db, &taken).await?;
    let mut neighbours = store::of_milliseconds(db, &firsts, ROOM).await?;
    for (first, mut new) in new {
        new.sort();
        let mut group = neighbours.remove(&first).unwrap_or_default();
        let arriving: Vec<Uuid> = new.iter().map(|(_, article)| *article).collect();
        let before: HashMap<Uuid, i64> =
            group.iter().map(|((_, article), ordinal)| (*article, *ordinal)).collect();
        group.retain(|(_, article), _| !arriving.contains(article));
        for order in new {
            settle(&mut group, first, order, known.get(&order.1).copied());
        }
        for ((_, article), ordinal) in group {
            let stood = before.get(&article);
            if arriving.contains(&article) {
                places.now.insert(article, ordinal);
            } else if stood != Some(&ordinal) {
                places.before.extend(stood.map(|stood| (article, *stood)));
                places.now.insert(article, ordinal);
            }
        }
    }
    Ok(places)
}

/// Puts an article among those of its millisecond, where it was if that is still right.
fn settle(group: &mut BTreeMap<Order, i64>, first: i64, order: Order, stood: Option<i64>) {
    let below = group.range(..order).next_back().map(|(_, ordinal)| *ordinal);
    let above = group.range(order..).next().map(|(_, ordinal)| *ordinal);
    let (low, high) = (below.unwrap_or(first), above.unwrap_or(first + (1 << ROOM)));
    let free = |ordinal: &i64| low < *ordinal && *ordinal < high;
    let ordinal = stood.filter(free).unwrap_or(match (below, above) {
        (None, None) => first + (1 << (ROOM - 1)),
        // The steps become smaller towards the end, so that it is not reached at once.
        (Some(below), None) => below + STEP.min((high - below) / 64).max(1),
        (None, Some(above)) => above - STEP.min((above - first) / 64).max(1),
        (Some(below), Some(above)) => below + (above - below) / 2,
    });
    match group.entry(order) {
        Entry::Vacant(place) if free(&ordinal) => {
            place.insert(ordinal);
        }
        place => {
            place.or_insert(ordinal);
            spread(group, first);
        }
    }
}

/// Puts all articles of a millisecond into its middle half, with the same gaps between them.
fn spread(group: &mut BTreeMap<Order, i64>, first: i64) {
    let half = 1_i64 << (ROOM - 1);
    let gap = (half / (group.len() as i64 + 1)).max(1);
    let start = first + half / 2;
    for (place, ordinal) in group.values_mut().enumerate() {
        *ordinal = start + gap * (place as i64 + 1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    proptest! {
        #[test]
        fn ordinals_ascend_with_the_order_whatever_comes_when(ids: Vec<u16>) {
            let (mut group, first) = (BTreeMap::new(), oldest_of(Instant::UNIX_EPOCH));
            for id in ids {
                let order = (Instant::UNIX_EPOCH, Uuid::from_u128(id.into()));
                group.remove(&order);
                settle(&mut group, first, order, None);
                let ordinals: Vec<i64> = group.values().copied().collect();
                prop_assert!(ordinals.is_sorted_by(|one, other| one < other));
                prop_assert!(ordinals.iter().all(|one| (first..first + (1 << ROOM)).contains(one)));
            }
        }
    }

    #[test]
    fn a_day_of_a_former_portal_has_room_in_one_millisecond() {
        let (mut group, first) = (BTreeMap::new(), oldest_of(Instant::UNIX_EPOCH));
        for id in 0..5_000_u128 {
            settle(&mut group, first, (Instant::UNIX_EPOCH, Uuid::from_u128(id)), None);
        }
        assert!(group.values().is_sorted_by(|one, other| one < other));
        assert!(*group.values().last().unwrap() <= newest_of(Instant::UNIX_EPOCH));
    }
}
