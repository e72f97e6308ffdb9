//! What clients see of link directories.

use async_graphql::{Context, ID, Object, OneofObject, Result};
use entity::{link, link_directory};

use crate::{
    features::loaders::{self, listed},
    platform::{
        graphql::{DateTime, public_id},
        id::Kind,
    },
};

/// A titled group of outside web links.
#[derive(Clone, Debug)]
pub struct LinkDirectory(pub link_directory::Model);

/// A titled, ordered group of outside web links.
#[Object]
impl LinkDirectory {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::LinkDirectory, self.0.id)
    }

    /// Names the directory in addresses: `lien-ket-website`.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The heading of the group.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The links, in their order: those that are active, and for those who see drafts the others as
    /// well.
    async fn links(&self, ctx: &Context<'_>) -> Option<Result<Vec<Link>>> {
        listed(loaders::of(ctx).links_by_directory.load_one(self.0.id).await, Link)
    }

    /// Grows with each change of the directory itself; whoever changes it names the version that
    /// they have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the directory itself was last changed; its links have their own.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// One outside web address.
#[derive(Clone, Debug)]
pub struct Link(pub link::Model);

/// One outside web address in a directory.
#[Object]
impl Link {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Link, self.0.id)
    }

    /// What readers click on.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The address; http or https.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// The group it stands in.
    async fn directory(&self, ctx: &Context<'_>) -> Option<Result<LinkDirectory>> {
        let directory = loaders::of(ctx).directory_by_id.load_one(self.0.directory_id).await;
        directory.map(|found| found.map(LinkDirectory)).map_err(Into::into).transpose()
    }

    /// Whether readers see it.
    async fn active(&self) -> bool {
        self.0.active
    }

    /// Grows with each change; whoever changes the link names the version that they have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the link was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// How one link directory is named: give exactly one.
#[derive(Debug, OneofObject)]
pub enum LinkDirectoryBy {
    /// By id.
    Id(ID),
    /// By slug.
    Slug(String),
}
