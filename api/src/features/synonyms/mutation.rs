//! Root fields that change synonyms.

mod input;

use async_graphql::{Context, ID, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use self::input::{SearchSynonymCreateInput, SearchSynonymDeleteInput, SearchSynonymUpdateInput};
use super::{service, types::SearchSynonym, write};
use crate::platform::{
    access::{AccountRole, access},
    form::Problems,
    graphql::{ContextExt as _, public_id},
    id::Kind,
    outcome::{answer, mutations},
};

mutations! {
    #[doc = "What came of creating a synonym."]
    SearchSynonymCreate -> SearchSynonymCreatePayload {
        #[doc = "The synonym."] search_synonym: SearchSynonym
    }
    [Required, TooLong, TooMany, Invalid, Taken];

    #[doc = "What came of changing a synonym."]
    SearchSynonymUpdate -> SearchSynonymUpdatePayload {
        #[doc = "The synonym."] search_synonym: SearchSynonym
    }
    [NotFound, IdInvalid, VersionConflict, Required, TooLong, TooMany, Invalid, Taken];

    #[doc = "What came of deleting a synonym."]
    SearchSynonymDelete -> SearchSynonymDeletePayload {
        #[doc = "Id of the synonym that is gone."] deleted_search_synonym_id: ID
    }
    [NotFound, IdInvalid, VersionConflict];
}

/// Root fields that change synonyms.
#[derive(Debug, Default)]
pub struct SynonymMutations;

#[Object]
impl SynonymMutations {
    /// Says what a short form stands for: at most 500, of which 8 may have the same form. From then
    /// on searches for one find the other as well, whenever that was written.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn search_synonym_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What stands for what.")] input: SearchSynonymCreateInput,
    ) -> Option<Result<SearchSynonymCreatePayload>> {
        let (fields, problems) = (input.read(), Problems::default());
        let show = |id| synonym(ctx, id);
        Some(answer(ctx, |txn| write::create(txn, fields, problems).boxed(), show).await)
    }

    /// Changes a short form, or what it stands for.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn search_synonym_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: SearchSynonymUpdateInput,
    ) -> Option<Result<SearchSynonymUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| synonym(ctx, id);
        Some(answer(ctx, |txn| write::update(txn, target, fields, problems).boxed(), show).await)
    }

    /// Deletes a synonym: searches for one of its forms find what has that form alone.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn search_synonym_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SearchSynonymDeleteInput,
    ) -> Option<Result<SearchSynonymDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = async |id| Ok(Some(public_id(Kind::SearchSynonym, id)));
        Some(answer(ctx, |txn| write::delete(txn, target, problems).boxed(), show).await)
    }
}

async fn synonym(ctx: &Context<'_>, id: Uuid) -> Result<Option<SearchSynonym>> {
    Ok(service::find(ctx.scope(), id).await?.map(SearchSynonym))
}
