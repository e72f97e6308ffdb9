//! What clients see of the portal itself.

use async_graphql::{Context, Object, Result};
use entity::site;

use super::service;
use crate::{
    features::units::types::{self as units, Unit},
    platform::{graphql::DateTime, time},
};

/// The portal itself.
#[derive(Clone, Debug)]
pub struct Site(pub Option<site::Model>);

/// The portal itself.
#[Object]
impl Site {
    /// Its name.
    async fn name(&self) -> &str {
        self.0.as_ref().map_or(service::UNNAMED, |site| &site.name)
    }

    /// The line that welcomes readers, verbatim.
    async fn greeting(&self) -> Option<&str> {
        self.0.as_ref()?.greeting.as_deref()
    }

    /// How to reach those who run it.
    async fn contact(&self) -> Option<&str> {
        self.0.as_ref()?.contact.as_deref()
    }

    /// Its public address, without a slash at the end.
    async fn base_url(&self) -> Option<&str> {
        self.0.as_ref()?.base_url.as_deref()
    }

    /// Path of an article below `baseUrl`, with `{slug}` for the slug.
    async fn article_url_template(&self) -> Option<&str> {
        self.0.as_ref()?.article_url_template.as_deref()
    }

    /// Grows with each change; 0 before the portal is set up. Whoever changes it names the version
    /// that they have seen.
    async fn version(&self) -> i32 {
        self.0.as_ref().map_or(0, |site| site.version)
    }

    /// When anything said here of the portal was last changed; null before it is set up.
    async fn updated_at(&self) -> Option<DateTime> {
        Some(DateTime(self.0.as_ref()?.updated_at))
    }

    /// The time zone of labels and of the archive.
    async fn time_zone(&self) -> &str {
        time::ZONE.name()
    }

    /// The organisation whose portal it is.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit>> {
        units::load(ctx, self.0.as_ref()?.unit_id?).await.transpose()
    }
}
