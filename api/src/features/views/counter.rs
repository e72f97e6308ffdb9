//! Views in memory: which were counted a while ago, and which wait to be written.
//!
//! Both are bounded, whoever sends what. Where too many devices read at once, the oldest marks go
//! and a device may be counted anew before its time; where too many articles are named, views of
//! further ones are not counted until the next batch is written.

use std::{
    collections::{HashMap, HashSet, VecDeque, hash_map::Entry},
    hash::{BuildHasher as _, RandomState},
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{NaiveDate, TimeDelta};
use sea_orm::prelude::Uuid;

use crate::{
    features::participation::token::Device,
    platform::time::{self, Instant},
};

/// How long a device that has read an article is not counted there again.
const AGAIN: TimeDelta = TimeDelta::minutes(30);
/// Most marks: half an hour of 580 new views a second, in 35 MB.
const MOST_MARKS: usize = 1 << 20;
/// Most articles, each on one day, that wait to be written: 8 MB.
const MOST_WAITING: usize = 100_000;

/// A device that reads an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// The article, whether there is one or not.
    pub article: Uuid,
    /// Who reads.
    pub device: Device,
}

/// An article on one day.
pub type Place = (Uuid, NaiveDate);

/// How often articles were read, each on its day.
pub type Counts = HashMap<Place, i64>;

/// Counts views until they are written; lives as long as the process.
#[derive(Debug, Default)]
pub struct Counter {
    /// Under a key of this process: what is remembered tells nobody which device it was.
    marker: RandomState,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    marks: HashSet<u64>,
    /// The same marks in the order in which they were made.
    order: VecDeque<(Instant, u64)>,
    waiting: Counts,
    /// Up to which day the sums of the last days go, as far as this process knows.
    summed_until: Option<NaiveDate>,
    /// Views for which there was no place.
    lost: u64,
}

impl Counter {
    /// Counts those of the views that were not counted within the last half hour, and says how many
    /// these are.
    pub fn count(&self, views: &[View], now: Instant) -> usize {
        let today = time::local_date(now);
        let mut memory = self.memory();
        memory.forget_until(now - AGAIN);
        let counted = views.iter().filter(|view| {
            let mark = self.marker.hash_one(view);
            memory.is_new(mark) && memory.add((view.article, today), 1) && memory.mark(mark, now)
        });
        counted.count()
    }

    /// Takes what waits, and how many views there was no place for.
    pub fn take(&self) -> (Counts, u64) {
        let mut memory = self.memory();
        (mem::take(&mut memory.waiting), mem::take(&mut memory.lost))
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, counts: impl IntoIterator<Item = (Place, i64)>) {
        let mut memory = self.memory();
        for (place, views) in counts {
            memory.add(place, views);
        }
    }

    /// Up to which day the sums of the last days go; none: nobody has looked yet.
    pub fn summed_until(&self) -> Option<NaiveDate> {
        self.memory().summed_until
    }

    /// Notes up to which day they go.
    pub fn note_summed(&self, until: NaiveDate) {
        self.memory().summed_until = Some(until);
    }

    /// What a thread left here that panicked is still a count.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn is_new(&self, mark: u64) -> bool {
        !self.marks.contains(&mark)
    }

    /// A mark is as old as the view that was counted: one that comes again does not renew it.
    fn mark(&mut self, mark: u64, now: Instant) -> bool {
        if self.order.len() >= MOST_MARKS {
            self.forget_oldest();
        }
        self.order.push_back((now, mark));
        self.marks.insert(mark)
    }

    fn forget_until(&mut self, end: Instant) {
        while self.order.front().is_some_and(|(at, _)| *at <= end) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((_, mark)) = self.order.pop_front() {
            self.marks.remove(&mark);
        }
    }

    fn add(&mut self, place: Place, views: i64) -> bool {
        let is_full = self.waiting.len() >= MOST_WAITING;
        match self.waiting.entry(place) {
            Entry::Vacant(_) if is_full => {
                self.lost += views.unsigned_abs();
                false
            }
            entry => {
                *entry.or_default() += views;
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::UNIX_EPOCH;

    fn view(article: u128, device: u32) -> View {
        let mut number = [0; 16];
        number[..4].copy_from_slice(&device.to_be_bytes());
        View { article: Uuid::from_u128(article), device: Device(number) }
    }

    #[test]
    fn a_device_counts_once_in_half_an_hour_for_each_article() {
        let counter = Counter::default();
        let last = NOW + AGAIN - TimeDelta::microseconds(1);
        assert_eq!(counter.count(&[view(1, 1), view(1, 2), view(2, 1), view(1, 1)], NOW), 3);
        assert_eq!(counter.count(&[view(1, 1), view(3, 1)], last), 1);
        assert_eq!(counter.count(&[view(1, 1), view(3, 1)], NOW + AGAIN), 1);
        let (counts, lost) = counter.take();
        let of = |article| counts[&(Uuid::from_u128(article), time::local_date(NOW))];
        assert_eq!((of(1), of(2), of(3), lost), (3, 1, 1, 0));
        assert_eq!(counter.take(), (Counts::new(), 0));
    }

    #[test]
    fn the_oldest_marks_go_where_there_are_too_many() {
        let counter = Counter::default();
        let most = u32::try_from(MOST_MARKS).unwrap();
        for device in 0..=most {
            counter.count(&[view(1, device)], NOW);
        }
        let memory = counter.memory();
        assert_eq!((memory.marks.len(), memory.order.len()), (MOST_MARKS, MOST_MARKS));
        drop(memory);
        assert_eq!(counter.count(&[view(1, 0), view(1, most)], NOW), 1);
    }

    #[test]
    fn ids_without_end_find_no_place_and_what_is_put_back_is_not_lost() {
        let counter = Counter::default();
        for article in 0..=MOST_WAITING as u128 {
            counter.count(&[view(article, 1)], NOW);
        }
        assert_eq!(counter.count(&[view(0, 2), view(u128::MAX, 2)], NOW), 1);
        let (counts, lost) = counter.take();
        assert_eq!((counts.len(), lost), (MOST_WAITING, 2));
        // What had no place left no mark: it counts as soon as there is one.
        assert_eq!(counter.count(&[view(u128::MAX, 2)], NOW), 1);
        counter.put_back(counts);
        let (counts, lost) = counter.take();
        assert_eq!((counts.len(), lost), (MOST_WAITING, 1));
    }
}
