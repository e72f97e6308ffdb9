//! Rules about polls: which are open, who sees results, and how shares are rounded.

use entity::{
    change,
    poll::{self, Results, Status, Voters},
    poll_option, poll_tally,
};
use sea_orm::{ActiveValue::Set, prelude::Uuid};

use super::store::{self, OptionRow};
use crate::platform::{
    batch,
    error::Result,
    id,
    paging::{Page, Range, Sorting},
    scope::Scope,
    text,
    time::Instant,
    transaction::Transaction,
    viewer::Reach,
};

/// Longest question and longest option, in characters.
pub const MAX_TEXT: usize = 500;
/// Most options of one poll.
pub const MAX_OPTIONS: usize = 100;

/// The one order of polls: the latest opening first.
pub const LATEST: Sorting = Sorting { name: "poll.opens_at:desc", descending: true };

/// Whether votes are no longer taken.
pub fn is_closed(poll: &poll::Model, now: Instant) -> bool {
    poll.closes_at.is_some_and(|closes_at| closes_at <= now)
}

/// Whether the viewer may see the tally. Who has voted is known only of the one whose vote was just
/// answered.
pub fn shows_results(scope: &Scope, poll: &poll::Model, has_voted: bool) -> bool {
    match (scope.viewer.sees(), poll.results) {
        (Reach::Everything, _) | (_, Results::Always) => true,
        (_, Results::AfterVote) => has_voted || is_closed(poll, scope.now),
        (_, Results::AfterClose) => is_closed(poll, scope.now),
    }
}

/// Whole per cent that sum up to 100, by largest remainder; ties go to the option listed first.
/// All are 0 while nobody has voted.
pub fn shares(votes: &[i64]) -> Vec<i32> {
    let total: i128 = votes.iter().map(|votes| i128::from(*votes)).sum();
    if total == 0 {
        return vec![0; votes.len()];
    }
    let exact = votes.iter().map(|votes| i128::from(*votes) * 100);
    let mut shares: Vec<(i128, i128)> = exact.map(|e| (e / total, e % total)).collect();
    let missing = 100 - shares.iter().map(|(share, _)| share).sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|place| std::cmp::Reverse(shares[*place].1));
    for place in by_remainder.into_iter().take(usize::try_from(missing).unwrap_or_default()) {
        shares[place].0 += 1;
    }
    shares.into_iter().map(|(share, _)| i32::try_from(share).unwrap_or_default()).collect()
}

/// The polls with these ids that the viewer may see.
pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<poll::Model>> {
    store::find_many(scope, ids).await
}

/// The polls that have these options and that the viewer may see, each with all of its options.
pub async fn with_options(
    scope: &Scope,
    options: &[Uuid],
) -> Result<Vec<(poll::Model, Vec<OptionRow>)>> {
    let polls = store::with_options(scope, options).await?;
    let ids: Vec<Uuid> = polls.iter().map(|poll| poll.id).collect();
    let options = store::options(scope.reader(), &ids).await?;
    let mut options = batch::group_by(options, |(option, _)| option.poll_id);
    let of = |poll: poll::Model| {
        let options = options.remove(&poll.id).unwrap_or_default();
        (poll, options)
    };
    Ok(polls.into_iter().map(of).collect())
}

/// The poll that is shown on every page.
pub async fn featured(scope: &Scope) -> Result<Option<poll::Model>> {
    store::featured(scope).await
}

/// One page of polls.
pub async fn page(scope: &Scope, range: &Range) -> Result<Page<poll::Model>> {
    store::page(scope, range).await
}

/// How many polls there are, counted up to a cap.
pub async fn count(scope: &Scope, up_to: u64) -> Result<i64> {
    store::count(scope, up_to).await
}

/// A poll to be created.
#[derive(Clone, Debug)]
pub struct NewPoll {
    /// What is asked.
    pub question: String,
    /// The answers, each with the votes it brings along from a former portal.
    pub options: Vec<(String, i64)>,
    /// How many options one ballot names, at least and at most.
    pub choices: (i16, i16),
    /// When votes are first taken.
    pub opens_at: Instant,
    /// From when on they are no longer taken.
    pub closes_at: Option<Instant>,
    /// When readers see the tally.
    pub results: Results,
    /// Who may vote.
    pub voters: Voters,
    /// Whether it is shown on every page.
    pub featured: bool,
    /// A draft is seen by nobody.
    pub status: Status,
}

