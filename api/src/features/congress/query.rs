//! Root fields about congress categories.

use async_graphql::{Context, ID, Object, Result};

use super::{
    service::{self, CategoryList},
    types::{CongressCategory, CongressCategoryBy, CongressSeries},
};
use crate::{
    features::names::Named,
    platform::{
        graphql::{ContextExt as _, read_id, read_text},
        id::Kind,
    },
};

/// Root fields about congress categories.
#[derive(Debug, Default)]
pub struct CongressQueries;

#[Object]
impl CongressQueries {
    /// One congress term; null if there is none.
    async fn congress_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: CongressCategoryBy,
    ) -> Option<Result<CongressCategory>> {
        find(ctx, by).await.transpose()
    }

    /// All congress terms, the national series first, each by year: IX, X, XI, XII, XVIII … XXII.
    async fn congress_categories(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only terms of this series.")] series: Option<CongressSeries>,
        #[graphql(desc = "Only congresses held by the unit with this id.")] unit_id: Option<ID>,
        #[graphql(
            desc = "Only terms in whose names all of these words occur, 1 to 100 characters: `khóa 22`, \
                    `đại hội XXII`, `nhiệm kỳ 2020`. Read like `filter.text` of `units`."
        )]
        text: Option<String>,
    ) -> Option<Result<Vec<CongressCategory>>> {
        Some(all(ctx, series, unit_id, text).await)
    }
}

async fn all(
    ctx: &Context<'_>,
    series: Option<CongressSeries>,
    unit_id: Option<ID>,
    text: Option<String>,
) -> Result<Vec<CongressCategory>> {
    let unit = unit_id.map(|id| read_id(Kind::Unit, &id, "unitId")).transpose()?;
    let named = text.map(|text| Named::read(&text, "text")).transpose()?;
    let list = CategoryList { series: series.map(Into::into), unit, named };
    let categories = service::all(ctx.scope(), &list).await?;
    Ok(categories.into_iter().map(CongressCategory).collect())
}

async fn find(ctx: &Context<'_>, by: CongressCategoryBy) -> Result<Option<CongressCategory>> {
    let category = match by {
        CongressCategoryBy::Id(id) => {
            let id = read_id(Kind::CongressCategory, &id, "by.id")?;
            service::find_many(ctx.scope(), &[id]).await?.pop()
        }
        CongressCategoryBy::Slug(slug) => {
            service::find_by_slug(ctx.scope(), &read_text(&slug, "by.slug")?).await?
        }
    };
    Ok(category.map(CongressCategory))
}
