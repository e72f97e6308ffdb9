//! Root fields that change link directories and links.

mod input;

use async_graphql::{Context, ID, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use self::input::{
    LinkCreateInput, LinkDeleteInput, LinkDirectoriesReorderInput, LinkDirectoryCreateInput,
    LinkDirectoryDeleteInput, LinkDirectoryUpdateInput, LinkUpdateInput, LinksReorderInput,
};
use super::{
    service,
    types::{Link, LinkDirectory},
    write,
};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    form::Problems,
    graphql::{ContextExt as _, public_id},
    id::Kind,
    outcome::{answer, mutations},
};

mutations! {
    #[doc = "What came of creating a link directory."]
    LinkDirectoryCreate -> LinkDirectoryCreatePayload {
        #[doc = "The directory."] link_directory: LinkDirectory
    }
    [Required, TooLong, Invalid, Taken];

    #[doc = "What came of changing a link directory."]
    LinkDirectoryUpdate -> LinkDirectoryUpdatePayload {
        #[doc = "The directory."] link_directory: LinkDirectory
    }
    [NotFound, IdInvalid, VersionConflict, Required, TooLong, Invalid, Taken];

    #[doc = "What came of ordering the link directories."]
    LinkDirectoriesReorder -> LinkDirectoriesReorderPayload {
        #[doc = "All directories in their order."] link_directories: Vec<LinkDirectory>
    }
    [IdInvalid, VersionConflict, ReferenceNotFound, Required, Duplicate];

    #[doc = "What came of deleting a link directory."]
    LinkDirectoryDelete -> LinkDirectoryDeletePayload {
        #[doc = "Id of the directory that is gone."] deleted_link_directory_id: ID
    }
    [NotFound, IdInvalid, VersionConflict, InUse];

    #[doc = "What came of adding a link."]
    LinkCreate -> LinkCreatePayload { #[doc = "The link."] link: Link }
    [IdInvalid, ReferenceNotFound, Required, TooLong, Invalid];

    #[doc = "What came of changing a link."]
    LinkUpdate -> LinkUpdatePayload { #[doc = "The link."] link: Link }
    [NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong, Invalid];

    #[doc = "What came of ordering links."]
    LinksReorder -> LinksReorderPayload {
        #[doc = "The directory with its links."] link_directory: LinkDirectory
    }
    [NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, Duplicate];

    #[doc = "What came of deleting a link."]
    LinkDelete -> LinkDeletePayload { #[doc = "Id of the link that is gone."] deleted_link_id: ID }
    [NotFound, IdInvalid, VersionConflict];
}

/// Root fields that change link directories and links.
#[derive(Debug, Default)]
pub struct LinkMutations;

#[Object]
impl LinkMutations {
    /// Creates a link directory behind all others.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_directory_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is.")] input: LinkDirectoryCreateInput,
    ) -> Option<Result<LinkDirectoryCreatePayload>> {
        let (fields, problems) = (input.read(), Problems::default());
        let show = |id| directory(ctx, id);
        Some(answer(ctx, |txn| write::create_directory(txn, fields, problems).boxed(), show).await)
    }

    /// Changes what is said of a link directory.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_directory_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: LinkDirectoryUpdateInput,
    ) -> Option<Result<LinkDirectoryUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| directory(ctx, id);
        let payload =
            answer(ctx, |txn| write::update_directory(txn, target, fields, problems).boxed(), show);
        Some(payload.await)
    }

    /// Puts the link directories in another order. Each is named in the version that was seen: had
    /// somebody else moved any of them meanwhile, it would have another one.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_directories_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: LinkDirectoriesReorderInput,
    ) -> Option<Result<LinkDirectoriesReorderPayload>> {
        let mut problems = Problems::default();
        let order = input.read(&mut problems);
        let show = async |()| {
            let directories = service::directories(ctx.scope()).await?;
            Ok(Some(directories.into_iter().map(LinkDirectory).collect()))
        };
        let payload =
            answer(ctx, |txn| write::reorder_directories(txn, order, problems).boxed(), show);
        Some(payload.await)
    }

    /// Deletes a link directory that has no links.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_directory_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: LinkDirectoryDeleteInput,
    ) -> Option<Result<LinkDirectoryDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = async |id| Ok(Some(public_id(Kind::LinkDirectory, id)));
        Some(answer(ctx, |txn| write::delete_directory(txn, target, problems).boxed(), show).await)
    }

    /// Adds a link behind the others of its directory.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is.")] input: LinkCreateInput,
    ) -> Option<Result<LinkCreatePayload>> {
        let mut problems = Problems::default();
        let fields = input.read(&mut problems);
        let show = |id| link(ctx, id);
        Some(answer(ctx, |txn| write::create_link(txn, fields, problems).boxed(), show).await)
    }

    /// Changes what is said of a link, or where it stands.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: LinkUpdateInput,
    ) -> Option<Result<LinkUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| link(ctx, id);
        let payload =
            answer(ctx, |txn| write::update_link(txn, target, fields, problems).boxed(), show);
        Some(payload.await)
    }

    /// Puts the links of a directory in another order, which makes another version of the directory.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn links_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: LinksReorderInput,
    ) -> Option<Result<LinksReorderPayload>> {
        let mut problems = Problems::default();
        let (of, order) = input.read(&mut problems);
        let show = |id| directory(ctx, id);
        Some(answer(ctx, |txn| write::reorder_links(txn, of, order, problems).boxed(), show).await)
    }

    /// Deletes a link.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn link_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: LinkDeleteInput,
    ) -> Option<Result<LinkDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems);
        let show = async |id| Ok(Some(public_id(Kind::Link, id)));
        Some(answer(ctx, |txn| write::delete_link(txn, target, problems).boxed(), show).await)
    }
}

async fn directory(ctx: &Context<'_>, id: Uuid) -> Result<Option<LinkDirectory>> {
    Ok(service::directories_with(ctx.scope(), &[id]).await?.pop().map(LinkDirectory))
}

async fn link(ctx: &Context<'_>, id: Uuid) -> Result<Option<Link>> {
    Ok(service::links_with(ctx.scope(), &[id]).await?.pop().map(Link))
}
