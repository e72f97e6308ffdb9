//! What administrators see of synonyms.

use async_graphql::{Context, ID, Object, Result};
use entity::search_synonym;

use super::service;
use crate::platform::{
    connection::{self, DEFAULT_COUNT, Listing},
    graphql::{ContextExt as _, DateTime, public_id},
    id::Kind,
};

/// A short form and what it stands for.
#[derive(Clone, Debug)]
pub struct SearchSynonym(pub search_synonym::Model);

/// A short form and what it stands for: whoever searches for one finds the other as well.
#[Object]
impl SearchSynonym {
    /// Opaque and globally unique.
    async fn id(&self) -> ID {
        public_id(Kind::SearchSynonym, self.0.id)
    }

    /// As it is written: `UBND`.
    async fn short(&self) -> &str {
        &self.0.short
    }

    /// What it stands for: `Ủy ban nhân dân`.
    async fn long(&self) -> &str {
        &self.0.long
    }

    /// Grows with each change; whoever changes the synonym names the version that they have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was last changed; those that come with the program have not been changed since 1970.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// Synonyms with the size of the list they come from.
pub type SearchSynonymConnection = Listing<SearchSynonym, SearchSynonymTotals>;

/// The size of the list of synonyms.
#[derive(Debug)]
pub struct SearchSynonymTotals;

/// The size of the list of synonyms.
#[Object]
impl SearchSynonymTotals {
    /// How many synonyms there are. Counting stops at `upTo`: that number means "so many or more".
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
