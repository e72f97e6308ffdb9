//! Pages of what is found.

use entity::article_listing::List;
use sea_orm::prelude::Uuid;

use super::{
    expression::Expression,
    parse::Wanted,
    store::{self, Bounds},
    synonym::Synonyms,
    tier::{self, RELAXED, Tier},
};
use crate::{
    features::{
        articles::service::ArticleList,
        index::terms::{self, Place},
        synonyms,
    },
    platform::{
        error::{Error, Result},
        paging::{Key, Page, Position, Range, Sorting},
        scope::{Scope, Viewer},
        viewer::Reach,
    },
};

/// The order of what is found, as cursors name it.
pub const BEST: Sorting = Sorting { name: "search.best", descending: false };

/// What is looked for, and among which articles.
#[derive(Clone, Debug)]
pub struct Search {
    /// What was typed.
    pub wanted: Wanted,
    /// Among which articles.
    pub list: ArticleList,
}

/// One page of what is found.
#[derive(Debug, Default)]
pub struct Found {
    /// The articles with their places.
    pub page: Page<Hit>,
    /// Whether marks were not asked for, because with them nothing was found.
    pub relaxed: bool,
}

/// One article that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which one.
    pub article: Uuid,
    /// How well it meets what was typed.
    pub tier: u8,
}

/// The place of a hit: its tier, and in it the newest first.
fn position(tier: u8, ordinal: i64, article: Uuid) -> Position {
    let mut key = vec![tier];
    // The bytes of ordinals ascend as they descend.
    key.extend((!ordinal ^ i64::MIN).to_be_bytes());
    Position(Key::Bytes(key), article)
}

fn place(position: &Position) -> Result<(u8, i64)> {
    let read = || match &position.0 {
        Key::Bytes(key) => {
            let (tier, ordinal) = key.split_first()?;
            Some((*tier, !(i64::from_be_bytes(ordinal.try_into().ok()?) ^ i64::MIN)))
        }
        _ => None,
    };
    read().ok_or(Error::Broken("a cursor of a search was none"))
}

/// What stands for what.
pub async fn synonyms(scope: &Scope) -> Result<Synonyms> {
    Ok(Synonyms::of(synonyms::service::all(scope).await?))
}

/// A page. Where a query with marks finds nothing at all, they are left out of it.
pub async fn page(scope: &Scope, search: &Search, range: &Range) -> Result<Found> {
    let ends = Ends::of(range)?;
    if ends.are_relaxed() {
        let page = page_of(scope, search, range, (&ends, true)).await?;
        return Ok(Found { page, relaxed: true });
    }
    let page = page_of(scope, search, range, (&ends, false)).await?;
    let is_first = range.after.is_none() && range.before.is_none();
    if !page.rows.is_empty() || !is_first || !search.wanted.is_marked() {
        return Ok(Found { page, relaxed: false });
    }
    let page = page_of(scope, search, range, (&ends, true)).await?;
    Ok(Found { relaxed: !page.rows.is_empty(), page })
}

/// How many articles are found, up to a number.
pub async fn count(scope: &Scope, search: &Search, relaxed: bool, up_to: u64) -> Result<i64> {
    let condition = tier::all(&search.wanted, relaxed);
    let condition = among(scope, search, condition, None);
    store::count(scope, &condition, &bounds(&search.list), up_to).await
}

/// The ends of a page, as places.
#[derive(Clone, Copy, Debug)]
struct Ends {
    after: Option<(u8, i64)>,
    before: Option<(u8, i64)>,
}

impl Ends {
    fn of(range: &Range) -> Result<Self> {
        let read = |position: &Option<Position>| position.as_ref().map(place).transpose();
        Ok(Self { after: read(&range.after)?, before: read(&range.before)? })
    }

    /// Cursors of a search that was relaxed go on in it.
    fn are_relaxed(&self) -> bool {
        [self.after, self.before].into_iter().flatten().any(|(tier, _)| tier >= RELAXED)
    }

    /// The part of a tier that is asked for; none: nothing of it.
    fn within(&self, tier: u8, mut bounds: Bounds) -> Option<Bounds> {
        match self.after {
            Some((after, _)) if tier < after => return None,
            Some((after, ordinal)) if tier == after => bounds.end_below(ordinal),
            _ => {}
        }
        match self.before {
            Some((before, _)) if tier > before => return None,
            Some((before, ordinal)) if tier == before => bounds.begin_above(ordinal),
            _ => {}
        }
        Some(bounds)
    }
}

/// Asks tier after tier until the page is full, the worst first if it is a page from the end.
async fn page_of(
    scope: &Scope,
    search: &Search,
    range: &Range,
    (ends, relaxed): (&Ends, bool),
) -> Result<Page<Hit>> {
    let tiers = tier::tiers(&search.wanted, relaxed);
    let mut order: Vec<usize> = (0..tiers.len()).collect();
    if range.backward {
        order.reverse();
    }
    let most = range.size + 1;
    let mut rows = Vec::new();
    for place in order {
        let Tier { number, in_head, condition } = tiers[place].clone();
        let Some(bounds) = ends.within(number, bounds(&search.list)) else { continue };
        let better = tiers[..place].iter().map(|tier| tier.condition.clone()).collect();
        let in_head = in_head && search.wanted.unwanted.is_empty();
        let ask = store::Ask {
            condition: among(scope, search, condition, Some(better)),
            in_head,
            bounds,
            oldest_first: range.backward,
            most: most - rows.len() as u64,
        };
        for (ordinal, article) in store::hits(scope, &ask).await? {
            rows.push((position(number, ordinal, article), Ok(Hit { article, tier: number })));
        }
        if rows.len() as u64 >= most {
            break;
        }
    }
    Ok(Page::new(rows, range, BEST.descending))
}

fn bounds(list: &ArticleList) -> Bounds {
    Bounds::of(list.span())
}

/// A condition, only among the articles that are asked for and that the viewer may see at some time.
/// What time it is now is no term: the gate stands beside it.
fn among(
    scope: &Scope,
    search: &Search,
    condition: Expression,
    better: Option<Vec<Expression>>,
) -> Expression {
    let owner = |(list, owner): (List, Uuid)| Expression::Term(terms::list(list, owner));
    let owners = search.list.owners().iter().map(|of| owner(of.list()));
    let parts: Vec<_> = [condition].into_iter().chain(owners).collect();
    let wanted = match parts.len() {
        1 => parts.into_iter().next().expect("there is one"),
        _ => Expression::All(parts),
    };
    let mut others = better.unwrap_or_default();
    others.extend(tier::unwanted(&search.wanted, Place::Anywhere));
    let hidden = Expression::Term(terms::HIDDEN.to_owned());
    let seen = match (scope.viewer, scope.viewer.sees()) {
        (Viewer::System, _) | (_, Reach::Everything) => None,
        (_, Reach::Nothing) => Some(hidden),
        (_, Reach::Own(account)) => Some(hidden.but(vec![owner((List::Creator, account))])),
        (_, Reach::Units(unit)) => Some(hidden.but(vec![owner((List::UnitTree, unit))])),
    };
    others.extend(seen);
    wanted.but(others)
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn the_newest_of_the_best_stand_first(one: (u8, i64), other: (u8, i64)) {
            let at = |(tier, ordinal)| position(tier, ordinal, Uuid::nil());
            prop_assert_eq!(place(&at(one)).unwrap(), one);
            let expected = one.0.cmp(&other.0).then(other.1.cmp(&one.1));
            prop_assert_eq!(at(one).0.cmp(&at(other).0), expected);
        }
    }
}
