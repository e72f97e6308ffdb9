//! Root fields that change authors.

mod input;

use async_graphql::{Context, ID, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use self::input::{AuthorCreateInput, AuthorDeleteInput, AuthorMergeInput, AuthorUpdateInput};
use super::{service, types::Author, write};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    form::Problems,
    graphql::{ContextExt as _, public_id},
    id::Kind,
    outcome::{answer, mutations},
};

mutations! {
    #[doc = "What came of creating an author."]
    AuthorCreate -> AuthorCreatePayload { #[doc = "The author."] author: Author }
    [Forbidden, IdInvalid, ReferenceNotFound, Required, TooLong, Invalid, Taken];

    #[doc = "What came of changing an author."]
    AuthorUpdate -> AuthorUpdatePayload { #[doc = "The author."] author: Author }
    [
        NotFound, Forbidden, IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong,
        Invalid, Taken,
    ];

    #[doc = "What came of merging two authors."]
    AuthorMerge -> AuthorMergePayload { #[doc = "The author that is left."] author: Author }
    [NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Invalid, InUse];

    #[doc = "What came of deleting an author."]
    AuthorDelete -> AuthorDeletePayload {
        #[doc = "Id of the author that is gone."] deleted_author_id: ID
    }
    [NotFound, IdInvalid, VersionConflict, InUse];
}

/// Root fields that change authors.
#[derive(Debug, Default)]
pub struct AuthorMutations;

#[Object]
impl AuthorMutations {
    /// Creates an author. Editors create authors of their unit and of those below it.
    #[graphql(directive = access::apply(AccountRole::Editor, Some(ApiKeyScope::Write)))]
    async fn author_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who it is.")] input: AuthorCreateInput,
    ) -> Option<Result<AuthorCreatePayload>> {
        let mut problems = Problems::default();
        let fields = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::create(txn, fields, problems).boxed(), show).await)
    }

    /// Changes what is said of an author. Editors change authors of their unit and of those below
    /// it.
    #[graphql(directive = access::apply(AccountRole::Editor, Some(ApiKeyScope::Write)))]
    async fn author_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: AuthorUpdateInput,
    ) -> Option<Result<AuthorUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::update(txn, target, fields, problems).boxed(), show).await)
    }

    /// Makes one author part of another: two spellings of one name, two accounts of one person. The
    /// other one has all articles from then on, and `author(by: {slug:})` finds it under the slugs
    /// of both. Edits that name the first one are to be published or taken back before.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn author_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who becomes part of whom.")] input: AuthorMergeInput,
    ) -> Option<Result<AuthorMergePayload>> {
        let mut problems = Problems::default();
        let (target, into) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::merge(txn, target, into, problems).boxed(), show).await)
    }

    /// Deletes an author whom no article names.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn author_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: AuthorDeleteInput,
    ) -> Option<Result<AuthorDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = async |id| Ok(Some(public_id(Kind::Author, id)));
        Some(answer(ctx, |txn| write::delete(txn, target, problems).boxed(), show).await)
    }
}

async fn show(ctx: &Context<'_>, id: Uuid) -> Result<Option<Author>> {
    Ok(service::find_many(ctx.scope(), &[id]).await?.pop().map(Author))
}