/// Creates a poll. Readers hear of it only if it is published.
pub async fn create(txn: &mut Transaction, new: NewPoll) -> Result<Uuid> {
    let NewPoll {
        question,
        options,
        choices,
        opens_at,
        closes_at,
        results,
        voters,
        featured,
        status,
    } = new;
    let poll_id = id::new(txn.now);
    let poll = poll::ActiveModel {
        id: Set(poll_id),
        question: Set(question),
        min_choices: Set(choices.0),
        max_choices: Set(choices.1),
        opens_at: Set(opens_at),
        closes_at: Set(closes_at),
        results: Set(results),
        voters: Set(voters),
        featured: Set(featured),
        status: Set(status),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
        deleted_at: Set(None),
    };
    store::insert(&**txn, poll).await?;
    insert_options(txn, poll_id, 0, options).await?;
    if status == Status::Published {
        txn.upserted(change::Node::Poll, poll_id);
    }
    Ok(poll_id)
}

/// Gives a poll these options, each with the votes it brings along, in this order from a place on.
pub async fn insert_options(
    txn: &Transaction,
    poll_id: Uuid,
    place: i32,
    options: Vec<(String, i64)>,
) -> Result<()> {
    let mut option_rows = Vec::new();
    let mut tally_rows = Vec::new();
    for ((text, votes), position) in options.into_iter().zip(place..) {
        let option_id = id::new(txn.now);
        option_rows.push(poll_option::ActiveModel {
            id: Set(option_id),
            poll_id: Set(poll_id),
            text: Set(text),
            position: Set(position),
        });
        tally_rows.push(poll_tally::ActiveModel {
            option_id: Set(option_id),
            votes: Set(votes),
            imported: Set(votes),
        });
    }
    store::insert_options(&**txn, option_rows, tally_rows).await
}

/// Gives a poll that was only a question its options, and publishes it.
pub async fn complete(
    txn: &mut Transaction,
    poll: poll::Model,
    options: Vec<String>,
    featured: bool,
) -> Result<()> {
    let poll_id = poll.id;
    let options = options.into_iter().map(|text| (text, 0)).collect();
    insert_options(txn, poll_id, 0, options).await?;
    let version = poll.version + 1;
    let (status, updated_at) = (Status::Published, txn.now);
    store::update(&**txn, poll::Model { status, featured, updated_at, version, ..poll }).await?;
    txn.upserted(change::Node::Poll, poll_id);
    Ok(())
}

/// The texts of a poll's options, in their order.
pub async fn options_of(txn: &Transaction, poll: Uuid) -> Result<Vec<String>> {
    let options = store::options(&**txn, &[poll]).await?;
    Ok(options.into_iter().map(|(option, _)| option.text).collect())
}

/// The polls there are, drafts as well, for one who is about to add another.
pub async fn known(txn: &Transaction) -> Result<KnownPolls> {
    Ok(KnownPolls(store::all(&**txn).await?))
}

/// The polls there are.
#[derive(Debug)]
pub struct KnownPolls(Vec<poll::Model>);

impl KnownPolls {
    /// The one that already asks this.
    pub fn asking(&self, question: &str) -> Option<&poll::Model> {
        let key = text::exact_key(question);
        self.0.iter().find(|poll| text::exact_key(&poll.question) == key)
    }

    /// Whether one of them is shown on every page.
    pub fn have_featured(&self) -> bool {
        self.0.iter().any(|poll| poll.featured)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prop_assert, prop_assert_eq, proptest};

    use super::shares;

    proptest! {
        #[test]
        fn shares_sum_to_a_hundred_and_are_off_by_less_than_one(votes in vec(0_i64..1_000_000, 1..12)) {
            let total: i64 = votes.iter().sum();
            let shares = shares(&votes);
            prop_assert_eq!(shares.iter().sum::<i32>(), if total == 0 { 0 } else { 100 });
            for (share, votes) in shares.iter().zip(&votes).filter(|_| total > 0) {
                let exact = *votes as f64 * 100.0 / total as f64;
                prop_assert!((f64::from(*share) - exact).abs() < 1.0);
            }
        }
    }

    #[test]
    fn equal_remainders_go_to_the_option_listed_first() {
        assert_eq!(shares(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(&[0, 0]), [0, 0]);
        assert_eq!(shares(&[]), [0; 0]);
    }
}
