//! What clients see of accounts, sessions and API keys.

use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};
use entity::{account, api_key};

use super::{keys, service, session::SignedIn};
use crate::{
    features::units::types::{self as units, Unit},
    platform::{
        access::{AccountRole, ApiKeyScope},
        connection::{self, DEFAULT_COUNT, Listing},
        graphql::{ContextExt as _, DateTime, public_id},
        id::Kind,
    },
};

/// Somebody who may sign in.
#[derive(Clone, Debug)]
pub struct Account(pub account::Model);

/// Somebody who may sign in. Only administrators see others than themselves.
#[Object]
impl Account {
    /// Opaque and globally unique.
    async fn id(&self) -> ID {
        public_id(Kind::Account, self.0.id)
    }

    /// What is typed to sign in.
    async fn login(&self) -> &str {
        &self.0.login
    }

    /// What others see.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it may do.
    async fn role(&self) -> AccountRole {
        self.0.role.into()
    }

    /// In whose name it writes; null if in that of no unit in particular.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit>> {
        units::load(ctx, self.0.unit_id?).await.transpose()
    }

    /// Since when it may not sign in; null if it may.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When anything about it was last changed, its password included.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// To be named where it is changed.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A key of a program.
#[derive(Clone, Debug)]
pub struct ApiKey(pub api_key::Model);

/// A key that a program shows instead of signing in. The key itself is shown once, when it is made.
#[Object]
impl ApiKey {
    /// Opaque and globally unique.
    async fn id(&self) -> ID {
        public_id(Kind::ApiKey, self.0.id)
    }

    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What the key begins with, behind `ctk_`: tells keys apart.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// What it may be used for.
    async fn scopes(&self) -> Vec<ApiKeyScope> {
        keys::scopes(&self.0).into_iter().map(Into::into).collect()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it ends; null if only when it is revoked.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was last used, give or take a minute; null if never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// When it was revoked; null if it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

/// Who asks.
#[derive(Debug, Union)]
pub enum Viewer {
    /// Somebody who signed in.
    Account(Account),
    /// A program.
    ApiKey(ApiKey),
}

/// What proves that somebody is signed in. Keep both tokens where no page and no log shows them.
#[derive(Debug, SimpleObject)]
pub struct Session {
    /// Whose it is.
    account: Option<Account>,
    /// Send it with every request: `Authorization: Bearer …`.
    access_token: String,
    /// When the access token ends, fifteen minutes after it was given.
    access_token_expires_at: DateTime,
    /// Trade it for the next session by `accountRefresh`, once. If it is used twice, the session
    /// ends for everybody who has a token of it.
    refresh_token: String,
    /// When the refresh token ends: after seven days, and in any case thirty days after the login.
    refresh_token_expires_at: DateTime,
}

impl From<SignedIn> for Session {
    fn from(signed_in: SignedIn) -> Self {
        Self {
            account: Some(Account(signed_in.account)),
            access_token: signed_in.access_token,
            access_token_expires_at: DateTime(signed_in.access_expires_at),
            refresh_token: signed_in.refresh_token,
            refresh_token_expires_at: DateTime(signed_in.refresh_expires_at),
        }
    }
}

/// Accounts with the size of the list they come from.
pub type AccountConnection = Listing<Account, AccountTotals>;

/// The size of the list of accounts.
#[derive(Debug)]
pub struct AccountTotals;

/// The size of the list of accounts.
#[Object]
impl AccountTotals {
    /// How many accounts there are. Counting stops at `upTo`: that number means "so many or more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        Ok(connection::count(service::count(ctx.scope(), connection::count_cap(up_to)?).await?))
    }
}
