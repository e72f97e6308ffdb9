//! Which views count, and how they come into the tables.

use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate};
use sea_orm::prelude::Uuid;

use super::{
    counter::{Counter, Place, View},
    store::{self, Sums},
};
use crate::{
    features::articles::service::{self as articles, Window},
    platform::{
        error::Result,
        scope::{Scope, Viewer},
        time,
        transaction::Transaction,
    },
};

/// Most counts of one transaction: whoever else writes waits no longer than for these.
const PIECE: usize = 2_000;
/// How many days are kept one by one: a year and the same month of the year before.
const DAYS_KEPT: u64 = 400;

/// Counts one view, unless the device read the article a while ago. None: readers see no such
/// article, whoever asks.
pub async fn record(counter: &Counter, scope: &Scope, view: View) -> Result<Option<bool>> {
    let readers = scope.clone().of_viewer(Viewer::Anonymous);
    let shown = articles::shown(&readers, &[view.article]).await?;
    let is_shown = shown.contains(&view.article);
    Ok(is_shown.then(|| counter.count(&[view], scope.now) > 0))
}

/// Writes what was counted since the last time. What cannot be written waits for the next time.
pub async fn flush(counter: &Counter, scope: &Scope) -> Result<()> {
    roll_on(counter, scope).await?;
    let (counts, lost) = counter.take();
    if lost > 0 {
        tracing::warn!(views.lost = lost, "more articles were named than views are kept for");
    }
    let mut counts: Vec<(Place, i64)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(place, _)| *place);
    for (number, piece) in counts.chunks(PIECE).enumerate() {
        if let Err(error) = write(scope, piece).await {
            counter.put_back(counts[number * PIECE..].iter().copied());
            return Err(error);
        }
    }
    Ok(())
}

/// Moves windows on to today, when a day has begun. Of several processes one does it; the others
/// wait.
async fn roll_on(counter: &Counter, scope: &Scope) -> Result<()> {
    let today = time::local_date(scope.now);
    if counter.summed_until().is_some_and(|until| until >= today) {
        return Ok(());
    }
    let txn = scope.begin().await?;
    let until = store::summed_until_for_update(&*txn).await?;
    if until < today {
        move_windows(&txn, until, today).await?;
        txn.commit().await?;
    }
    counter.note_summed(until.max(today));
    Ok(())
}

async fn move_windows(txn: &Transaction, until: NaiveDate, today: NaiveDate) -> Result<()> {
    for window in [Window::Week, Window::Month] {
        store::roll_window(&**txn, window, (until, today)).await?;
    }
    if let Some(old) = today.checked_sub_days(Days::new(DAYS_KEPT)) {
        store::forget_days(&**txn, old).await?;
    }
    store::note_summed(&**txn, today).await
}

/// Writes counts in one transaction. What readers do not see is not counted: an id that was sent is
/// no article until it is found here.
async fn write(scope: &Scope, counts: &[(Place, i64)]) -> Result<()> {
    let named: HashSet<Uuid> = counts.iter().map(|((article, _), _)| *article).collect();
    let named: Vec<Uuid> = named.into_iter().collect();
    let shown = articles::shown(&scope.clone().for_writing(), &named).await?;
    let counts = counts.iter().filter(|((article, _), _)| shown.contains(article));
    let counts: Vec<_> = counts.copied().collect();
    if counts.is_empty() {
        return Ok(());
    }
    let txn = scope.begin().await?;
    let until = store::summed_until(&*txn).await?;
    store::add_sums(&*txn, &sums(&counts, until)).await?;
    store::add_days(&*txn, &counts).await?;
    txn.commit().await
}

/// What counts of days add to each article, where windows end with `until`. What falls on a later
/// day is within them already, and stays there when they move on.
fn sums(counts: &[(Place, i64)], until: NaiveDate) -> Vec<(Uuid, Sums)> {
    let mut sums: BTreeMap<Uuid, Sums> = BTreeMap::new();
    for ((article, day), views) in counts {
        let within = |window| if *day > store::before(until, window) { *views } else { 0 };
        let sums = sums.entry(*article).or_default();
        sums.counted += views;
        sums.week += within(Window::Week);
        sums.month += within(Window::Month);
    }
    sums.into_iter().collect()
}
