//! Root fields that change congress terms.

mod input;

use async_graphql::{Context, ID, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use self::input::{
    CongressCategoryCreateInput, CongressCategoryDeleteInput, CongressCategoryUpdateInput,
};
use super::{service, types::CongressCategory, write};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    form::Problems,
    graphql::{ContextExt as _, public_id},
    id::Kind,
    outcome::{answer, mutations},
};

mutations! {
    #[doc = "What came of creating a congress term."]
    CongressCategoryCreate -> CongressCategoryCreatePayload {
        #[doc = "The term."] congress_category: CongressCategory
    }
    [IdInvalid, ReferenceNotFound, Required, TooLong, Invalid, Taken, TimeInvalid];

    #[doc = "What came of changing a congress term."]
    CongressCategoryUpdate -> CongressCategoryUpdatePayload {
        #[doc = "The term."] congress_category: CongressCategory
    }
    [
        NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong, Invalid, Taken,
        TimeInvalid,
    ];

    #[doc = "What came of deleting a congress term."]
    CongressCategoryDelete -> CongressCategoryDeletePayload {
        #[doc = "Id of the term that is gone."] deleted_congress_category_id: ID
    }
    [NotFound, IdInvalid, VersionConflict, InUse];
}

/// Root fields that change congress terms.
#[derive(Debug, Default)]
pub struct CongressMutations;

#[Object]
impl CongressMutations {
    /// Creates a congress term. No unit has two congresses of one number.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn congress_category_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which congress it is.")] input: CongressCategoryCreateInput,
    ) -> Option<Result<CongressCategoryCreatePayload>> {
        let mut problems = Problems::default();
        let fields = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::create(txn, fields, problems).boxed(), show).await)
    }

    /// Changes what is said of a congress term.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn congress_category_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: CongressCategoryUpdateInput,
    ) -> Option<Result<CongressCategoryUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::update(txn, target, fields, problems).boxed(), show).await)
    }

    /// Deletes a congress term on which no article hangs.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn congress_category_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: CongressCategoryDeleteInput,
    ) -> Option<Result<CongressCategoryDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = async |id| Ok(Some(public_id(Kind::CongressCategory, id)));
        Some(answer(ctx, |txn| write::delete(txn, target, problems).boxed(), show).await)
    }
}

async fn show(ctx: &Context<'_>, id: Uuid) -> Result<Option<CongressCategory>> {
    Ok(service::find_many(ctx.scope(), &[id]).await?.pop().map(CongressCategory))
}
