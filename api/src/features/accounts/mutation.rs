//! Signing in and out, and what administrators decide about accounts and API keys.

mod accounts;
mod api_keys;
mod sessions;

use std::sync::Arc;

use async_graphql::{Context, ID, Result};
use sea_orm::prelude::Uuid;

use super::Accounts;
use crate::platform::{
    id::{self, Kind},
    problem::{Problem, ProblemCode},
};

pub use self::{accounts::AccountMutations, api_keys::ApiKeyMutations, sessions::SessionMutations};

/// Declares a mutation with the codes that it may answer, and what clients get of it.
macro_rules! payload {
    (
        $(#[doc = $about:literal])+
        $mutation:ident [$($code:ident),+ $(,)?] -> $payload:ident {
            $($(#[doc = $meaning:literal])+ $field:ident: $type:ty,)*
        }
    ) => {
        #[doc = concat!("`", stringify!($mutation), "`, and what it may find wrong.")]
        #[derive(Debug)]
        pub struct $mutation;

        impl $crate::platform::outcome::Mutation for $mutation {
            const NAME: &'static str = stringify!($mutation);
            const CODES: &'static [$crate::platform::problem::ProblemCode] =
                &[$($crate::platform::problem::ProblemCode::$code),+];
        }

        $(#[doc = $about])+
        #[derive(Debug, async_graphql::SimpleObject)]
        pub struct $payload {
            $($(#[doc = $meaning])+ $field: Option<$type>,)*
            /// What to mend; empty if it was done.
            user_errors: Vec<$crate::platform::outcome::UserError<$mutation>>,
        }
    };
}
use payload;

/// What signing in needs.
fn state<'a>(ctx: &Context<'a>) -> &'a Accounts {
    ctx.data_unchecked::<Arc<Accounts>>()
}

/// Reads the id of an input.
fn read_id(kind: Kind, id: &ID, field: &str) -> Result<Uuid, Problem> {
    id::decode_as(kind, id)
        .map_err(|fault| Problem::new(ProblemCode::IdInvalid, fault.message).at(field))
}
