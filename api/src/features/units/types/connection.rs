//! Lists of units: their pages, their sizes, their conditions.

use async_graphql::{Context, InputObject, Object, Result};

use super::{
    super::service::{BY_PLACE, UnitCountKey, UnitList, UnitPageKey},
    unit::{Unit, UnitKind},
};
use crate::{
    features::loaders,
    platform::{
        connection::{self, DEFAULT_COUNT, Listing, listing},
        graphql::ContextExt as _,
        paging::PageArguments,
    },
};

/// Conditions on units; all that are given must hold.
#[derive(Debug, Default, InputObject)]
pub struct UnitFilter {
    /// Only units of this kind.
    pub kind: Option<UnitKind>,
    /// True: only units without a parent, where the tree begins.
    #[graphql(default_with = "Some(false)")]
    pub top_level: Option<bool>,
    /// Only units in whose names, present or former, or short forms all of these words occur: 1 to 100
    /// characters. A word with marks must have just these, one without them any; the last may be only
    /// the beginning of a word, unless a space is behind it.
    pub text: Option<String>,
}

/// Units with the size of the list they come from.
pub type UnitConnection = Listing<Unit, UnitTotals>;

/// The size of a list of units.
#[derive(Debug)]
pub struct UnitTotals(UnitList);

/// The size of a list of units.
#[Object]
impl UnitTotals {
    /// How many units the whole list has. Counting stops at `upTo`: that number means "so many or
    /// more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let key = UnitCountKey { list: self.0.clone(), up_to: connection::count_cap(up_to)? };
        let total = loaders::of(ctx).unit_counts.load_one(key).await?;
        Ok(connection::count(total.unwrap_or_default()))
    }
}

/// One page of a list of units.
pub async fn unit_listing(
    ctx: &Context<'_>,
    list: UnitList,
    page: PageArguments,
) -> Result<UnitConnection> {
    let cursors = ctx.scope().cursors(BY_PLACE);
    let key = UnitPageKey { range: page.range(&cursors)?, list: list.clone() };
    let page = match connection::reads_rows(ctx) {
        true => loaders::of(ctx).unit_pages.load_one(key).await?,
        false => None,
    };
    Ok(listing(page.unwrap_or_default(), cursors, UnitTotals(list), Unit::new))
}
