//! The only list of features, and what the schema promises as a whole.

#[cfg(test)]
mod library;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, ValidationMode};

use crate::features::{
    accounts::{
        AccountMutations, AccountQueries, ApiKeyMutations, SessionMutations,
        types::AccountConnection,
    },
    articles::{ArticleMutations, ArticleQueries, types::ArticleConnection},
    audit::{AuditQueries, types::AuditEventConnection},
    authors::{AuthorMutations, AuthorQueries, types::AuthorConnection},
    congress::{CongressMutations, CongressQueries},
    links::{LinkMutations, LinkQueries},
    media::{MediaMutations, MediaQueries, types::list::ImageConnection},
    nodes::NodeQueries,
    participation::ParticipationMutations,
    polls::{
        PollMutations, PollQueries,
        types::{BallotConnection, PollConnection},
    },
    redirects::RedirectMutations,
    search::SearchQueries,
    site::{SiteMutations, SiteQueries},
    suggest::SuggestQueries,
    synonyms::{SynonymMutations, SynonymQueries, types::SearchSynonymConnection},
    units::{UnitMutations, UnitQueries, types::UnitConnection},
    views::{ViewMutations, ViewQueries},
};

/// Everything that can be read.
///
/// Whatever has fields of its own is nullable, here and below: null beside an error in `errors`
/// means that it could not be read, and the rest of the answer is whole. Values are as strict as
/// what is stored.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    AccountQueries,
    AuditQueries,
    SiteQueries,
    ArticleQueries,
    AuthorQueries,
    UnitQueries,
    CongressQueries,
    LinkQueries,
    PollQueries,
    MediaQueries,
    NodeQueries,
    SuggestQueries,
    ViewQueries,
    SearchQueries,
    SynonymQueries,
);

/// Everything that can be changed.
///
/// Each is done as a whole or not at all. What the caller has to mend comes in `userErrors`, all of
/// it at once, and then nothing was written.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    ArticleMutations,
    MediaMutations,
    SessionMutations,
    AccountMutations,
    ApiKeyMutations,
    UnitMutations,
    AuthorMutations,
    CongressMutations,
    LinkMutations,
    PollMutations,
    ParticipationMutations,
    SiteMutations,
    RedirectMutations,
    ViewMutations,
    SynonymMutations,
);

/// The schema that the server answers with.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema. Costs a few milliseconds, once. How deep an operation may be and what it may
/// ask for is checked before it comes here, see `http/graphql/limits`.
pub fn build() -> Schema {
    build_for(ValidationMode::Strict)
}

/// The same for operations that `build`'s schema has answered before: those need no validation.
pub fn build_for_validated() -> Schema {
    build_for(ValidationMode::Fast)
}

fn build_for(mode: ValidationMode) -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .override_output_type_description::<AccountConnection>("One page of the list of accounts.")
        .override_output_type_description::<ArticleConnection>("One page of a list of articles.")
        .override_output_type_description::<AuditEventConnection>("One page of the audit log.")
        .override_output_type_description::<AuthorConnection>("One page of a list of authors.")
        .override_output_type_description::<BallotConnection>("One page of the ballots of a poll.")
        .override_output_type_description::<ImageConnection>("One page of the list of files.")
        .override_output_type_description::<UnitConnection>("One page of a list of units.")
        .override_output_type_description::<PollConnection>("One page of the list of polls.")
        .override_output_type_description::<SearchSynonymConnection>(
            "One page of the list of synonyms.",
        )
        .disable_suggestions()
        .validation_mode(mode)
        .finish()
}

/// The public contract as GraphQL SDL.
pub fn sdl() -> String {
    build().sdl_with_options(SDLExportOptions::new().include_specified_by())
}
