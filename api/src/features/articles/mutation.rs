//! Mutations of articles.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{Context, Object, Result, TypeName};
use futures_util::{FutureExt as _, future::BoxFuture};
use url::Url;

use super::{
    columns::Selected,
    edit::{self, Saved},
    service::{self, ArticleSelector},
    types::{
        Article, ArticleCreateInput, ArticleMoveInput, ArticlePublishInput, ArticleRejectInput,
        ArticleRevisionRestoreInput, ArticleSeenInput, ArticleUpdateInput, ArticleWithdrawInput,
    },
};
use crate::{
    features::site,
    platform::{
        access::{AccountRole, ApiKeyScope, access},
        error::Error,
        graphql::ContextExt as _,
        outcome::{Mutation, Outcome, UserError, mutate, user_errors},
        problem::{Problem, ProblemCode},
        transaction::Transaction,
    },
};

/// What comes of a mutation of one article.
#[derive(Debug)]
pub struct ArticlePayload<M> {
    saved: Option<Saved>,
    user_errors: Vec<UserError<M>>,
}

impl<M: Mutation> TypeName for ArticlePayload<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Payload", M::NAME).into()
    }
}

/// What came of it: the article, or what has to be mended first.
#[Object(name_type)]
impl<M: Mutation> ArticlePayload<M> {
    /// The article as it is now; null if nothing was done, or if it is deleted.
    async fn article(&self, ctx: &Context<'_>) -> Option<Result<Article>> {
        let selector = ArticleSelector::Id(self.saved.as_ref()?.id);
        let selected = Selected::of(&ctx.look_ahead());
        let found = service::find(ctx.scope(), &selector, selected).await;
        found.map(|found| found.map(Article::from)).map_err(Into::into).transpose()
    }

    /// The slug that the article had, or was to get, if another one has taken that meanwhile: then it
    /// was saved under another one, which `article` shows. Null as long as nothing was taken.
    async fn lost_slug(&self) -> Option<&str> {
        self.saved.as_ref()?.lost_slug.as_deref()
    }

    /// What has to be mended; empty if all was done.
    async fn user_errors(&self) -> &[UserError<M>] {
        &self.user_errors
    }
}

impl<M: Mutation> ArticlePayload<M> {
    /// Does the work of a mutation, unless its input cannot be read.
    async fn of<I>(
        ctx: &Context<'_>,
        input: Result<I, Vec<Problem>>,
        work: for<'a> fn(&'a mut Transaction, I) -> BoxFuture<'a, Outcome<Saved>>,
    ) -> Option<Result<Self>> {
        let done = match input {
            Ok(input) => mutate(ctx, |txn| work(txn, input)).await,
            Err(problems) => Ok(Err(problems)),
        };
        let payload = done.and_then(|done| match done {
            Ok(saved) => Ok(Self { saved: Some(saved), user_errors: Vec::new() }),
            Err(problems) => Ok(Self { saved: None, user_errors: user_errors(ctx, problems)? }),
        });
        Some(payload.map_err(Into::into))
    }
}

/// The mutations by name, each with what it may find wrong.
macro_rules! mutations {
    ($($mutation:ident: $($code:ident)+;)+) => {$(
        /// The mutation of this name.
        #[derive(Debug)]
        pub struct $mutation(PhantomData<()>);

        impl Mutation for $mutation {
            const NAME: &'static str = stringify!($mutation);
            const CODES: &'static [ProblemCode] = &[$(ProblemCode::$code),+];
        }
    )+};
}

mutations! {
    ArticleCreate: IdInvalid ReferenceNotFound Forbidden Required TooLong TooMany Invalid Duplicate
        Taken;
    ArticleUpdate: NotFound IdInvalid ReferenceNotFound Forbidden VersionConflict Required TooLong
        TooMany Invalid Duplicate Taken IllegalTransition;
    ArticleSubmit: NotFound IdInvalid Forbidden VersionConflict TooLong Invalid IllegalTransition;
    ArticleReject: NotFound IdInvalid Forbidden VersionConflict Required TooLong Invalid
        IllegalTransition;
    ArticlePublish: Taken NotFound IdInvalid Forbidden VersionConflict Required TooLong Invalid AltMissing
        TimeInvalid Frozen IllegalTransition;
    ArticleUnpublish: NotFound IdInvalid Forbidden VersionConflict TooLong Invalid
        IllegalTransition;
    ArticleWithdraw: NotFound IdInvalid Forbidden VersionConflict Required TooLong Invalid
        IllegalTransition;
    ArticleDelete: NotFound IdInvalid Forbidden VersionConflict IllegalTransition;
    ArticleRestore: NotFound IdInvalid Forbidden VersionConflict;
    ArticleRevisionRestore: NotFound IdInvalid ReferenceNotFound Forbidden VersionConflict TooLong
        Invalid IllegalTransition;
}

/// Mutations of articles.
#[derive(Debug, Default)]
pub struct ArticleMutations;

