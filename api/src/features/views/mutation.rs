//! The root field by which readers tell what they read.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::{
    counter::{Counter, View},
    service,
};
use crate::{
    features::participation,
    platform::{
        access::public,
        form::Problems,
        graphql::ContextExt as _,
        id::Kind,
        outcome::{Outcome, Payload as _, Refusal, mutations, user_errors},
        problem::{Problem, ProblemCode},
    },
};

mutations! {
    /// What came of telling of a view.
    ArticleViewRecord -> ArticleViewRecordPayload {
        /// Whether it was counted: not again within half an hour, nor for robots and what is fetched ahead.
        counted: bool
    } [RateLimited, NotFound, IdInvalid, TokenInvalid];
}

/// A view of an article.
#[derive(Debug, InputObject)]
pub struct ArticleViewRecordInput {
    /// The article that a reader has before them.
    article_id: ID,
    /// The token of the reader's device, of `voterTokenIssue`.
    reader_token: String,
}

/// The root field by which readers tell what they read.
#[derive(Debug, Default)]
pub struct ViewMutations;

#[Object]
impl ViewMutations {
    /// Counts that a reader has an article before them, at most once per device and article in half
    /// an hour. Only what readers see now can be read: all else is `NOT_FOUND`. A page that is about
    /// to be left tells by `POST /v1/views` instead.
    #[graphql(directive = public::apply())]
    async fn article_view_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who reads what.")] input: ArticleViewRecordInput,
    ) -> Option<Result<ArticleViewRecordPayload>> {
        Some(match record(ctx, &input).await {
            Ok(counted) => Ok(ArticleViewRecordPayload::of(Some(counted), Vec::new())),
            Err(Refusal::Problems(problems)) => user_errors(ctx, problems)
                .map(|errors| ArticleViewRecordPayload::of(None, errors))
                .map_err(Into::into),
            Err(Refusal::Failed(error)) => Err(error.into()),
        })
    }
}

async fn record(ctx: &Context<'_>, input: &ArticleViewRecordInput) -> Outcome<bool> {
    let (participation, scope) = (participation::of(ctx), ctx.scope());
    participation.admit_views(scope.origin.network, 1).map_err(participation::slow_down)?;
    let mut problems = Problems::default();
    let article = problems.id(Kind::Article, &input.article_id, "input.articleId");
    let device = participation.tokens.read(&input.reader_token, scope.now);
    let device = problems.keep(device.map_err(|problem| problem.at("input.readerToken")));
    let (Some(article), Some(device)) = (article, device) else { return Err(problems.refuse()) };
    if scope.origin.automated {
        return Ok(false);
    }
    let counter = ctx.data_unchecked::<Arc<Counter>>();
    let counted = service::record(counter, scope, View { article, device }).await?;
    let message = "There is no such article, or readers do not see it now";
    counted.ok_or_else(|| Problem::new(ProblemCode::NotFound, message).at("input.articleId").into())
}
