//! Root fields about units.

use async_graphql::{Context, Object, Result};

use super::{
    service::{self, UnitList, UnitPlace, UnitSelector},
    types::{Unit, UnitBy, UnitConnection, UnitFilter, unit_listing},
};
use crate::{
    features::names::Named,
    platform::{
        graphql::{ContextExt as _, read_id, read_text},
        id::Kind,
        paging::PageArguments,
    },
};

/// Root fields about units.
#[derive(Debug, Default)]
pub struct UnitQueries;

#[Object]
impl UnitQueries {
    /// One unit; null if there is none.
    async fn unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: UnitBy,
    ) -> Option<Result<Unit>> {
        find(ctx, by).await.transpose()
    }

    /// Units by name, without the type of organisation in front of it: `Huyện ủy Duy Xuyên` stands
    /// under D. With `filter: {topLevel: true}` the roots of the tree.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only units that meet all conditions.")] filter: Option<UnitFilter>,
        #[graphql(desc = "How many from the beginning, 1 to 100; 20 if nothing is said.")]
        first: Option<i64>,
        #[graphql(desc = "Begin behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i64>,
        #[graphql(desc = "End ahead of this cursor.")] before: Option<String>,
    ) -> Option<Result<UnitConnection>> {
        let UnitFilter { kind, top_level, text } = filter.unwrap_or_default();
        let place =
            if top_level.unwrap_or_default() { UnitPlace::Top } else { UnitPlace::Anywhere };
        let named = match text.map(|text| Named::read(&text, "filter.text")).transpose() {
            Ok(named) => named,
            Err(fault) => return Some(Err(fault.into())),
        };
        let list = UnitList { place, kind: kind.map(Into::into), named };
        Some(unit_listing(ctx, list, PageArguments { first, after, last, before }).await)
    }
}

async fn find(ctx: &Context<'_>, by: UnitBy) -> Result<Option<Unit>> {
    let selector = match by {
        UnitBy::Id(id) => UnitSelector::Id(read_id(Kind::Unit, &id, "by.id")?),
        UnitBy::Slug(slug) => UnitSelector::Slug(read_text(&slug, "by.slug")?),
    };
    Ok(service::find(ctx.scope(), selector).await?.map(Unit::new))
}
