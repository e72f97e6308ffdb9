//! Root fields that change polls.

mod input;
mod payload;
mod vote;

use async_graphql::{Context, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use self::{
    input::{
        PollCodesGenerateInput, PollCreateInput, PollOptionCreateInput, PollOptionDeleteInput,
        PollOptionUpdateInput, PollOptionsReorderInput, PollUpdateInput, PollVersionInput,
        PollVoteInput,
    },
    payload::{
        PollClosePayload, PollCodesGeneratePayload, PollCreatePayload, PollDeletePayload,
        PollOptionCreatePayload, PollOptionDeletePayload, PollOptionUpdatePayload,
        PollOptionsReorderPayload, PollPublishPayload, PollUnpublishPayload, PollUpdatePayload,
    },
    vote::PollVotePayload,
};
use super::{service, types::Poll, write};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access, public},
    form::Problems,
    graphql::{ContextExt as _, public_id},
    id::Kind,
    outcome::answer,
};

/// Root fields that change polls.
#[derive(Debug, Default)]
pub struct PollMutations;

#[Object]
impl PollMutations {
    /// Creates a draft of a poll.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: PollCreateInput,
    ) -> Option<Result<PollCreatePayload>> {
        let mut problems = Problems::default();
        let (fields, options) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::create(txn, fields, options, problems).boxed(), show).await)
    }

    /// Changes what is said of a poll. Once a vote exists, the question and how many options a ballot
    /// names are frozen, and a poll that is closed stays closed.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: PollUpdateInput,
    ) -> Option<Result<PollUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::update(txn, target, fields, problems).boxed(), show).await)
    }

    /// Shows a draft of a poll to readers, from its opening on.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PollVersionInput,
    ) -> Option<Result<PollPublishPayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::publish(txn, target, problems).boxed(), show).await)
    }

    /// Takes a poll out of sight: it is a draft again, and no longer shown on every page. Its votes
    /// stay.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_unpublish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PollVersionInput,
    ) -> Option<Result<PollUnpublishPayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::unpublish(txn, target, problems).boxed(), show).await)
    }

    /// Takes no more votes from now on. What could tie a ballot to its voter is erased; the tally and
    /// the ballots stay: see `pollAudit`. There is no way back.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PollVersionInput,
    ) -> Option<Result<PollClosePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::close(txn, target, problems).boxed(), show).await)
    }

    /// Makes codes for a poll whose `voters` are `CODE`. Give each to one voter, and note nowhere
    /// whom: while the poll is open, a code leads to its ballot.
    #[graphql(directive = access::apply(AccountRole::Chief, None))]
    async fn poll_codes_generate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For which poll, and how many.")] input: PollCodesGenerateInput,
    ) -> Option<Result<PollCodesGeneratePayload>> {
        let mut problems = Problems::default();
        let (poll, count) = input.read(&mut problems);
        let show = async |codes| Ok(Some(codes));
        let work = write::generate_codes;
        Some(answer(ctx, |txn| work(txn, poll, count, problems).boxed(), show).await)
    }

    /// Votes. What is answered is on disk. The same vote again is answered as the first time, so that
    /// whoever has not heard the answer may ask again; another one of the same voter is refused.
    #[graphql(directive = public::apply())]
    async fn poll_vote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is chosen, and by whom.")] input: PollVoteInput,
    ) -> Option<Result<PollVotePayload>> {
        Some(vote::vote(ctx, input).await)
    }

    /// Deletes a poll for which nobody has voted.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PollVersionInput,
    ) -> Option<Result<PollDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = async |id| Ok(Some(public_id(Kind::Poll, id)));
        Some(answer(ctx, |txn| write::delete(txn, target, problems).boxed(), show).await)
    }

    /// Adds an option to a poll for which nobody has voted.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_option_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: PollOptionCreateInput,
    ) -> Option<Result<PollOptionCreatePayload>> {
        let mut problems = Problems::default();
        let (target, text) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        let work = write::create_option;
        Some(answer(ctx, |txn| work(txn, target, text, problems).boxed(), show).await)
    }

    /// Changes the text of an option of a poll for which nobody has voted.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_option_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says from now on.")] input: PollOptionUpdateInput,
    ) -> Option<Result<PollOptionUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, option, text) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        let work = write::update_option;
        Some(answer(ctx, |txn| work(txn, target, option, text, problems).boxed(), show).await)
    }

    /// Deletes an option of a poll for which nobody has voted.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_option_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PollOptionDeleteInput,
    ) -> Option<Result<PollOptionDeletePayload>> {
        let mut problems = Problems::default();
        let (target, option) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        let work = write::delete_option;
        Some(answer(ctx, |txn| work(txn, target, option, problems).boxed(), show).await)
    }

    /// Puts the options of a poll in another order.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn poll_options_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: PollOptionsReorderInput,
    ) -> Option<Result<PollOptionsReorderPayload>> {
        let mut problems = Problems::default();
        let (target, order) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        let work = write::reorder_options;
        Some(answer(ctx, |txn| work(txn, target, order, problems).boxed(), show).await)
    }
}

async fn show(ctx: &Context<'_>, id: Uuid) -> Result<Option<Poll>> {
    Ok(service::find_many(ctx.scope(), &[id]).await?.pop().map(Poll::new))
}