type Answer<M> = Option<Result<ArticlePayload<M>>>;

#[Object]
impl ArticleMutations {
    /// Begins a draft, which readers do not see.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn article_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: ArticleCreateInput,
    ) -> Answer<ArticleCreate> {
        let base = match portal(ctx).await {
            Ok(base) => base,
            Err(error) => return Some(Err(error.into())),
        };
        ArticlePayload::of(ctx, input.read(base.as_ref()), |txn, (patch, note)| {
            edit::create(txn, patch, note).boxed()
        })
        .await
    }

    /// Changes an article. What readers see of a published one stays as it is until it is published
    /// again; until then the change is in `Article.draft`. The same content again makes no version.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn article_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change, and in which version.")] input: ArticleUpdateInput,
    ) -> Answer<ArticleUpdate> {
        let base = match portal(ctx).await {
            Ok(base) => base,
            Err(error) => return Some(Err(error.into())),
        };
        ArticlePayload::of(ctx, input.read(base.as_ref()), |txn, (seen, patch, note)| {
            edit::update(txn, seen, patch, note).boxed()
        })
        .await
    }

    /// Hands a draft in for review.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn article_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article.")] input: ArticleMoveInput,
    ) -> Answer<ArticleSubmit> {
        ArticlePayload::of(ctx, input.read(), |txn, (seen, note)| {
            edit::submit(txn, seen, note).boxed()
        })
        .await
    }

    /// Hands a draft back to whoever wrote it, with a note that says why.
    #[graphql(directive = access::apply(AccountRole::Editor, Some(ApiKeyScope::Write)))]
    async fn article_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article, and why.")] input: ArticleRejectInput,
    ) -> Answer<ArticleReject> {
        ArticlePayload::of(ctx, input.read(), |txn, (seen, note)| {
            edit::reject(txn, seen, note).boxed()
        })
        .await
    }

    /// Shows an article to readers, at once or at a time to come; of one that they see already, the
    /// edit that waited. The time at which they first saw it does not move. Until then, it may be put
    /// into the past, to 1990 at the earliest: an article that moves here keeps its day.
    #[graphql(directive = access::apply(AccountRole::Editor, Some(ApiKeyScope::Write)))]
    async fn article_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article, and when.")] input: ArticlePublishInput,
    ) -> Answer<ArticlePublish> {
        ArticlePayload::of(ctx, input.read(), |txn, (seen, publication, note)| {
            edit::publish(txn, seen, publication, note).boxed()
        })
        .await
    }

    /// Takes a published article back into the drafts: for readers it is as if it had never been. To
    /// tell them that it is gone, withdraw it.
    #[graphql(directive = access::apply(AccountRole::Editor, Some(ApiKeyScope::Write)))]
    async fn article_unpublish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article.")] input: ArticleMoveInput,
    ) -> Answer<ArticleUnpublish> {
        ArticlePayload::of(ctx, input.read(), |txn, (seen, note)| {
            edit::unpublish(txn, seen, note).boxed()
        })
        .await
    }

    /// Takes a published article back in public: its address says that it is gone, and why.
    #[graphql(directive = access::apply(AccountRole::Editor, Some(ApiKeyScope::Write)))]
    async fn article_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article, and why.")] input: ArticleWithdrawInput,
    ) -> Answer<ArticleWithdraw> {
        ArticlePayload::of(ctx, input.read(), |txn, (seen, reason)| {
            edit::withdraw(txn, seen, reason).boxed()
        })
        .await
    }

    /// Deletes an article that is not published. It can be restored.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn article_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article.")] input: ArticleSeenInput,
    ) -> Answer<ArticleDelete> {
        ArticlePayload::of(ctx, input.read(), |txn, seen| edit::delete(txn, seen).boxed()).await
    }

    /// Brings a deleted article back in the state that it was in. Where its slug has been taken since,
    /// it gets another one, and `lostSlug` says so.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn article_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article.")] input: ArticleSeenInput,
    ) -> Answer<ArticleRestore> {
        ArticlePayload::of(ctx, input.read(), |txn, seen| edit::restore(txn, seen).boxed()).await
    }

    /// Takes up the content of an earlier revision, as one more change. Authors who have become part of
    /// others since sign as those.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn article_revision_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which article, and which revision.")] input: ArticleRevisionRestoreInput,
    ) -> Answer<ArticleRevisionRestore> {
        ArticlePayload::of(ctx, input.read(), |txn, (seen, number, note)| {
            edit::restore_revision(txn, seen, number, note).boxed()
        })
        .await
    }
}

/// The address of the portal, which relative addresses in a body belong to.
async fn portal(ctx: &Context<'_>) -> Result<Option<Url>, Error> {
    let site = site::service::find(ctx.scope()).await?;
    let base = site.and_then(|site| site.base_url);
    Ok(base.and_then(|base| Url::parse(&format!("{}/", base.trim_end_matches('/'))).ok()))
}
