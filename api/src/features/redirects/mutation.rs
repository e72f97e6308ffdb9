//! Root fields that change redirects. An address names its redirect, so none needs an id.

use async_graphql::{Context, ID, InputObject, Object, Result};
use futures_util::FutureExt as _;

use super::{
    types::Redirect,
    write::{self, Lead},
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
    [NotFound, IdInvalid, ReferenceNotFound, Invalid];

    #[doc = "What came of deleting a redirect."]
    RedirectDelete -> RedirectDeletePayload { #[doc = "What it was."] redirect: Redirect }
    [NotFound, Invalid];
}

/// Where an address leads.
#[derive(Debug, InputObject)]
pub struct RedirectInput {
    /// An absolute http(s) address, of this portal or of a former one, or a path of this portal that
    /// begins with a slash. Parameters that only track readers are left out.
    url: String,
    /// To this article; null: what stood there is gone for good.
    article_id: Option<ID>,
}

impl RedirectInput {
    fn read(self, problems: &mut Problems) -> Lead {
        let article = problems.reference(Kind::Article, self.article_id.into(), "input.articleId");
        Lead { url: self.url, article_id: article }
    }
}

/// A redirect to be deleted.
#[derive(Debug, InputObject)]
pub struct RedirectDeleteInput {
    /// The address that leads somewhere.
    url: String,
}

/// Root fields that change redirects.
#[derive(Debug, Default)]
pub struct RedirectMutations;

#[Object]
impl RedirectMutations {
    /// Leads an address that leads nowhere to an article, or says that what stood there is gone.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn redirect_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where to where.")] input: RedirectInput,
    ) -> Option<Result<RedirectCreatePayload>> {
        let mut problems = Problems::default();
        let lead = input.read(&mut problems);
        Some(answer(ctx, |txn| write::create(txn, lead, problems).boxed(), show).await)
    }

    /// Leads an address that leads somewhere to another article, or says that what stood there is
    /// gone.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn redirect_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where to where.")] input: RedirectInput,
    ) -> Option<Result<RedirectUpdatePayload>> {
        let mut problems = Problems::default();
        let lead = input.read(&mut problems);
        Some(answer(ctx, |txn| write::update(txn, lead, problems).boxed(), show).await)
    }

    /// Forgets where an address led.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn redirect_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where.")] input: RedirectDeleteInput,
    ) -> Option<Result<RedirectDeletePayload>> {
        let (url, problems) = (input.url, Problems::default());
        Some(answer(ctx, |txn| write::delete(txn, url, problems).boxed(), show).await)
    }
}

async fn show(row: entity::redirect::Model) -> Result<Option<Redirect>> {
    Ok(Some(Redirect(row)))
}
