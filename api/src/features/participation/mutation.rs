//! The root field by which readers begin to take part.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};

use super::Participation;
use crate::platform::{
    access::public,
    graphql::{ContextExt as _, DateTime},
    outcome::{Payload as _, mutations, user_errors},
};

mutations! {
    /// A token for a reader's device, or why there is none.
    VoterTokenIssue -> VoterTokenIssuePayload {
        /// The token; null if there is none.
        voter_token: VoterToken
    } [RateLimited];
}

/// What a browser or an app keeps, so that it votes once and its views count once. It stands for the
/// device alone: nothing of its reader is in it, and nobody notes whom it was given to.
#[derive(Clone, Debug, SimpleObject)]
pub struct VoterToken {
    /// Opaque, 76 characters. Keep it where other sites cannot read it.
    token: String,
    /// When it ends: ask for another one then.
    expires_at: DateTime,
}

/// The root field by which readers begin to take part.
#[derive(Debug, Default)]
pub struct ParticipationMutations;

#[Object]
impl ParticipationMutations {
    /// Gives a token to a reader's device, for `pollVote` and `articleViewRecord`. Ask once and keep
    /// it: one network gets only so many. Writes nothing.
    #[graphql(directive = public::apply())]
    async fn voter_token_issue(&self, ctx: &Context<'_>) -> Option<Result<VoterTokenIssuePayload>> {
        Some(issue(ctx))
    }
}

fn issue(ctx: &Context<'_>) -> Result<VoterTokenIssuePayload> {
    let (participation, scope) = (of(ctx), ctx.scope());
    if let Err(problem) = participation.admit_token(scope.origin.network) {
        return Ok(VoterTokenIssuePayload::of(None, user_errors(ctx, vec![problem])?));
    }
    let (token, until) = participation.tokens.issue(scope.now)?;
    let token = VoterToken { token, expires_at: DateTime(until) };
    Ok(VoterTokenIssuePayload::of(Some(token), Vec::new()))
}

/// What everybody who takes part has to do with.
pub fn of<'a>(ctx: &'a Context<'_>) -> &'a Participation {
    ctx.data_unchecked::<Arc<Participation>>()
}
