//! Root fields that change redirects. An address names its redirect, so none needs an id.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use futures_util::FutureExt as _;

use super::{
    types::Redirect,
    write::{self, Seen},
};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    form::Problems,
    id::Kind,
    outcome::{answer, mutations},
};

mutations! {
    #[doc = "What came of creating a redirect."]
    RedirectCreate -> RedirectCreatePayload { #[doc = "The redirect."] redirect: Redirect }
    [IdInvalid, ReferenceNotFound, Invalid, Taken];

    #[doc = "What came of leading an address elsewhere."]
    RedirectUpdate -> RedirectUpdatePayload { #[doc = "The redirect."] redirect: Redirect }
    [NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Invalid];

    #[doc = "What came of deleting a redirect."]
    RedirectDelete -> RedirectDeletePayload { #[doc = "What it was."] redirect: Redirect }
    [NotFound, VersionConflict, Invalid];
}

/// An address that is to lead somewhere.
#[derive(Debug, InputObject)]
pub struct RedirectCreateInput {
    /// An absolute http(s) address, of this portal or of a former one, or a path of this portal that
    /// begins with a slash. Parameters that only track readers are left out.
    url: String,
    /// To this article; none: what stood there is gone for good.
    article_id: Option<ID>,
}

/// An address that is to lead somewhere else.
#[derive(Debug, InputObject)]
pub struct RedirectUpdateInput {
    /// The address, as `redirectCreate` takes it.
    url: String,
    /// The version that you have seen.
    version: i32,
    /// To this article; null: what stood there is gone for good. Left out, it leads where it leads.
    article_id: MaybeUndefined<ID>,
}

/// A redirect to be deleted.
#[derive(Debug, InputObject)]
pub struct RedirectDeleteInput {
    /// The address that leads somewhere.
    url: String,
    /// The version that you have seen.
    version: i32,
}

/// Root fields that change redirects.
#[derive(Debug, Default)]
pub struct RedirectMutations;

#[Object]
impl RedirectMutations {
    /// Leads an address that leads nowhere to an article, or says that what stood there is gone. The
    /// address of an article is taken, until that is withdrawn or deleted.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn redirect_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where to where.")] input: RedirectCreateInput,
    ) -> Option<Result<RedirectCreatePayload>> {
        let mut problems = Problems::default();
        let article = input.article_id.into();
        let article = problems.reference(Kind::Article, article, "input.articleId").over(None);
        let url = input.url;
        Some(answer(ctx, |txn| write::create(txn, url, article, problems).boxed(), show).await)
    }

    /// Leads an address that leads somewhere to another article, or says that what stood there is
    /// gone.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn redirect_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where to where.")] input: RedirectUpdateInput,
    ) -> Option<Result<RedirectUpdatePayload>> {
        let mut problems = Problems::default();
        let article = problems.reference(Kind::Article, input.article_id.into(), "input.articleId");
        let seen = Seen { url: input.url, version: input.version };
        Some(answer(ctx, |txn| write::update(txn, seen, article, problems).boxed(), show).await)
    }

    /// Forgets where an address led.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn redirect_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where.")] input: RedirectDeleteInput,
    ) -> Option<Result<RedirectDeletePayload>> {
        let seen = Seen { url: input.url, version: input.version };
        let problems = Problems::default();
        Some(answer(ctx, |txn| write::delete(txn, seen, problems).boxed(), show).await)
    }
}

async fn show(row: entity::redirect::Model) -> Result<Option<Redirect>> {
    Ok(Some(Redirect(row)))
}
