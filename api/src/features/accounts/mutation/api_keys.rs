//! What administrators decide about API keys.

use async_graphql::{Context, ID, InputObject, Object, Result};
use futures_util::FutureExt as _;

use super::{payload, read_id};
use crate::{
    features::accounts::{
        keys::{self, NewKey},
        types::ApiKey,
    },
    platform::{
        access::{AccountRole, ApiKeyScope, access},
        graphql::{DateTime, Given},
        id::Kind,
        outcome::{mutate, user_errors},
    },
};

/// Root fields about API keys.
#[derive(Debug, Default)]
pub struct ApiKeyMutations;

/// A key to be made.
#[derive(InputObject)]
pub struct ApiKeyCreateInput {
    /// What it is for, at most 200 characters.
    name: String,
    /// What it may be used for, at least one.
    scopes: Vec<ApiKeyScope>,
    /// When it ends; left out: when it is revoked.
    expires_at: Option<Given<DateTime>>,
}

/// The key to end.
#[derive(InputObject)]
pub struct ApiKeyRevokeInput {
    /// Which one.
    id: ID,
}

payload! {
    /// What came of making a key.
    ApiKeyCreate [Required, TooLong, Invalid, TimeInvalid] -> ApiKeyCreatePayload {
        /// The new key; null if none was made.
        api_key: ApiKey,
        /// The key itself, to be sent as `Authorization: Bearer ctk_…`. It is shown this once.
        secret: String,
    }
}

payload! {
    /// What came of ending a key.
    ApiKeyRevoke [IdInvalid, NotFound] -> ApiKeyRevokePayload {
        /// The key as it is now; null if nothing was changed.
        api_key: ApiKey,
    }
}

#[Object]
impl ApiKeyMutations {
    /// Makes an API key. It is shown in this answer and never again.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn api_key_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key to make.")] input: ApiKeyCreateInput,
    ) -> Option<Result<ApiKeyCreatePayload>> {
        Some(create(ctx, input).boxed().await)
    }

    /// Ends an API key at once and for good.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn api_key_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key to end.")] input: ApiKeyRevokeInput,
    ) -> Option<Result<ApiKeyRevokePayload>> {
        Some(revoke(ctx, input).boxed().await)
    }
}

async fn create(ctx: &Context<'_>, input: ApiKeyCreateInput) -> Result<ApiKeyCreatePayload> {
    let ApiKeyCreateInput { name, scopes, expires_at } = input;
    let scopes = scopes.into_iter().map(Into::into).collect();
    let end = expires_at.map(|end| end.read_field("input.expiresAt")).transpose();
    let new = NewKey { name, scopes, expires_at: end.map(|end| end.map(|DateTime(end)| end)) };
    let done = mutate(ctx, move |txn| async move { keys::create(txn, new).await }.boxed()).await?;
    let (made, problems) = match done {
        Ok(made) => (Some(made), Vec::new()),
        Err(problems) => (None, problems),
    };
    let (api_key, secret) = made.map(|(key, secret)| (ApiKey(key), secret)).unzip();
    Ok(ApiKeyCreatePayload { api_key, secret, user_errors: user_errors(ctx, problems)? })
}

async fn revoke(ctx: &Context<'_>, input: ApiKeyRevokeInput) -> Result<ApiKeyRevokePayload> {
    let id = read_id(Kind::ApiKey, &input.id, "input.id");
    let (api_key, problems) =
        match mutate(ctx, move |txn| async move { keys::revoke(txn, id?).await }.boxed()).await? {
            Ok(key) => (Some(ApiKey(key)), Vec::new()),
            Err(problems) => (None, problems),
        };
    Ok(ApiKeyRevokePayload { api_key, user_errors: user_errors(ctx, problems)? })
}
