//! The root field that changes the portal itself.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use futures_util::FutureExt as _;

use super::{
    service,
    types::Site,
    write::{self, SitePatch},
};
use crate::platform::{
    access::{AccountRole, access},
    form::Problems,
    graphql::ContextExt as _,
    id::Kind,
    outcome::{answer, mutations},
};

mutations! {
    #[doc = "What came of changing the portal."]
    SiteUpdate -> SiteUpdatePayload { #[doc = "The portal."] site: Site }
    [IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong, Invalid];
}

/// What becomes different of the portal: what is left out stays, null clears.
#[derive(Debug, InputObject)]
pub struct SiteUpdateInput {
    /// The version that you have seen; 0 before the portal is set up.
    version: i32,
    /// Its name, at most 300 characters.
    name: MaybeUndefined<String>,
    /// The line that welcomes readers, at most 1000 characters.
    greeting: MaybeUndefined<String>,
    /// How to reach those who run it, at most 4000 characters.
    contact: MaybeUndefined<String>,
    /// Its public address, without a slash at the end.
    base_url: MaybeUndefined<String>,
    /// Path of an article below `baseUrl`, with `{slug}` in it once. Redirects from the paths until
    /// now are not made: keep answering them.
    article_url_template: MaybeUndefined<String>,
    /// The organisation whose portal it is.
    unit_id: MaybeUndefined<ID>,
}

impl SiteUpdateInput {
    fn read(self, problems: &mut Problems) -> (i32, SitePatch) {
        let patch = SitePatch {
            name: self.name.into(),
            greeting: self.greeting.into(),
            contact: self.contact.into(),
            base_url: self.base_url.into(),
            article_url_template: self.article_url_template.into(),
            unit_id: problems.reference(Kind::Unit, self.unit_id.into(), "input.unitId"),
        };
        (self.version, patch)
    }
}

/// The root field that changes the portal itself.
#[derive(Debug, Default)]
pub struct SiteMutations;

#[Object]
impl SiteMutations {
    /// Changes what the portal says of itself.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn site_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: SiteUpdateInput,
    ) -> Option<Result<SiteUpdatePayload>> {
        let mut problems = Problems::default();
        let (version, patch) = input.read(&mut problems);
        let show = async |()| Ok(Some(Site(service::find(ctx.scope()).await?)));
        Some(answer(ctx, |txn| write::update(txn, version, patch, problems).boxed(), show).await)
    }
}
