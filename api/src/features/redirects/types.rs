//! What clients see of redirects.

use async_graphql::{Context, Object, Result};
use entity::redirect;

use crate::{
    features::articles::{
        Selected,
        service::{self as articles, ArticleSelector},
        types::Article,
    },
    platform::graphql::{ContextExt as _, DateTime},
};

/// An old address and what stands there now.
#[derive(Clone, Debug)]
pub struct Redirect(pub redirect::Model);

/// An old address and what stands there now.
#[Object]
impl Redirect {
    /// Host of the address, in lower case and without `www.`; null: it is one of this portal.
    async fn host(&self) -> Option<&str> {
        (!self.0.host.is_empty()).then_some(&self.0.host)
    }

    /// Path of the address with its significant parameters in order: under this it is looked up.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// What stands there now; null: what stood there is gone for good.
    async fn article(&self, ctx: &Context<'_>) -> Option<Result<Article>> {
        let selector = ArticleSelector::Id(self.0.article_id?);
        let selected = Selected::of(&ctx.look_ahead());
        let found = articles::find(ctx.scope(), &selector, selected).await;
        found.map(|found| found.map(Article::from)).map_err(Into::into).transpose()
    }

    /// How often where it leads was changed, counted from 1: name it to change or delete it.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Since when the address leads somewhere.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}
